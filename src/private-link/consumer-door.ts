import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { ContractCompanion } from '../model/companion';
import { ContractListener } from '../model/contract-listener';
import { Doorkeeper } from '../private/client-rules';
import { PortRange } from '../private/port-plan';
import { mergeRanges, rangesText, tcpPorts } from '../private/port-ranges';
import { isIntegerIn } from '../private/validation';

/**
 * Characters of a rule's description.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
 */
const MAX_DESCRIPTION = 255;

/** What a consumer uses of a contract. */
export interface Used {
  readonly listeners: ContractListener[];
  readonly companions: ContractCompanion[];
}

/** Something that is used, by its ports and in the words of a rule's description. */
interface OpenedPart {
  readonly ports: PortRange;
  readonly kind: 'Kafka listener' | 'companion';
  readonly name: string;
}

/**
 * How clients come in to the endpoint of a consumer, by each of its groups: by the slots of its listeners and the ports of
 * companions, of which neighbours are one range.
 */
export function consumerDoors(scope: IConstruct, groups: ec2.ISecurityGroup[], used: Used): Doorkeeper[] {
  const parts = partsOf(used);
  const openings = rangesOf(parts).map(range => ({
    port: tcpPorts(range), description: describe(parts.filter(({ ports }) => isIntegerIn(ports.from, range.from, range.to))),
  }));
  return groups.map(group => ({
    scope,
    group,
    openings,
    ports: portsText(used),
    foreignRule: 'KafkaPrivateLinkConsumer.foreignClient',
    cycleRule: 'KafkaPrivateLinkConsumer.clientStackCycle',
    peers: new Set(),
  }));
}

/** The ports in a message. */
export function portsText(used: Used): string {
  return rangesText(rangesOf(partsOf(used)));
}

/** The only range that is opened, if there is one. */
export function onlyRange(used: Used): PortRange | undefined {
  const parts = partsOf(used);
  return parts.length === 1 ? parts[0].ports : undefined;
}

function partsOf({ listeners, companions }: Used): OpenedPart[] {
  return [
    ...listeners.map(({ name, _ports }): OpenedPart => ({ ports: _ports, kind: 'Kafka listener', name })),
    ...companions.map(({ name, port }): OpenedPart => ({ ports: { from: port, to: port }, kind: 'companion', name })),
  ];
}

function rangesOf(parts: OpenedPart[]): PortRange[] {
  return mergeRanges(parts.map(({ ports }) => ports));
}

function describe(parts: OpenedPart[]): string {
  const kinds = (['Kafka listener', 'companion'] as const).map(kind =>
    ({ kind, names: parts.filter(part => part.kind === kind).map(({ name }) => name) }))
    .filter(({ names }) => names.length > 0);
  const all = sentence(kinds.map(({ kind, names }) => `${kind}${names.length === 1 ? '' : 's'} ${names.join(', ')}`));
  return all.length <= MAX_DESCRIPTION ? all : sentence(kinds.map(({ kind, names }) => `${names.length} ${kind}s`));
}

function sentence(parts: string[]): string {
  const text = parts.join(', ');
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}
