import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { ContractListener } from '../model/contract-listener';
import { Doorkeeper } from '../private/client-rules';
import { PortRange } from '../private/port-plan';
import { mergeRanges, rangesText, tcpPorts } from '../private/port-ranges';

/**
 * Characters of a rule's description.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
 */
const MAX_DESCRIPTION = 255;

/** How clients come in to the endpoint of a consumer: by the slots of its listeners, of which neighbours are one range. */
export function consumerDoor(scope: IConstruct, group: ec2.ISecurityGroup, listeners: ContractListener[]): Doorkeeper {
  const ranges = mergeRanges(listeners.map(({ _ports }) => _ports));
  return {
    scope,
    group,
    openings: ranges.map(range => ({ port: tcpPorts(range), description: describe(listeners, range) })),
    ports: rangesText(ranges),
    foreignRule: 'KafkaPrivateLinkConsumer.foreignClient',
    cycleRule: 'KafkaPrivateLinkConsumer.clientStackCycle',
    peers: new Set(),
  };
}

function describe(listeners: ContractListener[], { from, to }: PortRange): string {
  const names = listeners.filter(({ firstPort }) => firstPort >= from && firstPort <= to).map(({ name }) => name);
  const all = `Kafka listener${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
  return all.length <= MAX_DESCRIPTION ? all : `${names.length} Kafka listeners`;
}
