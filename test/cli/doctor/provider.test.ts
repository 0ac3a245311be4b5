import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { doctorWith } from '../../../cli/doctor';
import type { Aws } from '../../../cli/doctor/provider/aws';

const SERVICE = 'vpce-svc-0123456789abcdef0';
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111';
const directory = mkdtempSync(join(tmpdir(), 'provider-'));
afterAll(() => rmSync(directory, { recursive: true }));

const CONTRACT = {
  version: '1.0',
  serviceName: `com.amazonaws.vpce.eu-west-1.${SERVICE}`,
  region: 'eu-west-1',
  zoneIds: ['euw1-az1', 'euw1-az2'],
  brokerIds: [0, 1],
  listeners: [{ name: 'CLIENT', protocol: 'SSL', saslMechanisms: [], host: 'kafka.pay.example.com', firstPort: 20000, bootstrapPort: 20999 }],
};

const target = (Id: string, State = 'healthy', more: object = {}) => ({ Target: { Id, Port: 9093 }, TargetHealth: { State, ...more } });

/** What AWS says where all is well: two brokers, and the bootstrap port to both. */
function answers() {
  return {
    service: { ServiceId: SERVICE, ServiceState: 'Available', AcceptanceRequired: true, AvailabilityZoneIds: ['euw1-az1', 'euw1-az2'], NetworkLoadBalancerArns: [`${ARN}:loadbalancer/net/kafka/1`] },
    connections: [
      { VpcEndpointId: 'vpce-1', VpcEndpointOwner: '222222222222', VpcEndpointState: 'available' },
      { VpcEndpointId: 'vpce-0', VpcEndpointOwner: '222222222222', VpcEndpointState: 'deleted' },
    ],
    loadBalancer: {
      LoadBalancerName: 'kafka',
      State: { Code: 'active' },
      SecurityGroups: ['sg-1'],
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
      AvailabilityZones: [{ ZoneName: 'eu-west-1a' }, { ZoneName: 'eu-west-1b' }],
    },
    attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    groupAttributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'use_load_balancer_configuration' }],
    ports: { 20000: [target('10.0.0.10')], 20001: [target('10.0.1.11')], 20999: [target('10.0.0.10'), target('10.0.1.11')] } as { [port: string]: ReturnType<typeof target>[] },
  };
}

type Recorded = ReturnType<typeof answers>;

function awsOf({ service, connections, loadBalancer, attributes, groupAttributes, ports }: Recorded, asked: string[] = []): Aws {
  return async words => {
    asked.push(words.join(' '));
    switch (words[1]) {
      case 'describe-vpc-endpoint-service-configurations': return { ServiceConfigurations: [service] };
      case 'describe-vpc-endpoint-connections': return { VpcEndpointConnections: connections };
      case 'describe-load-balancers': return { LoadBalancers: [loadBalancer] };
      case 'describe-load-balancer-attributes': return { Attributes: attributes };
      case 'describe-target-group-attributes': return { Attributes: groupAttributes };
      case 'describe-listeners': return { Listeners: Object.keys(ports).map(port => ({ Port: Number(port), Protocol: 'TCP', DefaultActions: [{ TargetGroupArn: `${ARN}:targetgroup/tg${port}/1` }] })) };
      case 'describe-target-health': return { TargetHealthDescriptions: ports[/tg(\d+)/.exec(words[3])![1]] };
      default: throw new Error(`nobody recorded ${words.join(' ')}`);
    }
  };
}

async function run(recorded: Recorded, given: string, ...args: string[]) {
  const load = () => { throw new Error('the provider needs no probe'); };
  return doctorWith(load, awsOf(recorded)).run(['--provider', given, ...args]);
}

async function findings(change: (recorded: Recorded) => void, contract: object = CONTRACT): Promise<string[]> {
  const recorded = answers();
  change(recorded);
  const file = join(directory, 'contract.json');
  writeFileSync(file, JSON.stringify(contract));
  const { status, text } = await run(recorded, file, '--json');
  const all: { code: string; where: string; isWarning?: boolean }[] = JSON.parse(text);
  expect(status).toBe(all.some(({ isWarning }) => !isWarning) ? 1 : 0);
  return all.map(({ code, where, isWarning }) => `${where} ${code}${isWarning ? ' (warning)' : ''}`);
}

test('where all is well there is nothing', async () => {
  expect(await findings(() => undefined)).toEqual([]);
  expect((await run(answers(), SERVICE)).text).toBe(`${SERVICE} is as it must be. Without a contract its ports were not compared.`);
});

