import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { HIPAASecurityChecks, NagPack, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { analytics, client } from '../../examples/typescript/two-accounts/client-listeners';
import { KafkaStack } from '../../examples/typescript/two-accounts/kafka-stack';
import { PaymentsStack } from '../../examples/typescript/two-accounts/payments-stack';
import { BrokerCertificate, ListenerSecurity } from '../../src';
import { clientListener, setup } from '../listeners/fixtures';
import { KafkaServiceContract } from 'cdk-kafka-privatelink';

const PACKS: NagPack[] = [new HIPAASecurityChecks(), new NIST80053R4Checks(), new NIST80053R5Checks(), new PCIDSS321Checks()];

/** What the packs find: rule without the pack's name, and the resource. */
function findings(app: App): [string, string][] {
  return PACKS.flatMap(pack => pack.validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }): [string, string] => [ruleName.replace(/^.*-/, ''), constructPath!])));
}

const ofVpc = (path: string) => /^\w+\/Vpc\//.test(path);

/** `| rule, checkov's, Guard's | resource | …` of the paragraph, with * for any part of a path. */
const rows = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8').split('## Policy packs\n')[1].split('\n## ')[0]
  .split('\n').filter(line => line.startsWith('| `')).map(line => line.split(' | ')).map(([rule, resource]) => ({
    rule: rule.match(/`(\w+)`/)![1], resource: new RegExp(`^${resource.match(/`([^`]+)`/)![1].replaceAll('*', '[^/]+')}$`),
  }));

test('the policy packs find in the example what the documentation says and nothing else, but for the VPCs that stand for those of the teams', () => {
  const app = new App();
  new KafkaStack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' }, clientListeners: [client, analytics] });
  const contract = KafkaServiceContract.fromFile(join(__dirname, '../../examples/typescript/two-accounts/kafka.contract.json'));
  new PaymentsStack(app, 'Payments', { env: { account: '222222222222', region: 'eu-west-1' }, contract, listenerNames: ['CLIENT'] });
  const found = findings(app).filter(([, path]) => !ofVpc(path));

  expect(found.filter(([rule, path]) => !rows.some(row => row.rule === rule && row.resource.test(path)))).toEqual([]);
  expect(rows.filter(row => !found.some(([rule, path]) => row.rule === rule && row.resource.test(path)))).toEqual([]);
  expect(rows.length).toBeGreaterThan(3);
});

describe('a listener without a certificate of the load balancer', () => {
  const unencrypted = (security: ListenerSecurity) => {
    const { stack } = setup({ clientListeners: [clientListener({ security })] });
    return findings(stack.node.root as App).filter(([rule]) => rule === 'ELBv2ACMCertificateRequired').length;
  };

  test('is acknowledged where TLS ends at the brokers', () => {
    expect(unencrypted(ListenerSecurity.tls(BrokerCertificate.fromPemFile('/run/kafka/tls/client.pem')))).toBe(0);
  });

  test('is found where nothing encrypts', () => {
    expect(unencrypted(ListenerSecurity.plaintext())).toBeGreaterThan(0);
  });
});
