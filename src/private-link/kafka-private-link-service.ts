import { ArnFormat, CfnOutput, Duration, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct, Dependable } from 'constructs';
import { checkClusterId, checkParameterName, checkPrincipals, checkRegions, SERVICE_NAME_LEVEL } from './service-rules';
import { serviceSymptoms } from './symptoms';
import { KafkaAlarmsOptions } from '../model/kafka-alarms-options';
import { IKafkaNlbListeners } from '../model/kafka-nlb-listeners';
import { KafkaServiceContract } from '../model/service-contract';
import { addAppValidation, AppView } from '../private/app-validation';
import { knownClusterIds } from '../private/contract-cluster-id';
import { checkOrigin } from '../private/foreign-values';
import { nameTag } from '../private/name-tag';
import { checkOwnMembers } from '../private/own-members';
import { isPendingLookup } from '../private/pending-lookup';
import { StackOrder } from '../private/stack-order';
import { deployedName, deployedStack } from '../private/stack-path';
import { addSymptomAlarms } from '../private/symptom-alarms';
import { parametersOfSameName } from '../private/taken-names';
import { stacksOf } from '../private/token-origin';
import { claimNames } from '../private/unique-names';
import { fail, Problems, quote, reportWarning } from '../private/validation';
import { KafkaVendor } from '../vendors/kafka-vendor';
import { principalsByVendor, principalsWith, regionsWith } from '../vendors/of-service';
import { checkVendor, warnOfVendor } from '../vendors/vendor-rules';

/**
 * What a standard parameter holds.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const MAX_PARAMETER_LENGTH = 4096;

/** Of `IKafkaNlbListeners`. */
const LISTENERS_MEMBERS = {
  values: ['loadBalancer', 'clientListeners', 'brokers', 'crossZone', 'ready'], optionalValues: ['companions'],
};

/** The longest value that a contract has in the place of a token: `vpce-svc-` and 17 digits. */
const LONGEST_TOKEN_VALUE = 26;

/**
 * Properties of a `KafkaPrivateLinkService`.
 */
export interface KafkaPrivateLinkServiceProps {
  /** The listeners that are offered. Their load balancer can be in one endpoint service only. */
  readonly listeners: IKafkaNlbListeners;

  /**
   * Who may create an endpoint to this service: accounts (`new iam.AccountPrincipal('222222222222')`), or users and roles without
   * a path.
   *
   * The list is all there is: principals that someone else added are removed, and an empty one admits nobody. Removing a
   * principal does not cut the endpoints that it has; reject these by `aws ec2 reject-vpc-endpoint-connections`.
   */
  readonly allowedPrincipals: iam.ArnPrincipal[];

  /**
   * Whether this construct keeps the list of principals. If an approval process or another stack keeps it, give `false` and an
   * empty `allowedPrincipals`. Then nobody may connect until that process or stack allows it.
   *
   * On a service that was deployed with `true`, CloudFormation deletes the permissions, and with them may take the principals
   * away. Endpoints that are connected stay. New ones are refused until the others' list is there. Deploy `RemovalPolicy.RETAIN`
   * of the child `Permissions` before.
   *
   * @default true
   */
  readonly managePrincipals?: boolean;

  /**
   * Whether someone must accept each new endpoint, in the console or by `aws ec2 accept-vpc-endpoint-connections`. Nothing in
   * CloudFormation can do it. With principals that you trust, `false` lets consumers deploy on their own.
   *
   * @default true
   */
  readonly acceptanceRequired?: boolean;

  /**
   * Other regions whose VPCs may have an endpoint. The listeners must be reachable in every zone (`crossZone`), since zones of
   * two regions have nothing to do with each other. Whoever deploys this needs the permission `vpce:AllowMultiRegion`.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
   * @default - the service's own region
   */
  readonly supportedRegions?: string[];

  /**
   * Managed services of others that use a client listener of this service. Their principals are added to `allowedPrincipals`
   * unless these are kept elsewhere, and their regions to `supportedRegions`; what is known of each is checked.
   * `KafkaVendor.setup()` says what is typed into them.
   *
   * @default - none
   */
  readonly vendors?: KafkaVendor[];

