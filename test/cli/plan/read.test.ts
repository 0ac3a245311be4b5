import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import type { Assembly, RawResource } from '../../../cli/assembly/template';
import { loadPlan } from '../../../cli/plan';
import type { Plan, PlanListener } from '../../../cli/plan/model';
import { planOf } from '../../../cli/plan/read';
import { INTEGRATION_APPS } from '../../integ/apps';
import { assembly, changed } from '../fixture';

const planAfter = (change: (resources: { [label: string]: RawResource }, files: Assembly) => void) => planOf(changed(change));
const ports = ({ ports: all }: PlanListener) => all.map(({ broker, bootstrap, advertised, port, targets }) =>
  [bootstrap ? 'any' : broker, advertised, port, targets.map(target => `${target.broker} ${target.address}:${target.port}`).join(' ')]);

function synthesized(name: string): Plan {
  const outdir = mkdtempSync(join(tmpdir(), 'plan-'));
  const app = new App({ outdir });
  INTEGRATION_APPS[name](app);
  app.synth();
  return loadPlan([outdir]);
}

describe('an app of a service and a consumer', () => {
  const plan = planOf(assembly());
  const [loadBalancer] = plan.loadBalancers;

  test('has for each client listener and broker what clients are told, the port and the target', () => {
    expect(loadBalancer.listeners.map(ports)).toEqual([
      [
        [0, 'kafka.pay.example.com:20000', 20000, '0 10.0.0.10:9093'],
        [1, 'kafka.pay.example.com:20001', 20001, '1 10.0.1.10:9093'],
        [2, 'kafka.pay.example.com:20002', 20002, '2 10.0.2.10:9093'],
        ['any', 'kafka.pay.example.com:20999', 20999, '0 10.0.0.10:9093 1 10.0.1.10:9093 2 10.0.2.10:9093'],
      ],
      [
        [0, 'b0.other.internal:21000', 21000, '0 10.0.0.10:9094'],
        [1, 'b1.other.internal:21001', 21001, '1 10.0.1.10:9094'],
        [2, 'b2.other.internal:21002', 21002, '2 10.0.2.10:9094'],
        ['any', 'other.internal:21999', 21999, '0 10.0.0.10:9094 1 10.0.1.10:9094 2 10.0.2.10:9094'],
      ],
    ]);
    expect(loadBalancer.otherPorts).toEqual([]);
  });

  test('has the names of certificates, where a name of each broker is covered by a wildcard', () => {
    expect(loadBalancer.listeners.map(({ certificateNames }) => certificateNames)).toEqual([['kafka.pay.example.com'], ['other.internal', '*.other.internal']]);
  });

  test('has the zone of a broker that is only an address in a subnet of the templates', () => {
    expect(plan.nodes.map(({ id, zone, address }) => [id, zone, address])).toEqual([
      [0, 'eu-west-1a', '10.0.0.10'], [1, 'eu-west-1b', '10.0.1.10'], [2, 'eu-west-1c', '10.0.2.10'],
    ]);
  });

  test('has who may connect, and what a consumer opens', () => {
    expect(loadBalancer.services).toEqual([
      { label: 'Kafka.Service', principals: ['arn:aws:iam::222222222222:root'], acceptanceRequired: false, otherRegions: [], vendors: [] },
    ]);
    expect(plan.consumers).toEqual([expect.objectContaining({
      label: 'Pay.Endpoint',
      service: 'Kafka.Service',
      names: [{ name: 'kafka.pay.example.com' }],
      listeners: ['CLIENT'],
      bootstrapServers: ['kafka.pay.example.com:20999'],
      opens: [{ group: 'Pay.EndpointGroup', direction: 'in', what: 'TCP 20000-20999', peer: 'Pay.App' }],
    })]);
  });

  test('counts what is limited and what is paid for', () => {
    const used = (limit: string) => plan.headRoom.filter(one => one.limit === limit).map(({ where, used: count, of }) => [where, count, of]);
    expect(used('NLB listeners')).toEqual([['Kafka.Nlb', 8, 50]]);
    expect(used('inbound group rules')).toEqual([['Kafka.Brokers', 3, 60], ['Pay.EndpointGroup', 1, 60]]);
    expect(used('stack resources')).toEqual([['Kafka', 30, 500], ['Pay', 10, 500]]);
    expect(plan.costs.map(({ what, count }) => [what, count])).toEqual([['load balancers', 1], ['endpoints × zones', 3], ['hosted zones', 1], ['alarms', 0]]);
  });

  test('says that a literal service name was taken for the only service', () => {
    expect(plan.unknown).toEqual([expect.stringMatching(/^whether Pay\.Endpoint is an endpoint of Kafka\.Service/)]);
  });
});

