import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { KafkaServiceContract } from '../model/service-contract';

/**
 * A name of an interface endpoint, as AWS tells it.
 *
 * `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids vpce-… --query "VpcEndpoints[0].DnsEntries[0]"` prints both values.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsEntry.html
 */
export interface EndpointDnsEntry {
  /**
   * The name, for example `vpce-0123456789abcdef0-ab12cd34.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com`; a token is
   * accepted.
   */
  readonly dnsName: string;

  /** The hosted zone of that name, which is one of AWS's own, for example `Z38GZ743OKFT7T`; a token is accepted. */
  readonly hostedZoneId: string;
}

/**
 * Properties of a `KafkaPrivateLinkConsumer`.
 */
export interface KafkaPrivateLinkConsumerProps {
  /**
   * The VPC of the clients: it gets the endpoint and the names. Its DNS support and DNS host names must be on, as they are in a
   * VPC of the CDK.
   *
   * A given `endpoint` may be in another VPC that is joined to this one, such as a hub.
   */
  readonly vpc: ec2.IVpc;

  /** What the Kafka account handed over. */
  readonly contract: KafkaServiceContract;

  /**
   * The name of the endpoint service: a literal, a `CfnParameter`, or a value of this account and region. Changing it replaces
   * the endpoint that is made here. A given `endpoint` needs none; a literal is compared with what it leads to.
   *
   * @default - the contract's
   */
  readonly serviceName?: string;

  /**
   * An endpoint to the service that is there already: made by a network team, by another stack, or by another consumer. Then no
   * endpoint and no security group are made here, and only names and rules are.
   *
   * An imported endpoint (`InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes`) needs `endpointDnsEntry`, and the
   * `securityGroups` of its import are those that get the rules.
   *
   * **If you give it later**, the records change in place. At the end of the same deployment the endpoint that was made here is
   * deleted, with its security group. Connections that are open on it end. Clients that know its addresses wait until they ask
   * for the name again. To keep it meanwhile, first deploy `RemovalPolicy.RETAIN` of the child `Endpoint` and of the child
   * `SecurityGroup`, and delete both when clients have moved. **If you take it out**, an endpoint is made, and the records follow
   * when it is there. If the service asks for acceptance, clients wait for that.
   *
   * @default - one is made, in `subnets`
   */
  readonly endpoint?: ec2.IInterfaceVpcEndpoint;

  /**
   * The name of a given `endpoint`: the first of its DNS entries, which stands for all of its zones. Names by zone follow from
   * it. If this app makes the endpoint, leave this out: the name is known.
   *
   * @default - that of the endpoint, as far as this app makes it
   */
  readonly endpointDnsEntry?: EndpointDnsEntry;

  /**
   * Security groups of the endpoint, in the place of one that is made here; each gets a rule for each client. An imported group
   * with `mutable: false` gets no rule, and you are warned if all groups are imported so. If you give an `endpoint` with known
   * groups, leave this out.
   *
   * **If you give them later**, the endpoint changes its groups in place, and keeps its id and its addresses. The one that was
   * made here is deleted afterwards. New connections may be refused for the seconds until the rules of the given groups are
   * there: make the groups and their rules in a deployment before.
   *
   * @default - one is made, that lets in `clients` only
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * The client listeners to use. Ports and names of the others stay closed.
   *
   * @default - all listeners of the contract
   */
  readonly listenerNames?: string[];

  /**
   * The companions to use, such as a schema registry. Ports of the others stay closed, and no names are made for them.
   *
   * @default - all companions of the contract
   */
  readonly companionNames?: string[];

  /**
   * Who may connect, as if by `allowFrom`.
   *
   * @default - nobody, until `allowFrom` is called
   */
  readonly clients?: ec2.IConnectable[];

  /**
   * The endpoint's subnets, one in each zone; each is billed by the hour. They must be in zones of the service's load balancer.
   * Listeners with hosts by zone need one in every zone that has a broker. An endpoint to another region can't be in every zone
   * (not in `use1-az3`, for example).
   *
   * If you give an `endpoint`, give the subnets that it has: `aws ec2 describe-vpc-endpoints` prints them. Only listeners with
   * hosts by zone need them. If this app makes the endpoint, leave them out.
   *
   * If the VPC is looked up or imported, give a group that has one subnet in each zone, or the subnets themselves. Otherwise a
   * group that is added to the VPC could swap them all.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
   * @default - the private subnets, else the isolated ones, and in a VPC that has neither the public ones
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * A hosted zone of the VPC that gets the records. The hosts of the listeners must be in it.
   *
   * @default - a zone is made for each host, or for what follows the first label of a host by broker or zone. In the VPC it hides
   * every other name below its own: with `b{brokerId}.pay.example.com` all of `pay.example.com` that is in no zone of a longer
   * name
   */
  readonly hostedZone?: route53.IPrivateHostedZone;

  /**
   * Further VPCs of this account that ask the zones which are made here, because their clients reach the endpoint by a transit
   * gateway or peering. Their DNS support and DNS host names must be on too. A VPC that is added or taken out changes the zones
   * in place.
   *
   * With a given `hostedZone`, call its `addVpc()`. VPCs of other accounts are associated from there (docs/consumers.md).
   *
   * @default - `vpc` alone
   */
  readonly zoneVpcs?: ec2.IVpc[];

  /**
   * Ids of availability zones by their names in this account, for example `{ 'eu-west-1a': 'euw1-az2' }`. Needed by listeners
   * with hosts by zone on subnets that this app does not make. Zones without a subnet may be in it.
   *
   * @default - the ids of subnets that this app makes are taken from them
   */
  readonly availabilityZoneIds?: { [availabilityZone: string]: string };
}
