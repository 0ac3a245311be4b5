import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { addressOf, clientListener, EGRESS, ENV, importVpc, INGRESS, range, SECURITY_GROUP } from './fixtures';
import { IKafkaBroker, KafkaBroker, PerBrokerNlbListeners, PerBrokerNlbListenersProps } from '../../src';

const NLB_ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shared/0123456789abcdef';
const BROKERS = 'sg-0123456789abcdef0';
const NLB = 'sg-0fedcba9876543210';

function stackOf(context?: Record<string, unknown>): Stack {
  return new Stack(new App({ context }), 'Kafka', { env: ENV });
}

function listenersOf(stack: Stack, brokers: IKafkaBroker[], props: Partial<PerBrokerNlbListenersProps> = {}, id = 'Listeners') {
  const vpc = (stack.node.tryFindChild('Vpc') as ec2.IVpc | undefined) ?? importVpc(stack);
  return new PerBrokerNlbListeners(stack, id, { vpc, clientListeners: [clientListener()], brokers, ...props });
}

/** Brokers of which each has imported its group anew. */
const importing = (stack: Stack, ids: number[], group = (_id: number): string => BROKERS, options?: ec2.SecurityGroupImportOptions) =>
  ids.map(id => KafkaBroker.fromIpAddress(id, addressOf(id), { securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, `Imported${id}`, group(id), options) }));

/** An imported load balancer whose group allows nothing by itself. */
function importNlb(stack: Stack, id = 'Nlb'): elbv2.INetworkLoadBalancer {
  const loadBalancer = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, id, { loadBalancerArn: NLB_ARN });
  loadBalancer.connections.addSecurityGroup(ec2.SecurityGroup.fromSecurityGroupId(stack, `${id}Group`, NLB, { allowAllOutbound: false }));
  return loadBalancer;
}

/** Rules that are resources, by logical id. */
const rulesOf = (stack: Stack) => {
  const template = Template.fromStack(stack);
  return { ...template.findResources(INGRESS), ...template.findResources(EGRESS) };
};

/** What a rule says, without its name. */
const gistOf = ({ Type, Properties: rule }: any) =>
  [Type, rule.GroupId, rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId ?? rule.CidrIp, rule.FromPort];

