import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { authoritiesProblem, codeWith, HANDLER } from './canary-code';
import type { KafkaPathCanaryProps } from './kafka-path-canary-props';
import { KafkaAlarm, KafkaAlarmsOptions } from '../model/kafka-alarms-options';
import { everySeries } from '../private/metrics-insights';
import { deployedName } from '../private/stack-path';
import { addSymptomAlarms } from '../private/symptom-alarms';
import { fail, Problems, quote } from '../private/validation';
import type { KafkaPrivateLinkConsumer } from '../private-link/kafka-private-link-consumer';

/** As `cli/probe/canary.ts` writes them. */
const NAMESPACE = 'KafkaPaths';
const OF_PATH = ['Canary', 'Listener', 'BrokerId'];
const OF_LISTENER = ['Canary', 'Listener'];

/**
 * Tries every path of a consumer once a minute, as its clients do: the name, each address, the certificate and which broker
 * answers. If you give credentials or a topic, it also tries the login or a record. A load balancer's health check is green with
 * a wrong certificate, a crossed port and a dead consumer side; the canary is not.
 *
 * It makes a Lambda function in the endpoint's VPC, a security group, a schedule and a log group. The endpoint's group gets a
 * rule for the function, as for every client. Metrics leave by the log of the function, so the VPC needs no way out for them.
 * The namespace `KafkaPaths` has `PathOk` (1 or 0) of each path and `PathMs` of each listener. If a path fails, a line of the
 * log says why.
 *
 * It costs 43,200 runs a month of a second or two with 256 MB, a custom metric for each path and listener, and the logs. It
 * reserves one of the account's concurrent executions. No other construct needs it.
 *
 * @example
 * const canary = new KafkaPathCanary(this, 'Canary', { consumer });
 * canary.addAlarms({ page: pagers });
 */
export class KafkaPathCanary extends Construct implements ec2.IConnectable {
  /** The function. Use it to grant rights, and for the metrics of Lambda. */
  public readonly function: lambda.Function;

  /** The consumer of the paths. */
  public readonly consumer: KafkaPrivateLinkConsumer;

  /** The function's security group. */
  public readonly connections: ec2.Connections;

  private readonly interval: Duration;
  private readonly listenerNames: string[];
  private readonly name: string;

  constructor(scope: Construct, id: string, props: KafkaPathCanaryProps) {
    super(scope, id);
    this.consumer = props.consumer;
    this.interval = props.interval ?? Duration.minutes(1);
    this.listenerNames = props.listenerNames ?? this.consumer._listenerNames;
    this.name = deployedName(this).replace(/[^A-Za-z0-9_.-]+/g, '-');
    this.check(props);

    const { vpc, subnets } = this.consumer._place;
    this.function = codeWith({
      contract: props.contractParameterName === undefined ? this.consumer.contract : undefined,
      authorities: props.authoritiesFile,
    }, code => new lambda.Function(this, 'Function', {
      code,
      handler: HANDLER,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(45), // each step ends by itself long before
      reservedConcurrentExecutions: 1,
      vpc,
      vpcSubnets: { subnets },
      allowPublicSubnet: true, // nothing that it does leaves the VPC
      description: 'Tries every path to Kafka as a client',
      logGroup: new logs.LogGroup(this, 'Logs', { retention: logs.RetentionDays.ONE_MONTH }),
      retryAttempts: 0,
      environment: {
        CANARY: this.name,
        LISTENERS: this.listenerNames.join(','),
        ...props.topic === undefined ? {} : { TOPIC: props.topic },
        ...props.credentials ? { CREDENTIALS: props.credentials.secretArn } : {},
        ...props.contractParameterName === undefined ? {} : { CONTRACT_PARAMETER: props.contractParameterName },
      },
    }));
    props.credentials?.grantRead(this.function);
    if (props.contractParameterName !== undefined) {
      ssm.StringParameter.fromStringParameterName(this, 'Contract', props.contractParameterName).grantRead(this.function);
    }
    this.connections = this.function.connections;
    this.consumer.allowFrom(this.function);
    new events.Rule(this, 'Schedule', {
      schedule: events.Schedule.rate(this.interval),
      description: 'Tries every path to Kafka',
      targets: [new targets.LambdaFunction(this.function, { retryAttempts: 0 })],
    });
  }

