import { deepStrictEqual, match, ok } from 'assert';
import { BROKERS, ZONE_NAME } from './existing';
import { GROUP, TOPIC } from './migration';
import { failureOf, IDS, rollingRestart, Step, untilDescribed } from './step';
import { mergeNotes } from './templates';
import { deliveredOnce } from '../../../cli/run/clients/delivery';
import type { Ranges } from '../../../cli/run/clients/kafka-client';
import { pathProblems } from '../../../cli/run/clients/paths';
import { forbiddenPorts, probe } from '../../../cli/run/cloud';
import { until } from '../cloud/until';

const OLD_LISTENER = 'INTERNAL';
const OLD_PORT = 9092;
const RECORDS = 30;

/** What Java's client is told who has no rights. */
const UNAUTHORIZED = /TopicAuthorizationException: [^;]*/;

/** A consumer comes, clients move, and what nobody uses goes. */
export const OF_CLIENTS: Step[] = [
  {
    name: 'consumer',
    claims: [
      {
        claim: '4. a client in the other VPC finds each broker by its id, through every address of the endpoint',
        run: async migration => {
          await migration.deploy('consumer');
          const [{ interfaces }] = migration.cloud.topology.endpoints;
          const client = await migration.client('new');
          deepStrictEqual(pathProblems(await client.paths(), IDS, interfaces.length), []);
          return migration.producersGoOn();
        },
      },
      {
        claim: '4. from there nothing else answers: no broker, no controller, and no name of the old way',
        run: async ({ cloud }) => {
          const [endpoint] = cloud.topology.endpoints;
          const forbidden = forbiddenPorts(cloud.topology, [...cloud.brokers, ...cloud.controllers].map(({ file }) => file), endpoint);
          const hosts = [...forbidden.map(({ address, port }) => ({ host: address, port })), ...IDS.map(oldAddress)];
          const answers = await probe(cloud, cloud.clientHost(), hosts);
          deepStrictEqual([answers.length, answers.filter(({ connected }) => connected)], [hosts.length, []]);
          return `${hosts.length} addresses and names`;
        },
      },
      {
        claim: '4. who has rights by the old name has none by the new one, until that has its ACLs',
        run: async migration => {
          const [old, moved] = [await migration.client('old', 'reports'), await migration.client('new', 'reports')];
          deepStrictEqual(await old.describe(TOPIC), BROKERS.length);
          const told = await failureOf(async () => moved.describe(TOPIC));
          match(told, UNAUTHORIZED);
          await migration.admin.allow('User:client.reports', TOPIC, GROUP);
          await untilDescribed(moved);
          return `before: ${UNAUTHORIZED.exec(told)![0]}`;
        },
      },
    ],
  },
  {
    name: 'cut-over',
    claims: [
      {
        claim: '5. the consumers move: their group goes on where it was',
        run: async migration => {
          await migration.readOn('old');
          await migration.readOn('new');
          for (const { records } of migration.groupRead) { ok(records > 0); }
          return `${migration.groupRead.map(({ records }) => records).join(' + ')} records`;
        },
      },
      {
        claim: '5. the producers move, one after another: what the old way acknowledged is there once, and in order',
        run: async migration => {
          const connections = migration.connectionsBefore = await migration.connections(OLD_LISTENER);
          ok(connections.every(count => count > 0), `${OLD_LISTENER} has ${connections.join(', ')} connections`);
          for (const library of migration.libraries) {
            await migration.stopProducing(library, 'old');
            await migration.startProducing(library, 'new');
            await migration.producersGoOn();
          }
          const reader = await migration.client('new');
          await migration.readOn('new');
          const content = await reader.read(TOPIC);
          return `${migration.ended.map(produced => deliveredOnce(produced, content)).join(', ')}; ${await migration.producersGoOn()}`;
        },
      },
      {
        claim: '5. the group has read each record of theirs once, whichever way it read',
        run: async ({ ended, groupRead, libraries }) => {
          deepStrictEqual(ended.length, libraries.length);
          return ended.map(({ producer, acknowledged }) => {
            const numbers = groupRead.flatMap(({ producers }) => numbersOf(producers[producer]?.seen ?? []));
            const lost = numbersOf(acknowledged).filter(number => !numbers.includes(number));
            deepStrictEqual([lost, new Set(numbers).size], [[], numbers.length]);
            return `${producer} ${numbers.length}`;
          }).join(', ');
        },
      },
      {
        claim: '5. a client goes back by its old configuration',
        run: async migration => {
          const client = await migration.client('old');
          const produced = await client.produce(TOPIC, RECORDS, { producer: 'back' });
          return deliveredOnce(produced, await client.read(TOPIC));
        },
      },
    ],
  },
  {
    name: 'removal',
    claims: [
      {
        claim: '6. nobody is on the old listener any more, by the MBean that counts its connections',
        run: async migration => {
          let now: number[] = [];
          await until(async () => (now = await migration.connections(OLD_LISTENER)).every(count => count === 0), 'the old listener has no connections');
          return `${now.join(', ')} connections, where ${migration.connectionsBefore.join(', ')} were`;
        },
      },
      {
        claim: '6. the old listener is taken out, broker by broker, while clients produce on the new way; a merge into what is left changes nothing',
        run: async migration => {
          deepStrictEqual(Object.values(mergeNotes('removal')).flatMap(({ changes }) => changes), []);
          await migration.deploy('removal');
          await rollingRestart(migration);
          return migration.producersGoOn();
        },
      },
      {
        claim: '6. the old way is closed, and what the new way acknowledged is there once, and in order',
        run: async migration => {
          const answers = await probe(migration.cloud, migration.oldHost, IDS.map(oldAddress));
          deepStrictEqual(answers.map(({ error }) => error), IDS.map(() => 'ECONNREFUSED'));
          for (const library of migration.libraries) { await migration.stopProducing(library, 'new'); }
          const content = await (await migration.client('new')).read(TOPIC);
          return migration.ended.map(each => deliveredOnce(each, content)).join(', ');
        },
      },
    ],
  },
];

function oldAddress(id: number): { host: string; port: number } {
  return { host: `b${id}.${ZONE_NAME}`, port: OLD_PORT };
}

function numbersOf(ranges: Ranges): number[] {
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}
