import type { Host } from '../../../../cli/assembly/model';
import type { NetworkInterface } from '../../../../cli/run/cloud/cloud';
import type { Machine } from '../machines/machine';

/** A volume: a file that outlives machines. */
export interface Volume {
  readonly id: string;
  readonly zone: string;
  readonly file: string;
  readonly tags: { readonly [key: string]: string };
  readonly kmsKeyId?: string;
  holder?: Instance;
}

export interface ElasticInterface extends NetworkInterface {
  readonly tags: { readonly [key: string]: string };
  holder?: Instance;
}

/** What a version of a launch template says. */
export interface LaunchTemplateData { readonly [property: string]: any }

export interface LaunchTemplate {
  readonly id: string;
  readonly versions: LaunchTemplateData[];
}

export interface Hook {
  readonly name: string;
  readonly heartbeatSeconds: number;
}

/** An Auto Scaling group of one instance, or none. */
export interface Group {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** As the template has them, resolved. */
  properties: any;
  /** How many instances it is to have. */
  size: number;
  hook?: Hook;
  instance?: Instance;
  /** While CloudFormation replaces the instance, the group itself does not. */
  isRolling: boolean;
}

export type Lifecycle = 'InService' | 'Terminating:Wait' | 'Terminated';

/** An instance, from its launch until it is gone. */
export interface Instance {
  readonly id: string;
  readonly group: Group;
  readonly host: Host;
  readonly template: LaunchTemplateData;
  readonly version: number;
  lifecycle: Lifecycle;
  machine?: Machine;
  /** When the hook ends the wait, unless the instance asks for more. */
  heartbeatUntil: number;
}