  /**
   * The id of the Kafka cluster, a literal, as `kafka-cluster.sh cluster-id` prints it. It is in the contract, so that
   * consumers can tell whether a port leads to a broker of this cluster.
   *
   * @default - that of the `MultiAzKafkaBrokers` that made the brokers; of other brokers it is not known, and not in the contract
   */
  readonly clusterId?: string;

  /**
   * A topic that hears of each endpoint that is requested, accepted, rejected or deleted.
   *
   * The policy of a topic of this app gets a statement that lets PrivateLink publish. An encrypted topic needs a key whose policy
   * allows the principal `vpce.amazonaws.com` the actions `kms:GenerateDataKey*` and `kms:Decrypt`.
   *
   * @default - no notifications
   */
  readonly notificationTopic?: sns.ITopic;

  /**
   * The name of an SSM parameter with the contract, for consumers of the same account and region, for example `/kafka/contract`.
   * A second parameter, of this name and `/service-name`, has the service name alone. The name has 14 levels at most, and does
   * not begin with `/aws` or `/ssm`.
   *
   * @default - no parameters; the contract travels as a stack output
   */
  readonly contractParameterName?: string;
}

/**
 * Offers the listeners of a Kafka cluster to other VPCs and accounts, as a VPC endpoint service.
 *
 * Every principal of the service reaches everything on the load balancer, each client listener and each other port: what tells
 * consumers apart is Kafka's authentication. To keep two audiences apart on the network, give each a load balancer and a service
 * of its own.
 *
 * It makes an endpoint service, its permissions, and where asked a notification and two parameters. The service costs nothing of
 * its own: the load balancer does here, and each endpoint does for its owner. Not where two VPCs of one team can be peered, and
 * not for a second audience on the same load balancer.
 *
 * The service exists after the listeners and is deleted before them. It can't be deleted while endpoints are connected or
 * pending: reject them first. While one is connected its load balancer can't be replaced. In a stack without a region the service
 * name is written for the standard AWS partition; give stacks in China and other partitions their region.
 *
 * @example
 * const service = new KafkaPrivateLinkService(this, 'Service', {
 *   listeners,
 *   allowedPrincipals: [new iam.AccountPrincipal('222222222222')],
 * });
 * new CfnOutput(this, 'Contract', { value: service.contract.toJson() });
 */
export class KafkaPrivateLinkService extends Construct {
  /** The id of the endpoint service, `vpce-svc-…`. */
  public readonly endpointServiceId: string;

  /** The name that consumers give to their endpoint, for example `com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0`. */
  public readonly endpointServiceName: string;

  /** What a consumer needs to connect. `contract.toJson()` is the value of an output that consumers save as a file. */
  public readonly contract: KafkaServiceContract;

  private readonly parameters: ssm.StringParameter[] = [];

  constructor(scope: Construct, id: string, props: KafkaPrivateLinkServiceProps) {
    super(scope, id);
    const own = Stack.of(this).region;
    const allowedPrincipals = principalsWith(props, own);
    const supportedRegions = regionsWith(props, own);
    this.check({ ...props, allowedPrincipals, supportedRegions });
    const { loadBalancer, clientListeners, brokers, companions, ready } = props.listeners;

    const service = new ec2.CfnVPCEndpointService(this, 'Resource', {
      networkLoadBalancerArns: [loadBalancer.loadBalancerArn],
      acceptanceRequired: props.acceptanceRequired ?? true,
      supportedRegions,
      tags: [nameTag(deployedName(this))],
    });
    service.node.addDependency(ready);
    addAppValidation(this, view => this.validate(view, loadBalancer, service));
    this.endpointServiceId = service.ref;

    const { region } = Stack.of(this);
    const prefix = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).vpcEndpointServiceNamePrefix;
    this.endpointServiceName = `${prefix ?? ec2.VpcEndpointService.DEFAULT_PREFIX}.${region}.${this.endpointServiceId}`;
    const [clusterId = props.clusterId] = knownClusterIds(brokers);
    const { vendors = [] } = props;
    this.contract = KafkaServiceContract._of(
      this.endpointServiceName, region, clientListeners, brokers, companions,
      { clusterId, vendors: vendors.map(({ _document }) => _document) },
    );
    // Beside the template, for the command `cdk-kafka-privatelink`: an app need not have it as an output.
    this.node.addMetadata('cdk-kafka-privatelink:contract', this.contract.toJson());
    if (vendors.length > 0) { this.node.addMetadata('cdk-kafka-privatelink:vendors', principalsByVendor(vendors, region)); }

