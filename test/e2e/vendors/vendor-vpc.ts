import type { Stack } from '../../../cli/run/cloud';
import { zoneIdOf } from '../../../cli/run/cloud';
import type { Model } from '../../vendors/models';
import { vpc } from '../migration/existing';

const ZONE_IDS = ['a', 'b', 'c'].map(zone => zoneIdOf(`eu-west-1${zone}`));

const ref = (logicalId: string) => ({ Ref: logicalId });
const groupId = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'GroupId'] });

/** Of `hosted zone:name`, the one of all zones first, then of each. */
const entry = (i: number, part: number) => ({ 'Fn::Select': [part, { 'Fn::Split': [':', { 'Fn::Select': [i, { 'Fn::GetAtt': ['Endpoint', 'DnsEntries'] }] }] }] });

/**
 * A vendor's account as its model has it: an endpoint of the service that was typed in, names that lead to it, and, for a vendor that rewrites a list of
 * addresses, no other ports than those of the list. What the vendor was not told is not here.
 */
export function vendorVpc(name: string, { serviceName, names, ports }: Model): Stack {
  const zones = [...new Set(names.map(each => each.name.replace(/^\*\./, '')))];
  const openings = ports?.map(port => [port, port]) ?? [[0, 65535]];
  return {
    name,
    account: '222222222222',
    region: 'eu-west-1',
    template: {
      Resources: {
        ...vpc(),
        App: group('what reads Kafka', []),
        EndpointGroup: group('the endpoint', openings.map(([FromPort, ToPort]) => ({ IpProtocol: 'tcp', FromPort, ToPort, SourceSecurityGroupId: groupId('App') }))),
        Endpoint: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: {
            VpcEndpointType: 'Interface',
            VpcId: ref('Vpc'),
            ServiceName: serviceName,
            SubnetIds: ZONE_IDS.map((_, i) => ref(`Subnet${i}`)),
            SecurityGroupIds: [groupId('EndpointGroup')],
          },
        },
        ...Object.fromEntries(zones.map((zone, i) => [`Zone${i}`, {
          Type: 'AWS::Route53::HostedZone', Properties: { Name: zone, VPCs: [{ VPCId: ref('Vpc'), VPCRegion: 'eu-west-1' }] },
        }])),
        ...Object.fromEntries(names.map(({ name: recordName, zoneId }, i) => {
          const of = zoneId === undefined ? 0 : 1 + ZONE_IDS.indexOf(zoneId);
          return [`Name${i}`, {
            Type: 'AWS::Route53::RecordSet',
            Properties: {
              HostedZoneId: ref(`Zone${zones.indexOf(recordName.replace(/^\*\./, ''))}`),
              Name: recordName,
              Type: 'A',
              AliasTarget: { DNSName: entry(of, 1), HostedZoneId: entry(of, 0) },
            },
          }];
        })),
      },
    },
  };
}

function group(GroupDescription: string, SecurityGroupIngress: object[]): Stack['template']['Resources'][string] {
  return { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), GroupDescription, SecurityGroupIngress } };
}
