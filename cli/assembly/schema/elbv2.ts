import { all, ignored, list, NAMING, NO_IPAM, NO_IPV6, played, PlayedType, PORT, Properties, refused } from './rule';

const BOOLEAN = ['true', 'false'];
const HTTP = refused('for application load balancers, which are not played');
const LATER = 'what happens to connections that are there, or after minutes, is not played';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
const LOAD_BALANCER_ATTRIBUTES: Properties = {
  'load_balancing.cross_zone.enabled': played({ values: BOOLEAN }),
  'deletion_protection.enabled': ignored('nothing is deleted', { values: BOOLEAN }),
  'access_logs.s3.*': ignored('nothing is logged'),
  'dns_record.client_routing_policy': ignored(
    'it is about the name of the load balancer, which no client of an endpoint asks for',
    { values: ['any_availability_zone', 'availability_zone_affinity', 'partial_availability_zone_affinity'] },
  ),
  'secondary_ips.auto_assigned.per_subnet': ignored('more addresses are for more connections than are opened here', {
    range: [0, 7],
  }),
  'zonal_shift.config.enabled': ignored('no zone is shifted', { values: BOOLEAN }),
  'ipv6.deny_all_igw_traffic': ignored(NO_IPV6, { values: BOOLEAN }),
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const TARGET_GROUP_ATTRIBUTES: Properties = {
  'load_balancing.cross_zone.enabled': played({ values: [...BOOLEAN, 'use_load_balancer_configuration'] }),
  'proxy_protocol_v2.enabled': played({
    values: BOOLEAN,
    only: ['false'],
    why: 'a header before the first byte, '
    + 'which Kafka does not read',
  }),
  'preserve_client_ip.enabled': ignored('what comes through an endpoint has the address of the load balancer in any case', {
    values: BOOLEAN,
  }),
  'deregistration_delay.timeout_seconds': ignored(LATER, { range: [0, 3600] }),
  'deregistration_delay.connection_termination.enabled': ignored(LATER, { values: BOOLEAN }),
  'target_health_state.unhealthy.connection_termination.enabled': ignored(LATER, { values: BOOLEAN }),
  'target_health_state.unhealthy.draining_interval_seconds': ignored(LATER, { range: [0, 360000] }),
  'target_group_health.*': ignored('no zone is withdrawn from a name'),
  'stickiness.enabled': ignored('a group of one has nothing to choose, and a start may be at any broker', { values: BOOLEAN }),
  'stickiness.type': ignored('see stickiness.enabled', { values: ['source_ip'] }),
};

/** Load balancers, listeners and target groups. */
export const ELBV2: { readonly [type: string]: PlayedType } = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    id: 'arn:loadbalancer/net/…',
    attributes: { LoadBalancerArn: 'id', DNSName: 'name', CanonicalHostedZoneID: 'hosted-zone', SecurityGroups: 'property' },
    properties: {
      Type: played({
        required: true,
        values: ['application', 'network', 'gateway'],
        only: ['network'],
        why: 'only network load balancers are played',
      }),
      Subnets: list(),
      SubnetMappings: list({
        fields: {
          SubnetId: played({ required: true }),
          PrivateIPv4Address: played(),
          AllocationId: ignored('there is no internet'),
          ...all(['IPv6Address', 'SourceNatIpv6Prefix'], ignored(NO_IPV6)),
        },
      }),
      SecurityGroups: list(),
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: played({ values: ['on', 'off'] }),
      LoadBalancerAttributes: list({ keys: LOAD_BALANCER_ATTRIBUTES }),
      IpAddressType: played({ values: ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'] }),
      Scheme: ignored('there is no internet, and an endpoint leads to either', { values: ['internal', 'internet-facing'] }),
      Name: ignored(NAMING),
      ...all(['MinimumLoadBalancerCapacity', 'EnableCapacityReservationProvisionStabilize'], ignored('no load is played')),
      EnablePrefixForIpv6SourceNat: ignored(NO_IPV6, { values: ['on', 'off'] }),
      Ipv4IpamPoolId: refused(NO_IPAM),
      Tags: ignored(NAMING),
    },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    id: 'arn:listener/net/…',
    attributes: { ListenerArn: 'id' },
    properties: {
      LoadBalancerArn: played({ required: true }),
      Port: played({ required: true, range: PORT }),
      Protocol: played({
        required: true,
        values: ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC'],
        only: ['TCP', 'TLS'],
        why: 'only TCP and TLS listeners are played',
      }),
      DefaultActions: list({
        required: true,
        fields: {
          Type: played({
            required: true,
            values: ['forward', 'authenticate-oidc', 'authenticate-cognito', 'redirect', 'fixed-response', 'jwt-validation'],
            only: ['forward'],
            why: 'a network load balancer forwards and does nothing else',
          }),
          TargetGroupArn: played(),
          ForwardConfig: played({
            fields: {
              TargetGroups: list({
                required: true,
                fields: { TargetGroupArn: played({ required: true }), Weight: ignored('there is one target group') },
              }),
              TargetGroupStickinessConfig: ignored('there is one target group'),
            },
          }),
          Order: ignored('there is one action', { range: [1, 50000] }),
          ...all(
            [
              'AuthenticateCognitoConfig', 'AuthenticateOidcConfig', 'FixedResponseConfig', 'JwtValidationConfig',
              'RedirectConfig',
            ],
            HTTP,
          ),
        },
      }),
      Certificates: list({ fields: { CertificateArn: played({ required: true }) } }),
      SslPolicy: played(),
      AlpnPolicy: ignored('Kafka does not speak ALPN'),
      MutualAuthentication: refused('a load balancer here asks no client for a certificate'),
      ListenerAttributes: list({
        keys: { 'tcp.idle_timeout.seconds': ignored('time-outs of minutes are not waited for', { range: [60, 6000] }) },
      }),
      Tags: ignored(NAMING),
    },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    id: 'arn:targetgroup/…',
    attributes: { TargetGroupArn: 'id' },
    properties: {
      VpcId: played({ required: true }),
      Port: played({ required: true, range: PORT }),
      Protocol: played({
        required: true,
        values: ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC'],
        only: ['TCP'],
        why: 'only TCP target groups are played',
      }),
      TargetType: played({
        values: ['instance', 'ip', 'lambda', 'alb'], only: ['instance', 'ip'], why: 'a broker is an instance or an address',
      }),
      Targets: list({
        fields: {
          Id: played({ required: true }),
          Port: played({ range: PORT }),
          AvailabilityZone: played(),
          QuicServerId: refused('only TCP target groups are played'),
        },
      }),
      TargetGroupAttributes: list({ keys: TARGET_GROUP_ATTRIBUTES }),
      HealthCheckEnabled: played({ values: [true, false] }),
      HealthCheckProtocol: played({ values: ['HTTP', 'HTTPS', 'TCP'] }),
      HealthCheckPath: played({ form: /^\/\S{0,1023}$/ }),
      Matcher: played({ fields: { HttpCode: played({ form: /^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/ }), GrpcCode: HTTP } }),
      HealthCheckPort: played({ form: /^(traffic-port|\d{1,5})$/ }),
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
      HealthCheckIntervalSeconds: played({ range: [5, 300] }),
      HealthCheckTimeoutSeconds: played({ range: [2, 120] }),
      HealthyThresholdCount: played({ range: [2, 10] }),
      UnhealthyThresholdCount: played({ range: [2, 10] }),
      IpAddressType: played({ values: ['ipv4', 'ipv6'], only: ['ipv4'], why: NO_IPV6, cause: 'address-type' }),
      Name: ignored(NAMING),
      ...all(['ProtocolVersion', 'TargetControlPort'], HTTP),
      Tags: ignored(NAMING),
    },
  },
};
