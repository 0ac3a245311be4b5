import { App, CfnOutput, Stack, Tags, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export type Role = 'kafka' | 'consumer';

/** What is outside of an app: where it goes, and what AWS has answered so far. */
export interface Place {
  readonly group: string;
  readonly accounts: { readonly [role in Role]: string };
  readonly regions: { readonly [role in Role]: string };
  /** Three zones of each region, as each account names them. */
  readonly zones: { readonly [role in Role]: readonly Zone[] };
  /** Outputs of stacks, `Stack.Output`, and what was kept of answers. */
  readonly facts: Facts;
  /** The archive of Kafka that nodes get. */
  readonly kafka: { readonly file: string; readonly version: string; readonly sha512: string };
}

export interface Zone {
  readonly name: string;
  readonly id: string;
}

export interface Facts { readonly [name: string]: string }

/** What deployments of the same stacks differ in. */
export interface Variant { readonly [name: string]: unknown }

export type DefineApp = (app: App, place: Place, variant: Variant) => void;

/** All that a run makes has it, so that what is left can be found. */
export const TAG = 'kafka-privatelink-acceptance';

/** What names of stacks begin with, and so those of roles, functions and topics. */
export const STACKS_BEGIN = 'acceptance-';

/** What names of parameters begin with. */
export const PARAMETERS_BEGIN = '/acceptance/';

/** CloudFormation's name of a stack. */
export const stackNameOf = (group: string, stack: string) => `${STACKS_BEGIN}${group}-${stack.toLowerCase()}`;

/** Warnings that are meant so here. */
const ON_PURPOSE: { readonly [rule: string]: string } = {
  'PerBrokerNlbListeners.plaintext': 'nothing but the acceptance uses it, for an hour',
  'PerBrokerNlbListeners.singleZone': 'what is asked is what one zone does',
  'PerBrokerNlbListeners.zoneWithoutLoadBalancer': 'AWS is to refuse that deployment',
  'MultiAzKafkaBrokers.unevenZones': 'a fourth broker is there to be taken away',
};

/** A stack of the run, in the account and region of its role, whose zones were asked for before. */
export class AcceptanceStack extends Stack {
  private readonly zoneNames: string[];

  constructor(scope: Construct, id: string, place: Place, role: Role) {
    super(scope, id, { stackName: stackNameOf(place.group, id), env: { account: place.accounts[role], region: place.regions[role] } });
    this.zoneNames = place.zones[role].map(({ name }) => name);
    Tags.of(this).add(TAG, place.group);
    for (const [rule, reason] of Object.entries(ON_PURPOSE)) {
      Validations.of(this).acknowledge({ id: `cdk-kafka-privatelink:${rule}`, reason });
    }
  }

  public get availabilityZones(): string[] {
    return this.zoneNames;
  }

  /** Three zones and no way out. */
  public isolatedVpc(id = 'Vpc', cidr = '10.0.0.0/16'): ec2.Vpc {
    return new ec2.Vpc(this, id, {
      ipAddresses: ec2.IpAddresses.cidr(cidr),
      maxAzs: 3,
      subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      restrictDefaultSecurityGroup: false, // it would take a custom resource
    });
  }

  /** Facts by the names `Stack.Output`. */
  public tell(outputs: { readonly [name: string]: string }): void {
    for (const [name, value] of Object.entries(outputs)) { new CfnOutput(this, name, { value }); }
  }
}
