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

/** How clients come in to the endpoint of a consumer, by each of its groups: by the slots of its listeners, of which neighbours are one range. */
export function consumerDoors(scope: IConstruct, groups: ec2.ISecurityGroup[], listeners: ContractListener[]): Doorkeeper[] {
  const openings = rangesOf(listeners).map(range => ({ port: tcpPorts(range), description: describe(listeners, range) }));
  return groups.map(group => ({
    scope,
    group,
    openings,
    ports: portsText(listeners),
    foreignRule: 'KafkaPrivateLinkConsumer.foreignClient',
    cycleRule: 'KafkaPrivateLinkConsumer.clientStackCycle',
    peers: new Set(),
  }));
}

/** The ports in a message. */
export function portsText(listeners: ContractListener[]): string {
  return rangesText(rangesOf(listeners));
}

function rangesOf(listeners: ContractListener[]): PortRange[] {
  return mergeRanges(listeners.map(({ _ports }) => _ports));
}

function describe(listeners: ContractListener[], { from, to }: PortRange): string {
  const names = listeners.filter(({ firstPort }) => firstPort >= from && firstPort <= to).map(({ name }) => name);
  const all = `Kafka listener${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
  return all.length <= MAX_DESCRIPTION ? all : `${names.length} Kafka listeners`;
}
