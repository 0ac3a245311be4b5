import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { programOf } from '../../cli/program';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, ListenerSecurity,
  PerBrokerNlbListeners,
} from '../../src';

const [FEW, MANY] = [3, 49];
const root = mkdtempSync(join(tmpdir(), 'growth-'));
const out = (brokers: number) => join(root, `${brokers}`);
beforeAll(() => [FEW, MANY].forEach(synthesize));
afterAll(() => rmSync(root, { recursive: true }));

/** One listener for so many brokers, and one consumer. */
function synthesize(count: number): void {
  const app = new App({ outdir: out(count) });
  const env = { account: '111111111111', region: 'eu-west-1' };
  const [kafka, pay] = ['Kafka', 'Pay'].map(id => new Stack(app, id, { env }));
  const [vpc, clients] = [kafka, pay].map(stack => new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }));
  const securityGroup = new ec2.SecurityGroup(kafka, 'Hosts', { vpc });
  const client = new ClientListener({
    name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')),
  });
  // The second half of the VPC's addresses are those of its private subnets.
  const brokers = Array.from({ length: count }, (_, id) => KafkaBroker.fromIpAddress(id, `10.0.${96 + 32 * (id % 3)}.${10 + id}`, { securityGroup }));
  const listeners = new PerBrokerNlbListeners(kafka, 'Listeners', { vpc, brokers, clientListeners: [client] });
  const { contract } = new KafkaPrivateLinkService(kafka, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('111111111111')] });
  new CfnOutput(kafka, 'Contract', { value: contract.toJson() });
  new KafkaPrivateLinkConsumer(pay, 'Consumer', { vpc: clients, contract, listenerNames: ['CLIENT'] }).allowFrom(new ec2.SecurityGroup(pay, 'App', { vpc: clients }));
  app.synth();
}

/** The least processor time of several turns of each size, which follow one another: how many times as much the larger one takes. */
async function growth(command: string): Promise<number> {
  const least = new Map([[FEW, Infinity], [MANY, Infinity]]);
  for (let turn = 0; turn < 6; turn += 1) {
    for (const count of [FEW, MANY]) {
      const before = process.cpuUsage();
      const { status } = await programOf([command, out(count)]);
      const { user, system } = process.cpuUsage(before);
      expect(status).toBe(0);
      least.set(count, Math.min(least.get(count)!, user + system));
    }
  }
  return least.get(MANY)! / least.get(FEW)!;
}

/** Most of what three brokers take is not for brokers, so what grows as their number is about a quarter of it. What compares each with each other is nearly all. */
test.each(['check', 'plan'])('%s of 49 brokers takes half as much processor time for each as of 3, or less', async command => {
  expect(await growth(command)).toBeLessThan(MANY / FEW / 2);
});
