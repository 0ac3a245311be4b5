import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { acceptance } from './acceptance';
import { EXIT } from './options';
import { losses } from './run/losses';

const change = (type: string, fate: Parameters<typeof losses>[0][number]['fate']) => ({ type, fate, logicalId: 'X' });

test.each(['replace', 'may be replaced', 'destroy', 'orphan'] as const)('what holds something is lost if it is to %s; a type that nobody knows holds something', fate => {
  const lost = ['AWS::EC2::Volume', 'AWS::ElasticLoadBalancingV2::Listener', 'AWS::Route53::RecordSet', 'AWS::Any::Thing'].map(type => change(type, fate));
  expect(losses(lost)).toEqual(lost);
  expect(losses([change('AWS::IAM::ManagedPolicy', fate), change('AWS::CloudWatch::Alarm', fate)])).toEqual([]);
});

test.each(['create', 'update'] as const)('nothing is lost by %s', fate => {
  expect(losses([change('AWS::EC2::Volume', fate)])).toEqual([]);
});

/** A package of the library's name, which is this library with another id for load balancers. */
function release(id: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'acceptance-release-'));
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'cdk-kafka-privatelink', version: '0.9.0', main: 'lib/index.js', files: ['lib'] }));
  writeFileSync(join(folder, 'lib/index.js'), `
    const now = require(${JSON.stringify(join(__dirname, '../../lib'))});
    class PerBrokerNlbListeners extends now.PerBrokerNlbListeners { constructor(scope, id, props) { super(scope, ${id}, props); } }
    module.exports = new Proxy(now, { get: (of, name) => name === 'PerBrokerNlbListeners' ? PerBrokerNlbListeners : of[name] });`);
  return folder;
}

test('a plan names what is lost of a release that had another id, by the real npm and the real CLI of the CDK, and nothing else', async () => {
  const said: string[] = [];
  const from = release("'Balancer'");
  const status = await acceptance(['--plan', '--only', 'H42', '--from', from], mkdtempSync(join(tmpdir(), 'acceptance-losses-')), '', { say: line => said.push(line) });
  expect(status).toBe(EXIT.findings);
  const [head, ...lost] = said.at(-1)!.split('\n');
  expect(head).toBe(`update: the deployment over ${from} loses`);
  expect(lost.filter(line => !/^- Kafka (?:Brokersfrom)?Balancer\w+ \(AWS::\S+\): destroy$/.test(line))).toEqual([]);
  expect(lost.map(line => /V2::(\w+)/.exec(line)?.[1])).toEqual(expect.arrayContaining(['LoadBalancer', 'Listener', 'TargetGroup']));
});