describe('what the templates do not tell is said and not invented', () => {
  test('the account and the region of a stack without env', () => {
    const plan = planAfter((_, { stacks }) => Object.assign(stacks[0], { unbound: ['account', 'region'] }));
    expect(plan.stacks[0]).toEqual({ name: 'Kafka' });
    expect(plan.unknown.join('\n')).toContain('the account or the region of Kafka');
  });

  test('which zone is the first of an account', () => {
    const plan = planAfter(resources => {
      resources['Kafka.Subnet0'].Properties!.AvailabilityZone = { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] };
    });
    expect(plan.loadBalancers[0].places[0].zone).toBe('zone 1');
  });

  test('the zones and blocks of a VPC that is made elsewhere', () => {
    const plan = planAfter(resources => {
      resources['Kafka.Nlb'].Properties!.Subnets = ['subnet-0123', { Ref: 'SubnetOfADeployment' }];
      for (const label of ['Kafka.Subnet0', 'Kafka.Subnet1', 'Kafka.Subnet2']) { delete resources[label]; }
    });
    expect(plan.loadBalancers[0].places).toEqual([{ subnet: 'subnet-0123', zone: undefined }]);
    expect(plan.nodes.map(({ id, zone }) => [id, zone])).toEqual([[0, undefined], [1, undefined], [2, undefined]]);
    expect(plan.unknown.join('\n')).toMatch(/the zones of Kafka\.Nlb[^]*the zone of broker 0, broker 1, broker 2/);
  });

  test('listeners without a contract are those that the brokers advertise', () => {
    const plan = planAfter((_, { stacks }) => { delete stacks[0].template.Outputs; });
    const [client, other] = plan.loadBalancers[0].listeners;
    expect(client).toMatchObject({ name: 'CLIENT', protocol: 'SSL', source: 'server.properties' });
    expect(ports(client)).toContainEqual(['any', 'kafka.pay.example.com:20999', 20999, '0 10.0.0.10:9093 1 10.0.1.10:9093 2 10.0.2.10:9093']);
    expect(ports(other).map(([, advertised]) => advertised)).toEqual(['b0.other.internal:21000', 'b1.other.internal:21001', 'b2.other.internal:21002', undefined]);
    expect(plan.unknown.join('\n')).toContain('the contract of Kafka.Service');
  });

  test('ports of which neither a contract nor a file tells anything have no broker', () => {
    const plan = planAfter((_, files) => {
      delete files.stacks[0].template.Outputs;
      files.brokerFiles.splice(0);
    });
    expect(plan.loadBalancers[0].listeners).toEqual([]);
    expect(plan.loadBalancers[0].otherPorts.map(({ port, broker }) => [port, broker])).toEqual(
      [20000, 20001, 20002, 20999, 21000, 21001, 21002, 21999].map(port => [port, undefined]));
    expect(plan.nodes.map(({ id }) => id)).toEqual([undefined, undefined, undefined]);
  });

  test('a broker of the contract whose port no listener has leads to nothing', () => {
    const plan = planAfter(resources => { delete resources['Kafka.Slot0Broker1Listener']; });
    expect(ports(plan.loadBalancers[0].listeners[0])).toContainEqual([1, 'kafka.pay.example.com:20001', 20001, '']);
  });

  test('the service of an endpoint, of several that it can be', () => {
    const plan = planAfter(resources => { resources['Kafka.Second'] = resources['Kafka.Service']; });
    expect(plan.consumers[0].service).toBe('com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0');
  });

  test('the service of an endpoint whose name is a parameter without a value, or an intrinsic function that is not known', () => {
    for (const name of [{ Ref: 'ServiceName' }, { 'Fn::If': ['Here', 'a', 'b'] }]) {
      const plan = planAfter(resources => { resources['Pay.Endpoint'].Properties!.ServiceName = name; });
      expect(plan.consumers[0].service).toBeUndefined();
      expect(plan.unknown.join('\n')).toContain('the service of Pay.Endpoint');
    }
  });

  test('the consumers of a service alone, and the service of a consumer alone', () => {
    const [kafka, pay] = assembly().stacks;
    expect(planOf({ stacks: [kafka], brokerFiles: [], controllerFiles: [] }).unknown.join('\n')).toContain('the consumers: ');
    const alone = planOf({ stacks: [pay], brokerFiles: [], controllerFiles: [] });
    expect(alone.consumers[0]).toMatchObject({ service: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0', bootstrapServers: [] });
    expect(alone.unknown.join('\n')).toMatch(/the brokers' side[^]*what is behind com\.amazonaws/);
  });

  test('an app without anything of Kafka has an empty plan', () => {
    const plan = planAfter((_, files) => {
      files.brokerFiles.splice(0);
      files.stacks.splice(0, 2, { ...files.stacks[0], template: { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } } });
    });
    expect(plan).toMatchObject({ nodes: [], loadBalancers: [], consumers: [] });
  });
});

describe('the apps of the integration tests', () => {
  test('nodes that the templates launch have their zone, roles and resources', () => {
    const { nodes, loadBalancers: [{ listeners }] } = synthesized('brokers-secured');
    expect(nodes.map(({ id, roles }) => [id, roles])).toEqual([
      [0, 'broker'], [1, 'broker'], [2, 'broker'], [1000, 'controller'], [1001, 'controller'], [1002, 'controller'],
    ]);
    expect(nodes[0].resources).toEqual([
      expect.stringContaining('Node0Group'), expect.stringContaining('Node0Interface'), expect.stringContaining('Node0Disk'),
    ]);
    expect(listeners.map(({ name, protocol, saslMechanisms, tlsEndsAt }) => [name, protocol, saslMechanisms, tlsEndsAt])).toEqual([
      ['CLIENT_0', 'SSL', [], 'broker'], ['CLIENT_1', 'SASL_SSL', ['SCRAM-SHA-512'], 'load balancer'],
    ]);
  });

  test('clusters in several stacks are behind one load balancer', () => {
    const { loadBalancers: [{ listeners }] } = synthesized('brokers-two-stacks');
    expect(listeners[0].ports.map(({ broker, targets }) => broker ?? targets.map(target => target.broker)))
      .toEqual([0, 1, 2, 100, 101, [0, 1, 2, 100, 101]]);
  });

  test('a contract in a parameter counts as one in an output', () => {
    const { loadBalancers: [{ listeners }] } = synthesized('provider-everything');
    expect(listeners.map(({ name }) => name)).toEqual(['CLIENT', 'PARTNER', 'ZONAL']);
    expect(listeners[2].ports.map(({ advertised }) => advertised)[0]).toBe('euw1-az1.kafka.zonal.internal:22000');
  });

  test('a name of a zone is told with it, and what its applications send, too', () => {
    const { consumers: [consumer] } = synthesized('consumer-everything');
    expect(consumer.names).toContainEqual({ name: '{id:eu-west-1a}.kafka.zonal.internal', zone: 'eu-west-1a' });
    expect(consumer.opens.map(({ direction }) => direction)).toEqual(['in', 'out']);
  });
});

test('a contract that is given tells what a consumer alone does not', () => {
  const { stacks: [kafka, pay] } = assembly();
  const [before, after] = kafka.template.Outputs!.Contract.Value['Fn::Join'][1].filter((part: unknown) => typeof part === 'string');
  const contract = { ...JSON.parse(`${before}vpce-svc-0123456789abcdef0${after}`), source: 'kafka.contract.json' };
  const plan = planOf({ stacks: [pay], brokerFiles: [], controllerFiles: [] }, [contract]);
  expect(plan.consumers[0]).toMatchObject({ listeners: ['CLIENT'], bootstrapServers: ['kafka.pay.example.com:20999'] });
});

test('a file that is none, and two stacks of a name, are mistakes of one line', () => {
  const empty = mkdtempSync(join(tmpdir(), 'plan-'));
  expect(() => loadPlan([empty])).toThrow(/^there is no .*manifest\.json/);
  writeFileSync(join(empty, 'manifest.json'), '{"artifacts":{}}');
  expect(() => loadPlan([empty])).toThrow(/^there is no stack in /);
});
