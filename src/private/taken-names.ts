import { CfnResource, Token } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { IConstruct } from 'constructs';
import { enter, entriesOf } from './app-entries';
import { AppResources } from './app-resources';
import { byPath } from './identity';
import { environmentKey } from './unique-names';

/** The id of a hosted zone that stands in for one that is to be looked up. */
const STAND_IN_ZONE = 'DUMMY';

/** Zones and records that constructs of this library make, which find each other where they are made. */
const OWN = 'own name';

/** The VPCs of a hosted zone, by path. */
function vpcsOf(zone: route53.CfnHostedZone): unknown[] {
  const vpcs = byPath(zone, zone.vpcs) ?? [];
  return Array.isArray(vpcs) ? vpcs.map(({ vpcId }) => vpcId) : [];
}

/** Names of DNS are compared without the dot at the end. One that is not known is nobody's. */
function dnsName(name: string): string | undefined {
  return Token.isUnresolved(name) ? undefined : name.toLowerCase().replace(/\.$/, '');
}

const zoneKeys = (zone: route53.CfnHostedZone) => {
  const name = dnsName(zone.name ?? '');
  return name ? vpcsOf(zone).map(vpcId => `${name} ${vpcId}`) : [];
};

const parameterKeys = ({ stack, name }: ssm.CfnParameter) =>
  name === undefined || Token.isUnresolved(name) ? [] : [`${environmentKey(stack)} ${name}`];

/** What is compared of a record, alone or in a group. */
interface NamedRecord {
  readonly name: string;
  readonly type: string;
  readonly hostedZoneId?: string;
  readonly setIdentifier?: string;
}

function recordKey(scope: IConstruct, { name: given, type, hostedZoneId, setIdentifier }: NamedRecord): string[] {
  const [name, zone] = [dnsName(given), byPath(scope, hostedZoneId)];
  return name && typeof zone === 'string' && zone !== STAND_IN_ZONE && setIdentifier === undefined
    ? [`${name} ${zone} ${type}`]
    : [];
}

const recordKeys = (record: route53.CfnRecordSet) => recordKey(record, record);

const groupKeys = (group: route53.CfnRecordSetGroup) => {
  const records = Array.isArray(group.recordSets) ? group.recordSets as NamedRecord[] : [];
  return records.flatMap(record => recordKey(group, { ...record, hostedZoneId: record.hostedZoneId ?? group.hostedZoneId }));
};

/** Enters a zone or record that is made here, so that it is none of the others below. */
export function enterOwn({ node: { defaultChild } }: IConstruct): void {
  enter(defaultChild!, OWN, defaultChild!.node.addr, {});
}

function isOwn(resource: CfnResource): boolean {
  return entriesOf(resource, OWN, resource.node.addr).length > 0;
}

/** Other zones of the name of one that is made here, in the same VPC. */
export function zonesOfSameName(app: AppResources, { node: { defaultChild } }: route53.IHostedZone): CfnResource[] {
  const own = defaultChild as route53.CfnHostedZone;
  return zoneKeys(own).flatMap(key => app.find(route53.CfnHostedZone.CFN_RESOURCE_TYPE_NAME, zoneKeys, key))
    .filter(zone => !isOwn(zone));
}

/** Other parameters of the name of one that is made here. */
export function parametersOfSameName(app: AppResources, own: ssm.CfnParameter): CfnResource[] {
  return parameterKeys(own).flatMap(key => app.find(ssm.CfnParameter.CFN_RESOURCE_TYPE_NAME, parameterKeys, key))
    .filter(other => other !== own);
}

/**
 * Other records, or groups of them, that can't be beside one that is made here: of its name in its zone, and of its type or an
 * alias for all.
 */
export function recordsOfSameName(app: AppResources, own: route53.CfnRecordSet): CfnResource[] {
  const { name, hostedZoneId, setIdentifier } = own;
  const keys = [...new Set([own.type, route53.RecordType.CNAME])].flatMap(type =>
    recordKey(own, { name, type, hostedZoneId, setIdentifier }));
  return keys.flatMap(key => [
    ...app.find(route53.CfnRecordSet.CFN_RESOURCE_TYPE_NAME, recordKeys, key),
    ...app.find(route53.CfnRecordSetGroup.CFN_RESOURCE_TYPE_NAME, groupKeys, key),
  ]).filter(other => !isOwn(other));
}

/**
 * The VPCs of a zone of the app, if a VPC is known to be none of them. One by its id and one by reference may be the same.
 */
export function vpcsWithout({ node: { defaultChild } }: route53.IHostedZone, vpcId: string): string[] | undefined {
  if (!(defaultChild instanceof route53.CfnHostedZone)) { return undefined; }
  const [vpcs, own] = [vpcsOf(defaultChild), byPath(defaultChild, vpcId)];
  const areComparable = [...vpcs, own].every(id => typeof id === 'string' && id.startsWith('<') === String(own).startsWith('<'));
  return vpcs.length > 0 && areComparable && !vpcs.includes(own) ? vpcs as string[] : undefined;
}
