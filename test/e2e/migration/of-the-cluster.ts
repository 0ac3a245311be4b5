import { deepStrictEqual, match, ok } from 'assert';
import { BROKERS } from './existing';
import { GROUP, TOPIC } from './migration';
import { IDS, rollingRestart, Step, untilDescribed } from './step';
import { assemblyAfter, mergeNotes } from './templates';
import { portOf } from '../../../cli/run/cloud';
import { until } from '../cloud/until';

/** Of each broker, and the one to start from. */
const BALANCER_PORTS = IDS.length + 1;

/** What the Kafka team does: nobody else notices. */
export const OF_THE_CLUSTER: Step[] = [
  {
    name: 'before',
    claims: [
      {
        claim: 'brokers 1001 to 1003 run on files of their own, meet by SASL with super users of their own, and clients of their VPC produce and read',
        run: async migration => {
          for (const user of ['payments', 'reports']) {
            await migration.makeUser(user);
            await migration.admin.allow(`User:${user}`, TOPIC, GROUP);
          }
          await migration.admin.createTopic(TOPIC, IDS);
          const [old, reports] = [await migration.client('old'), await migration.client('old', 'reports')];
          for (const client of [old, reports]) { await untilDescribed(client); }
          for (const library of migration.libraries) { await migration.startProducing(library, 'old'); }
          await migration.producersGoOn();
          await migration.readOn('old');
          const brokers = (await old.paths()).map(({ expected }) => expected).filter(id => id >= 0);
          deepStrictEqual(new Set(brokers), new Set(IDS));
          return migration.producersGoOn();
        },
      },
      {
        claim: 'a load balancer that came before the listener would find no broker healthy',
        run: async migration => {
          await migration.deploy({ ...assemblyAfter('load-balancer'), brokerFiles: assemblyAfter('before').brokerFiles });
          await until(async () => (await migration.cloud.targetHealth()).every(({ healthy }) => !healthy), 'no target is healthy');
          const targets = await migration.cloud.targetHealth();
          await migration.deploy('before');
          ok(targets.length > 0);
          return `${targets.length} times "unhealthy"; ${await migration.producersGoOn()}`;
        },
      },
    ],
  },
  {
    name: 'listener',
    claims: [
      {
        claim: '1. the merge changes nothing of what the hosts had, and says what is left to do by hand',
        run: async () => {
          const notes = Object.values(mergeNotes('listener'));
          const changed = new Set(notes.flatMap(({ changes }) => changes.filter(({ before }) => before !== undefined).map(({ key }) => key)));
          deepStrictEqual([...changed].sort(), ['advertised.listeners', 'listener.security.protocol.map', 'listeners']);
          for (const { changes, byHand } of notes) {
            for (const { before, after } of changes.filter(change => change.before !== undefined)) {
              deepStrictEqual(listOf(after!).slice(0, -1), listOf(before!));
            }
            match(byHand.join('\n'), /Put \/etc\/kafka\/tls\/client\.pem and \/etc\/kafka\/tls\/clients-ca\.pem on the host/);
            match(byHand.join('\n'), /Give the new names their ACLs before clients move/);
          }
          return `${notes[0].changes.length} changes, ${notes[0].byHand.length} things by hand, at each of ${notes.length} hosts`;
        },
      },
      {
        claim: '1. each broker restarts on its merged file, one after another, while clients produce on the old way',
        run: async migration => {
          await migration.admin.allow('User:client.payments', TOPIC, GROUP);
          await migration.deploy('listener');
          await rollingRestart(migration);
          const settings = await migration.admin.brokerSettings(IDS, ['advertised.listeners']);
          const advertised = IDS.map((id, i) => [id, `CLIENT://kafka.pay.example.com:${20000 + i}`] as const);
          for (const [id, listener] of advertised) { ok(settings.get(id)!['advertised.listeners'].value.endsWith(`,${listener}`)); }
          return `${advertised.map(([id, listener]) => `${id} has ${listener}`).join(', ')}; ${await migration.producersGoOn()}`;
        },
      },
    ],
  },
  {
    name: 'load-balancer',
    claims: [{
      claim: '2. the load balancer finds every broker healthy at every port',
      run: async migration => {
        await migration.deploy('load-balancer');
        await until(async () => (await migration.cloud.targetHealth()).every(({ healthy }) => healthy), 'every target is healthy');
        const targets = await migration.cloud.targetHealth();
        deepStrictEqual([...new Set(targets.map(({ port }) => port))].length, BALANCER_PORTS);
        deepStrictEqual([...new Set(targets.map(({ target }) => target))].sort(), BROKERS.map(({ address }) => `${address}:9193`).sort());
        return `${targets.length} times "healthy"; ${await migration.producersGoOn()}`;
      },
    }],
  },
  {
    name: 'service',
    claims: [{
      claim: '3. the service has a contract with the brokers\' own ids, each at a port of its own',
      run: async migration => {
        await migration.deploy('service');
        const [{ brokerIds, listeners: [listener] }] = migration.cloud.contracts;
        deepStrictEqual(brokerIds, IDS);
        return `${brokerIds.map(id => `${id} at ${portOf(listener, id)}`).join(', ')}; ${await migration.producersGoOn()}`;
      },
    }],
  },
];

function listOf(list: string): string[] {
  return list.split(',').map(entry => entry.trim());
}
