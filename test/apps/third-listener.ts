/**
 * The example of two accounts after the Kafka team added a listener for a third audience, and the payments team uses it too. It is an app like any other, run
 * by `cdk synth` in a process of its own; the local cluster sees its templates only.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { analytics, CERTIFICATE_FILE, client } from '../../examples/typescript/two-accounts/client-listeners';
import { KafkaStack } from '../../examples/typescript/two-accounts/kafka-stack';
import { PaymentsStack } from '../../examples/typescript/two-accounts/payments-stack';
import { AdvertisedHost, BrokerCertificate, ClientListener, KafkaServiceContract, ListenerSecurity } from 'cdk-kafka-privatelink';

const reports = new ClientListener({
  name: 'REPORTS',
  slot: 2,
  advertisedHost: AdvertisedHost.shared('kafka.reports.internal'),
  security: ListenerSecurity.tls(BrokerCertificate.fromPemFile(CERTIFICATE_FILE)),
});

const app = new App();
new KafkaStack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' }, clientListeners: [client, analytics, reports] });

const before = JSON.parse(readFileSync(join(__dirname, '../../examples/typescript/two-accounts/kafka.contract.json'), 'utf8'));
const contract = KafkaServiceContract.fromJson(JSON.stringify({
  ...before,
  listeners: [...before.listeners, {
    name: reports.name, protocol: 'SSL', saslMechanisms: [], host: reports.advertisedHost.pattern, firstPort: reports.firstPort, bootstrapPort: reports.bootstrapPort,
  }],
}));
new PaymentsStack(app, 'Payments', { env: { account: '222222222222', region: 'eu-west-1' }, contract, listenerNames: ['CLIENT', 'REPORTS'] });
