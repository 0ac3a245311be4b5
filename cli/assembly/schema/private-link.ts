import { all, ignored, list, NAMING, played, PlayedType, refused } from './rule';

/** Endpoint services, whom they allow, and endpoints. */
export const PRIVATE_LINK: { readonly [type: string]: PlayedType } = {
  'AWS::EC2::VPCEndpointService': {
    id: 'vpce-svc-',
    attributes: { ServiceId: 'id' },
    properties: {
      NetworkLoadBalancerArns: list(),
      GatewayLoadBalancerArns: refused('Kafka has no use for a gateway load balancer'),
      AcceptanceRequired: played({ values: [true, false] }),
      SupportedRegions: list(),
      SupportedIpAddressTypes: list({ values: ['ipv4', 'ipv6'] }),
      ContributorInsightsEnabled: ignored('nothing is monitored'),
      PayerResponsibility: ignored('nothing is paid'),
      ...all(['PrivateDnsName', 'PrivateDnsNameConfiguration'], refused('private DNS names of a service are not played, '
        + 'only record sets are')),
      Tags: ignored(NAMING),
    },
  },
  'AWS::EC2::VPCEndpointServicePermissions': {
    id: 'vpce-svc-perm-',
    attributes: {},
    properties: { ServiceId: played({ required: true }), AllowedPrincipals: list() },
  },
  'AWS::EC2::VPCEndpoint': {
    id: 'vpce-',
    attributes: { Id: 'id', DnsEntries: 'names' },
    properties: {
      VpcEndpointType: played({ values: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'ServiceNetwork', 'Resource'] }),
      VpcId: played({ required: true }),
      ServiceName: played(),
      ServiceRegion: played(),
      SubnetIds: list(),
      SecurityGroupIds: list(),
      PrivateDnsEnabled: played({ values: [true, false] }),
      PolicyDocument: played(),
      IpAddressType: played({ values: ['ipv4', 'ipv6', 'dualstack'] }),
      DnsOptions: played({
        fields: {
          DnsRecordIpType: played({ values: ['ipv4', 'ipv6', 'dualstack', 'service-defined'] }),
          ...all(
            ['PrivateDnsOnlyForInboundResolverEndpoint', 'PrivateDnsPreference', 'PrivateDnsSpecifiedDomains'],
            ignored('it is about private DNS names, which are refused'),
          ),
        },
      }),
      RouteTableIds: ignored('for gateway endpoints, which are left out'),
      ...all(['ResourceConfigurationArn', 'ServiceNetworkArn'], refused('VPC Lattice is not played')),
      Tags: ignored(NAMING),
    },
  },
};
