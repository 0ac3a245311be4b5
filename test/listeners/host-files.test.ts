import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AdvertisedHost, BrokerCertificate, ClientListener, HostProperties, KafkaBroker, ListenerSecurity, PerBrokerNlbListeners } from '../../src';

const tls = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));
const client = (bindPort: number) => new ClientListener({ name: 'CLIENT', bindPort, advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: tls });
const file = (brokerId: number, more = '') => HostProperties.fromText(`broker.id=${brokerId}\nzookeeper.connect=zk\nlisteners=PLAINTEXT://:9193\n${more}`, { kafkaVersion: '3.9.1' });

function serve(bindPort: number, brokers: KafkaBroker[]): PerBrokerNlbListeners {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  return new PerBrokerNlbListeners(stack, 'Listeners', { vpc: new ec2.Vpc(stack, 'Vpc'), clientListeners: [client(bindPort)], brokers });
}

test('listeners that the hosts\' files can\'t have are refused in front of them, brokers with one reason together', () => {
  const brokers = [1, 2].map(id => KafkaBroker.fromIpAddress(id, `10.0.0.${id}`, { configuration: file(id) }));
  const unknown = KafkaBroker.fromIpAddress(3, '10.0.0.3');
  expect(() => serve(9193, [...brokers, unknown])).toThrow(
    /PerBrokerNlbListeners\.hostFile: the file of brokers 1, 2 can't have these listeners: HostProperties\.bindPortTaken: CLIENT binds port 9193/);
  expect(() => serve(9194, [...brokers, unknown])).not.toThrow();
});

test('a file is of its broker and of its zone', () => {
  const broker = (id: number, zoneId?: string) => KafkaBroker.fromIpAddress(id, '10.0.0.1', { zoneId, configuration: file(1, 'broker.rack=euw1-az1') });
  expect(() => broker(2)).toThrow(/KafkaBroker\.configuration: 'configuration' is the file of broker 1, and this is broker 2/);
  expect(() => broker(1, 'euw1-az2')).toThrow(/KafkaBroker\.configuration: 'configuration' is of zone euw1-az1 .*"euw1-az2"/);
  expect(broker(1).zoneId).toBe('euw1-az1');
  expect(broker(1, 'euw1-az1').zoneId).toBe('euw1-az1');
});