    if (props.managePrincipals ?? true) {
      // Also for an empty list, which is documented to revoke everything, as the removal of the resource is not.
      new ec2.CfnVPCEndpointServicePermissions(this, 'Permissions', {
        serviceId: this.endpointServiceId,
        allowedPrincipals: allowedPrincipals.map(principal => principal.arn),
      });
    }
    if (props.notificationTopic) {
      this.notify(props.notificationTopic);
    }
    if (props.contractParameterName !== undefined) {
      this.publish(props.contractParameterName);
    }
  }

  /**
   * Makes the contract an output of the stack, under the name by which the commands of the documentation find it. Of a nested
   * stack it is the one that is deployed with it.
   *
   * @param outputName the output's name: letters and digits. `Contract` unless given, so give one where a stack has several
   * services
   */
  public addContractOutput(outputName: string = 'Contract'): CfnOutput {
    const stack = deployedStack(this);
    if (Token.isUnresolved(outputName) || !/^[A-Za-z0-9]+$/.test(outputName)) {
      fail(this.node.path, 'KafkaPrivateLinkService.contractOutput', 'the name of an output is a literal of letters and '
        + `digits, got ${quote(outputName)}; give for example "Contract"`);
    }
    if (stack.node.tryFindChild(outputName)) {
      fail(this.node.path, 'KafkaPrivateLinkService.contractOutput', `${stack.node.path} has ${quote(outputName)} already; `
        + 'give another name, and say it in the command by which the contract is saved');
    }
    return new CfnOutput(stack, outputName, {
      value: this.contract.toJson(),
      description: 'How to connect to Kafka over '
      + 'PrivateLink',
    });
  }

  /**
   * Connections that are open, of all endpoints.
   *
   * @param options changes to the metric
   * @default - average over 5 minutes
   */
  public metricActiveConnections(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ActiveConnections', cloudwatch.Stats.AVERAGE, options);
  }

  /**
   * Bytes exchanged with all endpoints, both directions together.
   *
   * @param options changes to the metric
   * @default - sum over 5 minutes
   */
  public metricBytesProcessed(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('BytesProcessed', cloudwatch.Stats.SUM, options);
  }

  /**
   * Endpoints that are connected to the service.
   *
   * @param options changes to the metric
   * @default - average over 5 minutes
   */
  public metricEndpointsCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('EndpointsCount', cloudwatch.Stats.AVERAGE, options);
  }

  /**
   * Connections that were opened, by all endpoints.
   *
   * @param options changes to the metric
   * @default - sum over 5 minutes
   */
  public metricNewConnections(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('NewConnections', cloudwatch.Stats.SUM, options);
  }

  /**
   * Resets sent to endpoints: brokers that refuse connections, and connections that were idle for too long.
   *
   * @param options changes to the metric
   * @default - sum over 5 minutes
   */
  public metricRstPacketsSent(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('RstPacketsSent', cloudwatch.Stats.SUM, options);
  }

  /**
   * Makes an alarm for each symptom: `SERVICE_RESETS`, and `ENDPOINTS_MISSING` if `thresholds` says how many endpoints there
   * should be. Each alarm is charged. AWS publishes no metrics about endpoints in other regions.
   *
   * @param options where alarms go, and their thresholds
   */
  public addAlarms(options: KafkaAlarmsOptions): void {
    const minute = { period: Duration.minutes(1) };
    addSymptomAlarms(this, options, serviceSymptoms(this.metricRstPacketsSent(minute), this.metricEndpointsCount(minute)));
  }

  /** @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html */
  private metric(metricName: string, statistic: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/PrivateLinkServices',
      metricName,
      dimensionsMap: { 'Service Id': this.endpointServiceId },
      statistic,
      ...options,
    }).attachTo(this);
  }

  private checkOrder(problems: Problems, { loadBalancer, ready }: IKafkaNlbListeners): void {
    const parts: [string, Stack][] = [
      ...stacksOf(this, loadBalancer.loadBalancerArn)
        .map((stack): [string, Stack] => ["the load balancer of 'listeners'", stack]),
      ...Dependable.of(ready).dependencyRoots.map((root): [string, Stack] => ["'listeners'", Stack.of(root)]),
    ];
    new StackOrder(this).check(problems, 'KafkaPrivateLinkService.stackCycle', parts, 'make the service beside its listeners, '
      + 'or in a stack of its own');
  }

  private check(props: KafkaPrivateLinkServiceProps): void {
    const problems = new Problems(this.node.path);
    checkOwnMembers(problems, 'KafkaPrivateLinkService.listenersMember', "'listeners'", props.listeners, LISTENERS_MEMBERS);
    problems.throwIfAny(); // what is read from here on is there
    checkOrigin(problems, 'KafkaPrivateLinkService.otherEnvironment', this, [[
      "the load balancer of 'listeners'", props.listeners.loadBalancer.loadBalancerArn,
    ]],
    "make the service where its load balancer is; consumers of other accounts and regions come by 'allowedPrincipals' and "
        + "'supportedRegions'");
    this.checkOrder(problems, props.listeners);
    checkPrincipals(problems, props.allowedPrincipals);
    if (props.managePrincipals === false && props.allowedPrincipals.length > 0) {
      problems.add('KafkaPrivateLinkService.managePrincipals', "'managePrincipals' is false, "
        + "and 'allowedPrincipals' has principals, which the service would not allow; give an "
        + "empty list, or leave 'managePrincipals' out");
    }
    if (props.allowedPrincipals.some(({ arn }) => arn === '*')) {
      if (props.acceptanceRequired === false) {
        problems.add('KafkaPrivateLinkService.public', "everybody may connect ('allowedPrincipals' has \"*\") and nobody has to "
          + "accept them ('acceptanceRequired' is false): the brokers would be public; "
          + 'name the accounts, or leave acceptance on');
      }
      reportWarning(this, 'KafkaPrivateLinkService.anyPrincipal',
        'every AWS account may request an endpoint, and each account that you accept reaches every broker; '
          + 'name the accounts in \'allowedPrincipals\'');
    }
    checkRegions(problems, props.supportedRegions, Stack.of(this).region, props.listeners.crossZone);
    checkClusterId(problems, props.clusterId, knownClusterIds(props.listeners.brokers));
    checkParameterName(problems, props.contractParameterName);
    this.checkParametersAreFree(problems, props.contractParameterName);
    const cases = (props.vendors ?? []).map(vendor => ({ vendor, listeners: props.listeners, region: Stack.of(this).region }));
    cases.forEach(each => checkVendor(problems, each));
    problems.throwIfAny();
    cases.forEach(each => warnOfVendor(this, each, props.managePrincipals ?? true));
  }

  /**
   * What only the complete app tells: whether another service has the load balancer too, or other parameters the names of these.
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
   */
  private validate({ stage, app }: AppView, loadBalancer: elbv2.INetworkLoadBalancer, own: ec2.CfnVPCEndpointService): string[] {
    const problems = new Problems(this.node.path);
    for (const parameter of this.parameters.map(({ node }) => node.defaultChild as ssm.CfnParameter)) {
      for (const other of parametersOfSameName(app, parameter)) {
        problems.add('KafkaPrivateLinkService.parameterTaken', `${other.node.path} is a parameter ${quote(parameter.name)} in `
          + "this account and region too, which AWS allows once; give another 'contractParameterName'");
      }
    }
    // While load balancers are looked up they all have the same ARN, and an error would keep them from being found.
    if (loadBalancer.vpc && isPendingLookup(loadBalancer.vpc)) { return problems.list(); }
    // No other stage can refer to a load balancer that is made in this one. One that is imported can be in any.
    const view = loadBalancer.node.defaultChild ? stage : app;
    const services = view.find(ec2.CfnVPCEndpointService.CFN_RESOURCE_TYPE_NAME, loadBalancersOf, loadBalancer.loadBalancerArn);
    for (const other of services.filter(service => service !== own)) {
      problems.add('KafkaPrivateLinkService.loadBalancerTaken', 'the load balancer is also in the endpoint service '
        + `${other.node.path}, and it can be in one only; `
        + 'add principals to that service, or give this one listeners on a load balancer of its own');
    }
    return problems.list();
  }

  /** @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-notification-endpoint-service.html */
  private notify(topic: sns.ITopic): void {
    const stack = Stack.of(this);
    // A topic of another stack can't name this service, or the two stacks would depend on each other.
    const resourceName = Stack.of(topic) === stack ? this.endpointServiceId : '*';
    const { statementAdded, policyDependable } = topic.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('vpce.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        ArnLike: {
          'aws:SourceArn': stack.formatArn({
            service: 'ec2', resource: 'vpc-endpoint-service', resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
          }),
        },
        StringEquals: { 'aws:SourceAccount': stack.account },
      },
    }));
    const notification = new ec2.CfnVPCEndpointConnectionNotification(this, 'Notification', {
      serviceId: this.endpointServiceId,
      connectionNotificationArn: topic.topicArn,
      connectionEvents: ['Accept', 'Connect', 'Delete', 'Reject'],
    });
    if (statementAdded && policyDependable) {
      notification.node.addDependency(policyDependable);
    } else {
      reportWarning(this, 'KafkaPrivateLinkService.topicPolicy',
        'the policy of \'notificationTopic\' is not part of this app; let the principal vpce.amazonaws.com publish to it, '
          + 'or no notification arrives');
    }
  }

  private checkParametersAreFree(problems: Problems, name: string | undefined): void {
    if (name === undefined) { return; }
    for (const { name: taken, owner } of claimNames(this, 'parameter', [name, `${name}${SERVICE_NAME_LEVEL}`])) {
      problems.add('KafkaPrivateLinkService.parameterTaken', `${owner.node.path} has a parameter ${quote(taken)} in this `
        + "account and region too, which AWS allows once; give another 'contractParameterName'");
    }
  }

  private publish(parameterName: string): void {
    const json = this.contract.toJson();
    const length: number = Tokenization.reverseString(json).mapTokens({ mapToken: () => '0'.repeat(LONGEST_TOKEN_VALUE) })
      .join(new StringConcat()).length;
    if (length > MAX_PARAMETER_LENGTH) {
      fail(this.node.path, 'KafkaPrivateLinkService.contractTooLong', `the contract has up to ${length} characters, `
        + `a parameter holds ${MAX_PARAMETER_LENGTH}; `
        + "hand it over as a stack output and a file, without 'contractParameterName'");
    }
    // `simpleName` because a name may be a token; with a leading slash it never is simple.
    this.parameters.push(new ssm.StringParameter(this, 'ContractParameter', {
      parameterName, simpleName: false, stringValue: json, description: 'How to connect to Kafka over PrivateLink',
    }), new ssm.StringParameter(this, 'ServiceNameParameter', {
      parameterName: `${parameterName}${SERVICE_NAME_LEVEL}`,
      simpleName: false,
      stringValue: this.endpointServiceName,
      description: 'The endpoint service of Kafka',
    }));
  }
}

function loadBalancersOf({ networkLoadBalancerArns }: ec2.CfnVPCEndpointService): string[] {
  return networkLoadBalancerArns ?? [];
}
