import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KafkaDashboard, KafkaMetricLevel, KafkaPathCanary, KafkaPlugin, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, PerBrokerNlbListeners } from '../../src';
import { clientListener, DIGEST, ENV, setup } from '../brokers/fixtures';
import { contractJson, vpcOf } from '../private-link/fixtures';

/** A cluster of so many brokers with all that a dashboard shows, each in the same account and region. */
export function dashboardStack(brokerCount: number): Stack {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const metrics = { level: KafkaMetricLevel.FULL, exporter: KafkaPlugin.fromUrl('https://example.com/exporter.jar', DIGEST) };
  const { brokers, vpc } = setup({ stack, brokerCount, metrics });
  const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: brokers.brokers, clientListeners: [clientListener()] });
  const service = new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
  const contract = KafkaServiceContract.fromJson(contractJson({ brokerIds: Array.from({ length: brokerCount }, (_, i) => i) }));
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Consumer', { vpc: vpcOf(stack, 'Clients'), contract });
  const canary = new KafkaPathCanary(stack, 'Canary', { consumer });
  new KafkaDashboard(stack, 'Dashboard', { brokers, listeners, service, canary });
  return stack;
}

/** The body as CloudWatch gets it, with stand-ins for what is known only after deployment. */
export function bodyOf(template: any): any {
  const [{ Properties: { DashboardBody } }]: any[] = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
  const resolved = typeof DashboardBody === 'string' ? DashboardBody : textOf(DashboardBody);
  return JSON.parse(resolved);
}

function textOf(value: any): string {
  if (typeof value === 'string') { return value; }
  if (value['Fn::Join']) { return value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0]); }
  return value.Ref ?? (value['Fn::Select'] ? 'name' : value['Fn::GetAtt'][0]);
}
