import { CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { importedVpc, NetworkIds } from './shape';
import { AdvertisedHost, ClientListener, KafkaDistribution, ListenerSecurity, MultiAzKafkaBrokers } from 'cdk-kafka-privatelink';

/** Three controllers, and brokers. */
export function nodesStack(stack: Stack, network: NetworkIds, brokers: number): void {
  new MultiAzKafkaBrokers(stack, 'Kafka', {
    vpc: importedVpc(stack, network),
    brokerCount: brokers,
    availabilityZones: network.availabilityZones,
    clientListeners: [new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.internal'), security: ListenerSecurity.plaintext() })],
    kafka: KafkaDistribution.fromUrl('https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz', '4.2.0', '0123456789abcdef'.repeat(8)),
    machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
  });
}

/**
 * A template by L1 constructs, with references as an app writes them: the least that any app pays for it. Its properties are not converted, which a class for
 * each type would do.
 */
export function plainStack(stack: Stack, template: { Resources: { [id: string]: any } }): void {
  const made = new Map<string, CfnResource>();
  const app = (value: any): any => {
    if (Array.isArray(value)) { return value.map(app); }
    if (typeof value !== 'object' || value === null) { return value; }
    const [[name, argument]] = [...Object.entries<any>(value), ['', undefined]];
    switch (name) {
      case 'Ref': return made.get(argument)?.ref ?? Fn.ref(argument);
      case 'Fn::GetAtt': return made.get(argument[0])?.getAtt(argument[1]) ?? Fn.getAtt(argument[0], argument[1]);
      case 'Fn::Join': return Fn.join(argument[0], argument[1].map(app));
      case 'Fn::Base64': return Fn.base64(app(argument));
      default: return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, app(inner)]));
    }
  };
  for (const [id, { Type, Properties, DependsOn = [], ...attributes }] of Object.entries(template.Resources)) {
    const resource = new CfnResource(stack, id, { type: Type, properties: app(Properties) });
    [DependsOn].flat().forEach(other => resource.addDependency(made.get(other)!));
    Object.entries(attributes).forEach(([key, value]) => resource.addOverride(key, value));
    made.set(id, resource);
  }
}
