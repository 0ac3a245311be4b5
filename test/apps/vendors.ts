/**
 * The cluster of the example with a listener of each kind of host, and what `setup()` says to vendors: once of the brokers 0 and 1, and once after broker 2 was
 * added. It is an app like any other, run by `cdk synth` in a process of its own; the local cluster sees its templates and the texts only.
 */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { KafkaStack } from '../../examples/typescript/two-accounts/kafka-stack';
import { AdvertisedHost, ClientListener, KafkaServiceContract, KafkaVendor, ListenerSecurity, TidbCloudPlan } from 'cdk-kafka-privatelink';

const security = ListenerSecurity.plaintext();
const shared = new ClientListener({ name: 'SHARED', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security });
const byBroker = new ClientListener({ name: 'BROKER', slot: 1, advertisedHost: AdvertisedHost.perBroker('b{brokerId}.lake.example.com'), security });
const byZone = new ClientListener({ name: 'ZONE', slot: 2, advertisedHost: AdvertisedHost.perZone('{zoneId}.views.example.com'), security });
const byBoth = new ClientListener({
  name: 'BOTH', slot: 3, advertisedHost: AdvertisedHost.perBrokerAndZone('b{brokerId}.{zoneId}.abc123.eu-west-1.aws.3199015.tidbcloud.com'), security,
});
const clientListeners = [shared, byBroker, byZone, byBoth];

const VENDORS: { [name: string]: KafkaVendor } = {
  clickPipes: KafkaVendor.clickPipes({ listener: shared }),
  risingWave: KafkaVendor.risingWave({ listener: shared }),
  databricks: KafkaVendor.databricksServerless({ listener: byBroker }),
  materialize: KafkaVendor.materialize({ listener: byZone }),
  tidb: KafkaVendor.tidbCloud({ listener: byBoth, plan: TidbCloudPlan.DEDICATED }),
};

const app = new App();
new KafkaStack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' }, clientListeners });

/** As the service's contract is when these brokers are there; zones are those of the load balancer all the time. */
const textsFor = (brokerIds: number[]) => {
  const zoneIds = ['euw1-az1', 'euw1-az2', 'euw1-az3'];
  const contract = KafkaServiceContract.of({
    serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
    region: 'eu-west-1',
    zoneIds,
    brokerIds,
    brokerZoneIds: brokerIds.map(id => zoneIds[id]),
    listeners: clientListeners,
  });
  return Object.fromEntries(Object.entries(VENDORS).map(([name, vendor]) => [name, vendor.setup(contract)]));
};
writeFileSync(join(app.outdir, 'texts.json'), JSON.stringify({ before: textsFor([0, 1]), after: textsFor([0, 1, 2]) }));