  /**
   * Whether a path works: 1, or 0. Minimum over 5 minutes, unless `options` say otherwise.
   *
   * @param listenerName the name of a listener that the canary tries
   * @param brokerId the broker at the end of the path
   * @param options changes to the metric
   */
  public metricPathOk(listenerName: string, brokerId: number, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    if (!this.listenerNames.includes(listenerName) && !this.consumer.contract._isPendingLookup) {
      fail(this.node.path, 'KafkaPathCanary.noSuchPath', `${quote(listenerName)} is not a listener that the canary tries; `
        + `give one of ${this.listenerNames.join(', ')}`);
    }
    return new cloudwatch.Metric({
      namespace: NAMESPACE,
      metricName: 'PathOk',
      dimensionsMap: { Canary: this.name, Listener: listenerName, BrokerId: `${brokerId}` },
      statistic: cloudwatch.Stats.MINIMUM,
      ...options,
    }).attachTo(this);
  }

  /**
   * Makes the alarm `PATH_FAILS`. Each path is a contributor of the alarm, so if you add a broker, the alarm does not change. The
   * alarm also goes off if the canary publishes nothing. Give it to `alsoNotServing` of the brokers of the same account and
   * region.
   *
   * It costs an alarm that is charged for each metric that its query reads.
   *
   * @param options where the alarm goes, and its threshold
   * @returns the alarm, or nothing if `exclude` has it
   */
  public addAlarms(options: KafkaAlarmsOptions): cloudwatch.Alarm | undefined {
    const [path] = addSymptomAlarms(this, options, [{
      alarm: KafkaAlarm.PATH_FAILS,
      what: 'clients do not get through on a path, or the canary publishes nothing; a line of its log says which step fails',
      metric: this._everyPath,
      isUrgent: true,
      isLeast: true,
      threshold: 1,
      minutes: [2, 3],
    }]);
    return path?.made;
  }

  /** @internal */
  public get _everyPath(): cloudwatch.MathExpression {
    return this.every('PathOk', 'MIN', OF_PATH);
  }

  /** @internal */
  public get _everyTime(): cloudwatch.MathExpression {
    return this.every('PathMs', 'MAX', OF_LISTENER);
  }

  private every(metricName: string, statistic: 'MIN' | 'MAX', dimensions: string[]): cloudwatch.MathExpression {
    const [own, ...groupBy] = dimensions;
    return everySeries({
      namespace: NAMESPACE, metricName, statistic, dimensions, where: [own, this.name], groupBy, period: this.interval,
    });
  }

  private check({ interval, listenerNames, authoritiesFile }: KafkaPathCanaryProps): void {
    const problems = new Problems(this.node.path);
    const seconds = interval?.isUnresolved() ? undefined : interval?.toSeconds();
    if (interval && (seconds === undefined || seconds < 60 || seconds > 3600 || seconds % 60 !== 0)) {
      problems.add('KafkaPathCanary.interval', `'interval' must be whole minutes from 1 to 60, got ${quote(seconds ?? 'a token')}`
        + `${seconds === undefined ? '' : ' seconds'}; a schedule of EventBridge knows minutes`);
    }
    const used = this.consumer._listenerNames;
    const foreign = this.consumer.contract._isPendingLookup ? [] : (listenerNames ?? []).filter(name => !used.includes(name));
    if (listenerNames?.length === 0 || foreign.length > 0) {
      problems.add('KafkaPathCanary.listenerNames', `'listenerNames' has ${foreign.map(quote).join(', ') || 'none'}, `
        + `and the consumer uses ${used.join(', ')}; give some of these, or leave it out`);
    }
    const problem = authoritiesFile === undefined ? undefined : authoritiesProblem(authoritiesFile);
    if (problem) {
      problems.add('KafkaPathCanary.authoritiesFile', `'authoritiesFile' ${quote(authoritiesFile)} ${problem}; give the file `
        + "that clients have as 'ssl.truststore.location'");
    }
    problems.throwIfAny();
  }
}
