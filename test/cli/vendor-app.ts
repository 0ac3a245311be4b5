import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AdvertisedHost, ClientListener, ClientListenerProps, KafkaBroker, KafkaPrivateLinkService, KafkaVendor, KafkaVendorOptions,
  ListenerSecurity, PerBrokerNlbListeners,
} from '../../src';

export interface VendorAppProps {
  readonly brokerIds?: number[];
  readonly listener?: Partial<ClientListenerProps>;
  /** @default - RisingWave Cloud with a principal, and ClickPipes */
  readonly vendors?: (options: KafkaVendorOptions) => KafkaVendor[];
}

export const ROLE = 'arn:aws:iam::023339134545:role/cloudagent';

/** RisingWave Cloud, which keeps a list, and ClickPipes, which keeps none. */
export function usual(listedBrokerIds?: number[]) {
  return ({ listener }: KafkaVendorOptions) => [
    KafkaVendor.risingWave({ listener, listedBrokerIds, principals: [new iam.ArnPrincipal(ROLE)] }), KafkaVendor.clickPipes({ listener }),
  ];
}

/** A service of brokers that run already, with vendors. Nothing but metadata has its contract. */
export function vendorApp({ brokerIds = [0, 1, 2], listener, vendors = usual() }: VendorAppProps = {}): { directory: string } {
  const app = new App();
  const stack = new Stack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
  new CfnParameter(stack, 'Role');
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
  const client = new ClientListener({
    name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext(), ...listener,
  });
  const brokers = brokerIds.map(id => KafkaBroker.fromIpAddress(id, `10.0.0.${10 + id}`, { zoneId: `euw1-az${1 + id % 2}` }));
  const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners: [client] });
  new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [], vendors: vendors({ listener: client }) });
  return app.synth();
}
