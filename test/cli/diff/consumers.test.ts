import { rmSync } from 'fs';
import { CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { programOf } from '../../../cli/program';
import { partitioned, Partitioned, PartitionedProps } from '../apps/partitioned';

const directories: string[] = [];
afterAll(() => directories.forEach(directory => rmSync(directory, { recursive: true })));

function synth(change: (parts: Partitioned) => void = () => {}, props: PartitionedProps = {}): string {
  const parts = partitioned(props);
  change(parts);
  const { directory } = parts.app.synth();
  directories.push(directory);
  return directory;
}

const before = synth();

async function changes(now: string, old = before): Promise<{ status: number; all: string[] }> {
  const { status, out, errors } = await programOf(['diff', '--json', old, now]);
  if (out === '') { throw new Error(errors); }
  return { status, all: JSON.parse(out).map(({ part, what, duty }: any) => [part, ...duty ? [duty] : [], what].join(': ')) };
}

const ofType = ({ app }: Partitioned, type: string) => app.node.findAll()
  .filter((each): each is CfnResource => CfnResource.isCfnResource(each) && each.cfnResourceType === type);
const endpoint = (parts: Partitioned) => ofType(parts, 'AWS::EC2::VPCEndpoint')[0];
const record = (parts: Partitioned) => ofType(parts, 'AWS::Route53::RecordSet')[0];
const rule = ({ consumer }: Partitioned) => consumer.node.findAll()
  .find(each => CfnResource.isCfnResource(each) && each.cfnResourceType === 'AWS::EC2::SecurityGroupIngress') as CfnResource;
const POINT = 'Pay\\.ConsumerEndpoint2E9107B2';

test('nothing changes for a consumer with rules that are written in another way', async () => {
  expect(await changes(synth(parts => rule(parts).addPropertyOverride('FromPort', 19000)))).toEqual({
    status: 0, all: [expect.stringMatching(`^consumers: nothing: ${POINT}: the security groups let TCP 19000-20999 in from Pay\\.Clients\\w+ now$`)],
  });
  expect(await changes(before, synth(parts => rule(parts).addPropertyOverride('IpProtocol', '-1')))).toMatchObject({ status: 1 });
});

test.each<[string, (parts: Partitioned) => void, 0 | 1, string]>([
  ['another service', parts => endpoint(parts).addPropertyOverride('ServiceName', 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0'), 1,
    `tell the provider: ${POINT}: ServiceName of the endpoint changes, so CloudFormation replaces the endpoint: open connections end, and the provider has to accept the new connection`],
  ['a zone less', parts => endpoint(parts).addPropertyOverride('SubnetIds', [parts.pay.resolve(parts.vpcOfClients.privateSubnets[0].subnetId)]), 0,
    `nothing: ${POINT}: the endpoint leaves eu-west-1b: connections through its address there end, and clients connect to another one`],
  ['another name', parts => record(parts).addPropertyOverride('Name', 'other.example.com.'), 1, `change clients: ${POINT}: kafka\\.pay\\.example\\.com no longer leads to the endpoint`],
  ['a rule less', parts => rule(parts).addPropertyOverride('ToPort', 20500), 1, `change clients: ${POINT}: the security groups no longer let TCP 20000-20999 in from Pay\\.Clients\\w+`],
  ['an endpoint of another id', parts => endpoint(parts).overrideLogicalId('Renamed'), 1, `change clients: ${POINT}: the endpoint is no longer there, so its clients reach no broker`],
  ['the same, as seen from the new one', parts => endpoint(parts).overrideLogicalId('Renamed'), 1, 'tell the provider: Pay\\.Renamed: the endpoint is new, and the provider has to accept the new connection'],
])('%s', async (_, change, code, text) => {
  const { status, all } = await changes(synth(change));
  expect({ status, told: all.filter(each => new RegExp(`^consumers: ${text}`).test(each)) }).toEqual({ status: code, told: [expect.anything()] });
});

test('clients that come are no work for anybody', async () => {
  const { status, all } = await changes(synth(({ consumer, pay, vpcOfClients }) => consumer.allowFrom(new ec2.SecurityGroup(pay, 'More', { vpc: vpcOfClients }))));
  expect({ status, told: all.filter(each => / in from Pay\.More\w+ now$/.test(each)) }).toEqual({ status: 0, told: [expect.anything()] });
});

test('target groups that are replaced: open connections, and a name that AWS takes once', async () => {
  const groups = (parts: Partitioned) => ofType(parts, 'AWS::ElasticLoadBalancingV2::TargetGroup');
  const { status, all } = await changes(synth(parts => groups(parts).forEach(group => group.addPropertyOverride('Port', 9193))));
  expect({ status, told: all.filter(each => each.startsWith('ports: Kafka: ')) }).toEqual({
    status: 0, told: [expect.stringMatching(/^ports: Kafka: ports 20000, 20001, 20999: Port of its target group changes\. Open connections through the old target group may end/)],
  });
  const named = (port: number) => synth(parts => {
    groups(parts)[0].addPropertyOverride('Name', 'kafka');
    groups(parts)[0].addPropertyOverride('Port', port);
  });
  const refused = await changes(named(9193), named(9093));
  expect(refused.status).toBe(1);
  expect(refused.all).toContainEqual(expect.stringMatching(/^refused: Kafka\.\w+: Port of the target group changes, so CloudFormation makes a new one first, and AWS takes no second one with the name "kafka"$/));
});

test('in nested stacks, too', async () => {
  const { all } = await changes(synth(parts => rule(parts).addPropertyOverride('ToPort', 20500), { nested: true }), synth(undefined, { nested: true }));
  expect(all).toContainEqual(expect.stringMatching(/^consumers: change clients: Pay\.Way\.ConsumerEndpoint2E9107B2: the security groups no longer let/));
});