describe('a group that is imported for each broker', () => {
  const after = (ids: number[], group?: (id: number) => string) => {
    const stack = stackOf();
    listenersOf(stack, importing(stack, ids, group));
    return rulesOf(stack);
  };

  test.each([['goes', [1, 2]], ['changes places', [2, 0, 1]], ['comes in front', [9, 0, 1, 2]]])('keeps its rules as they are when a broker %s', (_, ids) => {
    expect(Object.keys(after([0, 1, 2]))).toHaveLength(2);
    expect(after(ids)).toEqual(after([0, 1, 2]));
  });

  test('keeps its rules when it is a token, also one that is written in two ways', () => {
    const rules = (ids: number[]) => {
      const stack = stackOf();
      const parameter = new CfnParameter(stack, 'Group', { type: 'String' });
      listenersOf(stack, importing(stack, ids, id => id === 1 ? Fn.ref('Group') : parameter.valueAsString));
      return rulesOf(stack);
    };
    expect(Object.keys(rules([0, 1, 2])).length).toBe(2);
    expect(rules([1, 2])).toEqual(rules([0, 1, 2]));
  });

  test('of which some brokers have others too, gets each rule once', () => {
    const stack = stackOf();
    const both = new ec2.Connections({ securityGroups: ['First', 'Second'].map((name, i) => ec2.SecurityGroup.fromSecurityGroupId(stack, name, i === 0 ? BROKERS : 'sg-00000000000000001')) });
    const broker: IKafkaBroker = { brokerId: 7, connections: both, nlbTarget: port => KafkaBroker.fromIpAddress(7, addressOf(7)).nlbTarget(port) };
    listenersOf(stack, [...importing(stack, [0, 1]), broker]);
    const groups = Object.values(rulesOf(stack)).filter(rule => rule.Type === INGRESS).map(rule => rule.Properties.GroupId);
    expect(groups).toEqual([BROKERS, 'sg-00000000000000001']);
  });

  test('that may not be changed is left alone, and the way out to it stays when a broker goes', () => {
    const rules = (ids: number[]) => {
      const stack = stackOf();
      listenersOf(stack, importing(stack, ids, undefined, { mutable: false }));
      return rulesOf(stack);
    };
    expect(Object.values(rules([0, 1])).map(rule => rule.Type)).toEqual([EGRESS]);
    expect(rules([1])).toEqual(rules([0, 1]));
  });

  test.each<[string, boolean[], string[]]>([
    ['is warned of', [false], ["sg-0123456789abcdef0 of brokers 0, 1 is imported with 'mutable: false'"]],
    ['is not, where the broker has one that may', [false, true], []],
    ['is not, where it may', [true], []],
  ])('that may not be changed %s', (_, mutable, messages) => {
    const stack = stackOf();
    listenersOf(stack, [0, 1].map((id): IKafkaBroker => ({
      brokerId: id,
      connections: new ec2.Connections({ securityGroups: mutable.map((may, i) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${id}${i}`, i === 0 ? BROKERS : NLB, { mutable: may })) }),
      nlbTarget: port => KafkaBroker.fromIpAddress(id, addressOf(id)).nlbTarget(port),
    })));
    const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('PerBrokerNlbListeners.brokerNotOpened')).map(({ entry }) => entry.data);
    expect(found).toEqual(messages.map(message => expect.stringContaining(message)));
    found.forEach(text => expect(text).toContain('in on ports 9093 yourself'));
  });

  test('gets its rules once from two constructs on one load balancer, in whichever order', () => {
    const rules = (names: string[]) => {
      const stack = stackOf();
      const loadBalancer = importNlb(stack);
      names.forEach((name, i) => {
        const clientListeners = [clientListener({ slot: i, name, bindPort: 9093 })];
        listenersOf(stack, [KafkaBroker.fromIpAddress(i, addressOf(i), { securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, `Of${name}`, BROKERS) })], { loadBalancer, clientListeners }, name);
      });
      return rulesOf(stack);
    };
    expect(Object.values(rules(['A', 'B'])).map(gistOf)).toEqual([[INGRESS, BROKERS, NLB, 9093], [EGRESS, NLB, BROKERS, 9093]]);
    expect(Object.keys(rules(['B', 'A']))).toEqual(Object.keys(rules(['A', 'B'])));
    expect(Object.keys(rules(['B']))).toEqual(Object.keys(rules(['A', 'B'])));
  });

  test('in another stack has its rules beside the listeners, and no stack needs the other for it', () => {
    const app = new App();
    const [kafka, edge] = ['Kafka', 'Edge'].map(name => new Stack(app, name, { env: ENV }));
    listenersOf(edge, importing(kafka, [0, 1]));
    expect(Object.values(rulesOf(edge)).map(rule => rule.Type)).toEqual([INGRESS, EGRESS]);
    expect(rulesOf(kafka)).toEqual({});
    expect([kafka.dependencies, edge.dependencies]).toEqual([[], []]);
  });

  test('by tokens of two stacks with one logical id is two groups', () => {
    const app = new App();
    const stack = new Stack(app, 'Kafka', { env: ENV });
    const brokers = ['East', 'West'].map((name, id) => {
      const owner = new Stack(app, name, { env: ENV });
      const { securityGroupId } = new ec2.SecurityGroup(owner, 'Group', { vpc: importVpc(owner) });
      return KafkaBroker.fromIpAddress(id, addressOf(id), { securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, name, securityGroupId) });
    });
    listenersOf(stack, brokers);
    expect(Object.values(rulesOf(stack)).map(rule => rule.Type).sort()).toEqual([EGRESS, EGRESS, INGRESS, INGRESS]);
  });
});

describe('an imported load balancer whose security group allows nothing', () => {
  test('is let out to the brokers', () => {
    const stack = stackOf();
    listenersOf(stack, importing(stack, [0]), { loadBalancer: importNlb(stack) });
    expect(Object.values(rulesOf(stack)).map(gistOf)).toEqual([[INGRESS, BROKERS, NLB, 9093], [EGRESS, NLB, BROKERS, 9093]]);
  });

  test('is let out to a group of this app, and to addresses', () => {
    const stack = stackOf();
    const vpc = importVpc(stack);
    const group = new ec2.SecurityGroup(stack, 'Brokers', { vpc });
    const brokers = [KafkaBroker.fromIpAddress(0, addressOf(0), { securityGroup: group }), KafkaBroker.fromIpAddress(1, addressOf(1))];
    listenersOf(stack, brokers, { loadBalancer: importNlb(stack) });
    const groupId = stack.resolve(group.securityGroupId);
    expect(Object.values(rulesOf(stack)).map(gistOf)).toEqual([
      [INGRESS, groupId, NLB, 9093], [EGRESS, NLB, groupId, 9093], [EGRESS, NLB, `${addressOf(1)}/32`, 9093],
    ]);
  });

  test('whose group is imported by a load balancer of this app too is let out', () => {
    const stack = stackOf();
    const vpc = importVpc(stack);
    const loadBalancer = new elbv2.NetworkLoadBalancer(stack, 'Own', { vpc, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'NlbGroup', NLB, { allowAllOutbound: false })] });
    listenersOf(stack, importing(stack, [0]), { loadBalancer });
    expect(Object.values(rulesOf(stack)).map(gistOf)).toContainEqual([EGRESS, NLB, BROKERS, 9093]);
  });
});

describe('brokers at addresses that are tokens', () => {
  const addressToken = (stack: Stack, id: number) => new ec2.CfnNetworkInterface(stack, `Eni${id}`, { subnetId: 'subnet-1' }).attrPrimaryPrivateIpAddress;
  const brokersAt = (stack: Stack, ids: number[]) => ids.map(id => KafkaBroker.fromIpAddress(id, addressToken(stack, id)));

  test.each<[string, Record<string, unknown>, boolean]>([
    ['a created load balancer without inline rules', { '@aws-cdk/aws-ec2.securityGroupDisableInlineRules': true }, false],
    ['an imported load balancer', {}, true],
  ])('%s is let out to each by a rule that stays when another broker goes', (_, context, isImported) => {
    const rules = (ids: number[]) => {
      const stack = stackOf(context);
      listenersOf(stack, brokersAt(stack, ids), isImported ? { loadBalancer: importNlb(stack) } : {});
      return Object.fromEntries(Object.entries(rulesOf(stack)).filter(([, rule]) => rule.Properties.FromPort === 9093));
    };
    expect(Object.keys(rules([0, 1, 2]))).toHaveLength(3);
    expect(rules([0, 1, 2])).toMatchObject(rules([1, 2]));
    expect(rules([2, 0, 1])).toEqual(rules([0, 1, 2]));
  });

  test('two constructs with brokers of one id on one load balancer have a rule each', () => {
    const stack = stackOf();
    const loadBalancer = importNlb(stack);
    ['A', 'B'].forEach((name, slot) => listenersOf(stack, [KafkaBroker.fromIpAddress(0, addressToken(stack, slot))], {
      loadBalancer, clientListeners: [clientListener({ name, slot, bindPort: 9093 })],
    }, name));
    expect(Object.values(rulesOf(stack)).map(rule => stack.resolve(rule.Properties.CidrIp))).toHaveLength(2);
  });

  test('have inline rules where the group has them', () => {
    const stack = stackOf();
    listenersOf(stack, brokersAt(stack, [0, 1]));
    expect(rulesOf(stack)).toEqual({});
    const [group] = Object.values(Template.fromStack(stack).findResources(SECURITY_GROUP));
    expect(group.Properties.SecurityGroupEgress).toHaveLength(2);
  });
});

describe('more rules than a group has room for by default', () => {
  const warned = (stack: Stack, rule: string) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(rule)).map(({ entry }) => `${entry.data}`);
  const slots = (count: number, step: number) => range(count).map(i => clientListener({ slot: i * step, name: `CLIENT_${i}`, bindPort: 19093 + i * step }));

  test.each([[30, 0], [31, 1]])('%p brokers with two groups each: the load balancer is warned of %p times', (count, warnings) => {
    const stack = stackOf();
    const vpc = importVpc(stack);
    const brokers = range(count).map((id): IKafkaBroker => ({
      brokerId: id,
      connections: new ec2.Connections({ securityGroups: ['A', 'B'].map(name => new ec2.SecurityGroup(stack, `${name}${id}`, { vpc })) }),
      nlbTarget: port => KafkaBroker.fromIpAddress(id, addressOf(id)).nlbTarget(port),
    }));
    listenersOf(stack, brokers);
    const found = warned(stack, 'PerBrokerNlbListeners.tooManyOutboundRules');
    expect(found).toHaveLength(warnings);
    found.forEach(text => expect(text).toContain('gets 62 rules, and a security group has room for 60'));
  });

  test.each([[20, 2, 0], [21, 2, 1], [21, 1, 0]])('%p listeners, every %p slots, and three groups of the load balancer: brokers are warned of %p times', (count, step, warnings) => {
    const stack = stackOf();
    const vpc = importVpc(stack);
    const securityGroups = range(3).map(i => new ec2.SecurityGroup(stack, `Nlb${i}`, { vpc }));
    const loadBalancer = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc, securityGroups });
    const clientListeners = slots(count, step);
    listenersOf(stack, importing(stack, [0]), { loadBalancer, clientListeners });
    expect(warned(stack, 'PerBrokerNlbListeners.tooManyInboundRules')).toHaveLength(warnings);
  });
});
