import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { KafkaVolume } from './kafka-volume';
import { KafkaRole } from '../../properties/kafka-node';
import { KafkaControllers } from '../cluster/kafka-controllers';

/** Controllers of their own count from here, far from every broker's id. */
const FIRST_CONTROLLER_ID = 1000;

/** A node before anything is known of where it is. */
export interface PlannedNode {
  readonly nodeId: number;
  readonly roles: KafkaRole[];
  /** The first label of its name. */
  readonly label: string;
  /** Says its zone, by this number modulo the number of zones. */
  readonly number: number;
  readonly instanceType: ec2.InstanceType;
  /** Whether the type was chosen here, to suit the brokers'. */
  readonly isDefaultType?: boolean;
  readonly volumes: KafkaVolume[];
}

/** What brokers are made of. */
export interface BrokerPlan {
  readonly firstBrokerId: number;
  readonly brokerCount: number;
  readonly instanceType: ec2.InstanceType;
  readonly volumes: KafkaVolume[];
}

/** Ids and labels of the controllers, which are those of brokers where they are combined. */
export function controllerNames(controllers: KafkaControllers, firstBrokerId: number): { nodeId: number; label: string }[] {
  const [first, letter] = controllers._isCombined ? [firstBrokerId, 'b'] : [FIRST_CONTROLLER_ID, 'c'];
  return range(controllers._count).map(i => ({ nodeId: first + i, label: `${letter}${first + i}` }));
}

/** All nodes in the order of the chain, controllers first. Nothing of a node depends on how many there are. */
export function planNodes(brokers: BrokerPlan, controllers: KafkaControllers | undefined): PlannedNode[] {
  const voters = controllers ? controllerNames(controllers, brokers.firstBrokerId) : [];
  const dedicated = controllers && !controllers._isCombined ? voters : [];
  return [
    ...dedicated.map(({ nodeId, label }) => ({
      nodeId,
      label,
      roles: [KafkaRole.CONTROLLER],
      number: nodeId - FIRST_CONTROLLER_ID,
      instanceType: controllers!._instanceType ?? defaultInstanceType(architectureOf(brokers.instanceType)),
      isDefaultType: controllers!._instanceType === undefined,
      volumes: [controllers!._volume!],
    })),
    ...range(brokers.brokerCount).map(i => brokers.firstBrokerId + i).map(nodeId => ({
      nodeId,
      label: `b${nodeId}`,
      roles: voters.some(voter => voter.nodeId === nodeId) ? [KafkaRole.BROKER, KafkaRole.CONTROLLER] : [KafkaRole.BROKER],
      number: nodeId,
      instanceType: brokers.instanceType,
      volumes: brokers.volumes,
    })),
  ];
}

/**
 * A family with its generation, which those of `u` do not always have, what tells it from others, and a size. The CDK knows
 * fewer.
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
const TYPE = /^(?:([a-z]+)\d+|u)([a-z0-9-]*)\.[a-z0-9-]+$/;

/** Undefined where the type is known only when it is deployed, or is none. */
export function architectureOf(type: ec2.InstanceType): ec2.InstanceArchitecture | undefined {
  const [name, family, traits] =
    (Token.isUnresolved(type.toString()) ? undefined : TYPE.exec(type.toString().toLowerCase())) ?? [];
  if (name === undefined) { return undefined; }
  return family === 'a' || traits.includes('g') ? ec2.InstanceArchitecture.ARM_64 : ec2.InstanceArchitecture.X86_64;
}

/** 2 vCPUs and 8 GiB. */
export function defaultInstanceType(architecture = ec2.InstanceArchitecture.ARM_64): ec2.InstanceType {
  return new ec2.InstanceType(architecture === ec2.InstanceArchitecture.ARM_64 ? 'm7g.large' : 'm7i.large');
}

/**
 * Where a node's volumes are mounted, and the directory on each that Kafka uses: not the mount point, where Kafka would meet
 * `lost+found`.
 */
export function mountPoint(volume: number): string {
  return `/data/${volume}`;
}

export function logDirs(volumes: number): string[] {
  return range(volumes).map(volume => `${mountPoint(volume)}/log`);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