test.each<[string, (recorded: Recorded) => void, string[]]>([
  ['the service has failed', ({ service }) => { service.ServiceState = 'Failed'; }, [`${SERVICE} Doctor.serviceState`]],
  ['the service lacks a zone of the contract', ({ service }) => { service.AvailabilityZoneIds = ['euw1-az1']; }, [`${SERVICE} Doctor.serviceZones`]],
  ['a connection waits', ({ connections }) => { connections[0].VpcEndpointState = 'pendingAcceptance'; }, ['vpce-1 Doctor.connectionPending']],
  ['a connection was rejected', ({ connections }) => { connections[0].VpcEndpointState = 'rejected'; }, ['vpce-1 Doctor.connectionState']],
  ['the load balancer has failed', ({ loadBalancer }) => { loadBalancer.State.Code = 'failed'; }, ['kafka Doctor.loadBalancerState']],
  ['the enforcement is on', ({ loadBalancer }) => { loadBalancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = 'on'; }, ['kafka Doctor.enforcement (warning)']],
  ['the enforcement is on, and there are no groups', ({ loadBalancer }) => {
    Object.assign(loadBalancer, { SecurityGroups: [], EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on' });
  }, []],
  ['cross-zone is off', ({ attributes }) => { attributes[0].Value = 'false'; }, ['kafka Doctor.crossZoneOff']],
  ['cross-zone is off, and the target groups turn it on', ({ attributes, groupAttributes }) => {
    attributes[0].Value = 'false';
    groupAttributes[0].Value = 'true';
  }, []],
  ['target groups turn cross-zone off', ({ groupAttributes }) => { groupAttributes[0].Value = 'false'; }, ['kafka Doctor.crossZoneOff']],
  ['a target is unhealthy', ({ ports }) => { ports[20001] = [target('10.0.1.11', 'unhealthy', { Reason: 'Target.FailedHealthChecks' })]; }, ['port 20001 Doctor.targetState']],
  ['a target is unused', ({ ports }) => { ports[20001] = [target('10.0.1.11', 'unused', { Reason: 'Target.NotInUse' })]; }, ['port 20001 Doctor.targetState']],
  ['a target is new', ({ ports }) => { ports[20001] = [target('10.0.1.11', 'initial')]; }, ['port 20001 Doctor.targetState (warning)']],
  ['a target is replaced', ({ ports }) => { ports[20001].push(target('10.0.1.99', 'draining')); }, ['port 20001 Doctor.targetState (warning)']],
  ['a port has no target', ({ ports }) => { ports[20001] = []; }, ['port 20001 Doctor.targetMissing']],
  ['two ports lead to one broker', ({ ports }) => { ports[20001] = ports[20000]; }, ['CLIENT Doctor.targetShared']],
  ['a port leads to two brokers', ({ ports }) => { ports[20001].push(target('10.0.2.12')); }, ['port 20001 Doctor.targetShared']],
  ['two ports lead to one host, which has two brokers', ({ ports }) => {
    ports[20001] = [{ ...target('10.0.0.10'), Target: { Id: '10.0.0.10', Port: 9094 } }];
  }, []],
  ['a port is not there', ({ ports }) => { delete ports[20001]; }, ['port 20001 Doctor.listenerMissing']],
  ['the bootstrap port is not there', ({ ports }) => { delete ports[20999]; }, ['port 20999 Doctor.listenerMissing']],
])('%s', async (_, change, expected) => {
  expect(await findings(change)).toEqual(expected);
});

test('a person reads what it means, where it is, what was seen, and what mends it', async () => {
  const recorded = answers();
  recorded.connections[0].VpcEndpointState = 'pendingAcceptance';
  expect((await run(recorded, SERVICE)).text).toBe([
    'Doctor.connectionPending: a connection waits to be accepted, and carries nothing',
    '  vpce-1: the connection of account 222222222222 is pendingAcceptance',
    '  fix: aws ec2 accept-vpc-endpoint-connections --service-id SERVICE --vpc-endpoint-ids ENDPOINT, if',
    '    you know the account',
    '',
    `1 finding at ${SERVICE}.`,
  ].join('\n'));
});

test('the region is that of the contract, of the name, or as it is given', async () => {
  const regionsOf = async (given: string, ...args: string[]) => {
    const asked: string[] = [];
    await doctorWith(() => { throw new Error(); }, awsOf(answers(), asked)).run(['--provider', given, ...args]);
    return [...new Set(asked.map(words => / --region (\S+)/.exec(words)?.[1]))];
  };
  expect(await regionsOf(`com.amazonaws.vpce.eu-north-1.${SERVICE}`)).toEqual(['eu-north-1']);
  expect(await regionsOf(SERVICE)).toEqual([undefined]);
  expect(await regionsOf(SERVICE, '--region', 'eu-west-2')).toEqual(['eu-west-2']);
});

test.each([
  [['--provider', 'nowhere.json'], 'is neither a file nor the id or name of an endpoint service'],
  [['--provider', SERVICE, '--topic', 'canary'], "--topic is for the consumer's side, without --provider"],
  [['contract.json', '--region', 'eu-west-1'], '--region is for --provider'],
  [['contract.json', '--idle', '0'], '--idle is a number of seconds, more than 0 and at most 3600; got "0"'],
  [[], 'it takes one contract, or one service with --provider; none was given'],
  [['a.json', 'b.json'], 'it takes one contract, or one service with --provider; got a.json, b.json'],
])('doctor %j is a mistake of the user', async (args, message) => {
  const command = doctorWith(() => { throw new Error(); }, awsOf(answers()));
  await expect((async () => command.run(args))()).rejects.toThrow(expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) }));
});

test('a service that AWS does not have', async () => {
  const command = doctorWith(() => { throw new Error(); }, async () => ({ ServiceConfigurations: [] }));
  await expect(command.run(['--provider', SERVICE])).rejects.toThrow(`AWS has no endpoint service ${SERVICE} here`);
});
