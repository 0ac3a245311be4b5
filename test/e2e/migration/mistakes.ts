import { deepStrictEqual, match } from 'assert';
import { BROKERS } from './existing';
import { TOPIC } from './migration';
import { failureOf, Step } from './step';
import { assemblyAfter } from './templates';
import { countOf, deliveredOnce } from '../../../cli/run/clients/delivery';
import { parseBrokerFile } from '../../../cli/run/cloud';

const RECORDS = 30;

/** What the claims before would say if it were otherwise. */
export const MISTAKES: Step[] = [
  {
    name: 'mistakes',
    claims: [
      {
        claim: 'records that are gone, and records that came twice, are told',
        run: async migration => {
          const client = await migration.client('new');
          const send = async () => client.produce(TOPIC, RECORDS, { producer: 'twice' });
          const [, again] = [await send(), await send()];
          const told = await failureOf(async () => deliveredOnce(again, await client.read(TOPIC)));
          match(told, new RegExp(`${RECORDS} are there twice`));
          const [oldest] = migration.ended;
          await migration.admin.deleteRecords(TOPIC, Math.floor(countOf(oldest.acknowledged) / BROKERS.length));
          const gone = await failureOf(async () => deliveredOnce(oldest, await client.read(TOPIC)));
          match(gone, /acknowledged records are lost, the first is 0/);
          return `${told}; ${gone}`;
        },
      },
      {
        claim: 'a file without the super user by which brokers meet stops the partitions that its broker leads',
        run: async migration => {
          const after = assemblyAfter('removal');
          const files = after.brokerFiles.map(file => file.nodeId !== 1003 ? file
            : parseBrokerFile(file.path, file.text.replace('super.users=User:broker;', 'super.users=User:ANONYMOUS;')));
          await migration.deploy({ ...after, brokerFiles: files });
          const node = migration.cluster.node(1003);
          await node.stop();
          await migration.cluster.install(node);
          await migration.cluster.restart(node);
          const properties = { 'request.timeout.ms': '3000', 'delivery.timeout.ms': '5000' };
          const produced = await (await migration.client('new')).produce(TOPIC, RECORDS, { producer: 'stopped', properties });
          const acknowledged = countOf(produced.acknowledged);
          deepStrictEqual([acknowledged, produced.failures], [RECORDS * 2 / 3, { TimeoutException: RECORDS / 3 }]);
          return `of ${RECORDS} records ${acknowledged} were acknowledged: ${Object.keys(produced.failures).join()} at the partition that 1003 leads`;
        },
      },
    ],
  },
];
