import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { App } from 'aws-cdk-lib';
import { analytics, client } from './client-listeners';
import { KafkaStack } from './kafka-stack';
import { PaymentsStack } from './payments-stack';
import { KafkaServiceContract } from 'cdk-kafka-privatelink';

const app = new App();

// In real life these are two apps in two repositories. All that they share is the contract file.
const kafka = new KafkaStack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' }, clientListeners: [client, analytics] });
const contract = KafkaServiceContract.fromFile(join(__dirname, 'kafka.contract.json'));
new PaymentsStack(app, 'Payments', { env: { account: '222222222222', region: 'eu-west-1' }, contract, listenerNames: ['CLIENT'] });

// Beside the templates: what brokers are configured by, which their launch templates have too, and what the application starts from.
for (const { brokerId } of kafka.brokers.brokers) {
  write(`brokers/broker-${brokerId}.server.properties`, kafka.brokers.serverProperties(brokerId));
}
write('clients/kafka.contract.json', contract.toJson());
write('clients/client.properties', contract.listener('CLIENT').clientFile({ truststoreLocation: 'ca.pem' }));

function write(file: string, text: string): void {
  const path = join(app.outdir, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
