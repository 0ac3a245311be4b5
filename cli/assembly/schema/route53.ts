import { all, ignored, list, NAMING, played, PlayedType, refused } from './rule';

const ROUTING = refused('only simple records are played: every client gets the same answer');

/** Private hosted zones and their records. */
export const ROUTE53: { readonly [type: string]: PlayedType } = {
  'AWS::Route53::HostedZone': {
    id: 'Z',
    attributes: { Id: 'id' },
    properties: {
      Name: played({ required: true }),
      VPCs: list({ fields: { VPCId: played({ required: true }), VPCRegion: played({ required: true }) } }),
      HostedZoneConfig: ignored(NAMING),
      HostedZoneTags: ignored(NAMING),
      HostedZoneFeatures: ignored('it is about public hosted zones'),
      QueryLoggingConfig: ignored('nothing is logged'),
      DelegationSetId: ignored('it is about public hosted zones'),
    },
  },
  'AWS::Route53::RecordSet': {
    id: 'record-',
    attributes: {},
    properties: {
      HostedZoneId: played({ required: true }),
      HostedZoneName: refused('the hosted zone is given by its id here'),
      Name: played({ required: true }),
      Type: played({
        required: true,
        values: [
          'A', 'AAAA', 'CAA', 'CNAME', 'DS', 'HTTPS', 'MX', 'NAPTR', 'NS', 'PTR', 'SOA', 'SPF', 'SRV', 'SSHFP', 'SVCB', 'TLSA',
          'TXT',
        ],
        only: ['A', 'CNAME'],
        why: 'only A and CNAME records are played',
      }),
      ResourceRecords: list(),
      AliasTarget: played({
        fields: {
          DNSName: played({ required: true }),
          HostedZoneId: played({ required: true }),
          EvaluateTargetHealth: ignored('no zone is withdrawn from a name', { values: [true, false] }),
        },
      }),
      TTL: ignored('clients cache what they like', { range: [0, 2147483647] }),
      Comment: ignored(NAMING),
      ...all([
        'CidrRoutingConfig', 'Failover', 'GeoLocation', 'GeoProximityLocation', 'HealthCheckId', 'MultiValueAnswer', 'Region',
        'SetIdentifier', 'Weight',
      ], ROUTING),
    },
  },
};
