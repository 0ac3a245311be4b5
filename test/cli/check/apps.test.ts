import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import type { App } from 'aws-cdk-lib';
import { programOf } from '../../../cli/program';
import { adopted, AdoptedProps, BROKER_IDS, hostFile } from '../apps/adopted';
import { gettingStarted } from '../apps/getting-started';

const directories: string[] = [];
let pages: ReturnType<typeof gettingStarted>;
beforeAll(() => {
  pages = gettingStarted();
  directories.push(dirname(pages.kafka));
});
afterAll(() => directories.forEach(directory => rmSync(directory, { recursive: true })));

function synth(app: App): string {
  const { directory } = app.synth();
  directories.push(directory);
  return directory;
}

interface Answer {
  readonly status: number;
  readonly findings: { cause: string; message: string }[];
  readonly notes: string[];
  readonly paths: { endpoint?: string; service: string; listener: string; brokerId?: number; host: string; port: number }[];
}

async function check(...args: string[]): Promise<Answer> {
  const { status, out, errors } = await programOf(['check', '--json', ...args]);
  if (out === '') { throw new Error(errors); }
  return { status, ...JSON.parse(out) };
}

/** An app with something changed in a template: the text of a template is given and replaced. */
function mutated(directory: string, change: (resources: { [logicalId: string]: any }, stack: string) => void): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutant-'));
  directories.push(copy);
  const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
  writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest));
  for (const { type, properties, additionalMetadataFile } of Object.values<any>(manifest.artifacts)) {
    if (type !== 'aws:cloudformation:stack') { continue; }
    const template = JSON.parse(readFileSync(join(directory, properties.templateFile), 'utf8'));
    change(template.Resources, properties.templateFile.replace('.template.json', ''));
    writeFileSync(join(copy, properties.templateFile), JSON.stringify(template));
    if (additionalMetadataFile) { writeFileSync(join(copy, additionalMetadataFile), readFileSync(join(directory, additionalMetadataFile))); }
  }
  return copy;
}

const ofType = (resources: { [id: string]: any }, type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);

describe('the apps of docs/getting-started.md', () => {
  test('that of Kafka: an imported VPC, no account, no region, no file of a broker', async () => {
    const { status, findings, notes, paths } = await check(pages.kafka);
    expect({ status, findings }).toEqual({ status: 0, findings: [] });
    expect(paths.map(({ host, port }) => `${host}:${port}`)).toEqual(['kafka.pay.example.com:20999', 'kafka.pay.example.com:20000', 'kafka.pay.example.com:20001']);
    for (const unknown of ['no account', 'no region', 'No template makes vpc-0123456789abcdef0', 'No template makes subnet-0123456789abcdef0, subnet-0123456789abcdef1', 'Brokers 0, 1: there is no server.properties', 'No template makes sg-0123456789abcdef0']) {
      expect(notes.filter(note => note.includes(unknown))).toHaveLength(1);
    }
  });

  test('that of payments by its contract: the consumer is followed, and the provider is taken to keep the contract', async () => {
    const { status, findings, paths, notes } = await check(pages.payments, '--contract', pages.contract);
    expect({ status, findings }).toEqual({ status: 0, findings: [] });
    expect(paths.filter(({ endpoint }) => endpoint?.startsWith('PaymentsStack.')).map(({ port }) => port)).toEqual([20999, 20000, 20001, 20002]);
    expect(notes.join('\n')).toContain('kafka.contract.json: the provider\'s template is not here');
  });

  test('that of payments alone has nothing to follow, which is said and is no success', async () => {
    const { status, out, errors } = await programOf(['check', pages.payments]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(errors).toMatch(/have no path to follow[^]*leads to vpce-svc-0123456789abcdef0, and no contract is here: give the consumer's file by --contract/);
  });

  test('both together, with or without the contract that joins them', async () => {
    for (const more of [[], ['--contract', pages.contract]]) {
      const { status, findings, paths, notes } = await check(pages.kafka, pages.payments, ...more);
      expect({ status, findings }).toEqual({ status: 0, findings: [] });
      expect(paths.map(({ endpoint, port }) => [endpoint?.split('.')[0], port])).toEqual([20999, 20000, 20001].map(port => ['PaymentsStack', port]));
      // The contract of the example has three brokers, and the page's app has two.
      expect(notes.some(note => note.includes('is not what KafkaStack.Outputs.Contract says now'))).toBe(more.length > 0);
    }
  });

  test('the answer of docs/command.md is that of the command, and the page has every option', async () => {
    const page = readFileSync(join(__dirname, '../../../docs/command.md'), 'utf8');
    const { out } = await programOf(['check', pages.kafka, pages.payments]);
    expect(/```text check\n([^]*?)\n```/.exec(page)![1]).toBe(out);
    const { out: help } = await programOf(['check', '--help']);
    const options = [...help.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option);
    expect(options.length).toBeGreaterThan(4);
    expect(options.filter(option => !page.split('\n## check')[1].includes(`| \`${option}`))).toEqual([]);
  });

  const kafka: [string, (resources: { [id: string]: any }) => void, string][] = [
    ['the target groups of two brokers are swapped on one listener', resources => {
      const listeners = ofType(resources, 'AWS::ElasticLoadBalancingV2::Listener').map(([, { Properties }]) => Properties);
      const [bootstrap] = listeners.filter(({ Port }) => Port === 20999);
      bootstrap.DefaultActions = listeners.find(({ Port }) => Port === 20000).DefaultActions;
    }, 'target-group'],
    ['a port has no listener', resources => {
      const [id] = ofType(resources, 'AWS::ElasticLoadBalancingV2::Listener').find(([, { Properties }]) => Properties.Port === 20001)!;
      delete resources[id];
    }, 'listener-port'],
    ['the load balancer sends nothing', resources => {
      const [[, { Properties }]] = ofType(resources, 'AWS::EC2::SecurityGroupEgress');
      Properties.FromPort = Properties.ToPort = 9094;
    }, 'security-group'],
    ['a target has another port', resources => {
      const group = Object.entries(resources).find(([id]) => /Broker1Targets/.test(id))![1];
      group.Properties.Targets[0].Port = 9194;
      group.Properties.HealthCheckPort = '9194';
    }, 'target-port'],
  ];
  test.each(kafka)('in that of Kafka, %s', async (_, change, cause) => {
    const { status, findings } = await check(mutated(pages.kafka, change), pages.payments);
    expect(status).toBe(1);
    expect([...new Set(findings.map(finding => finding.cause))]).toEqual(cause === 'target-port' ? [cause, 'security-group'] : [cause]); // which lets the other port not pass
  });

  const payments: [string, (resources: { [id: string]: any }) => void, string][] = [
    ['clients are let in at other ports', resources => {
      const [[, { Properties }]] = ofType(resources, 'AWS::EC2::SecurityGroupIngress');
      Object.assign(Properties, { FromPort: 21000, ToPort: 21999 });
    }, 'security-group'],
    ['the name is another', resources => {
      for (const [, { Properties }] of [...ofType(resources, 'AWS::Route53::HostedZone'), ...ofType(resources, 'AWS::Route53::RecordSet')]) { Properties.Name = 'kafka.other.internal.'; }
    }, 'names'],
    ['the zone is of no VPC that asks for it', resources => {
      ofType(resources, 'AWS::EC2::VPC').forEach(([, { Properties }]) => { Properties.EnableDnsHostnames = false; });
    }, 'names'],
    ['the endpoint is in two subnets of a zone', resources => {
      const [[, { Properties }]] = ofType(resources, 'AWS::EC2::VPCEndpoint');
      const subnets = ofType(resources, 'AWS::EC2::Subnet').filter(([, subnet]) => JSON.stringify(subnet.Properties.AvailabilityZone).includes('[0,'));
      Properties.SubnetIds = subnets.map(([Ref]) => ({ Ref }));
    }, 'zone-twice'],
  ];
  test.each(payments)('in that of payments, %s', async (_, change, cause) => {
    const mutant = mutated(pages.payments, change);
    for (const provider of [[pages.kafka], ['--contract', pages.contract]]) {
      const { status, findings } = await check(mutant, ...provider);
      expect(status).toBe(1);
      expect([...new Set(findings.map(finding => finding.cause))]).toEqual([cause]);
    }
  });
});

describe('five brokers that run already, for three audiences', () => {
  test('where most load balancers find a broker is where it is, so the one that differs is named', async () => {
    const { findings } = await check(mutated(synth(adopted().app), (resources, stack) => {
      if (stack !== 'Kafka') { return; }
      const [one, other] = ofType(resources, 'AWS::ElasticLoadBalancingV2::Listener').map(([, { Properties }]) => Properties)
        .filter(({ Port }) => [20000, 20001].includes(Port));
      [one.DefaultActions, other.DefaultActions] = [other.DefaultActions, one.DefaultActions];
    }));
    expect(findings.map(({ cause, message }) => `${cause} ${/takes port (\d+)/.exec(message)?.[1]}`)).toEqual(['target-group 20000', 'target-group 20001']);
  });

  const env = { account: '333333333333', region: 'eu-west-1' };
  const weak = { '@aws-cdk/core:defaultCrossStackReferences': 'weak' };

  function hosts(change: (text: string, brokerId: number) => string = text => text, ids = BROKER_IDS): string {
    const directory = mkdtempSync(join(tmpdir(), 'hosts-'));
    directories.push(directory);
    for (const id of ids) {
      mkdirSync(join(directory, `kafka${id}`));
      writeFileSync(join(directory, `kafka${id}/server.properties`), change(hostFile(id), id));
      writeFileSync(join(directory, `kafka${id}/client.properties`), 'bootstrap.servers=x\n');
    }
    return directory;
  }

  test.each<[string, AdoptedProps]>([
    ['with an account', { env }],
    ['without one', {}],
    ['by instance ids', { env, byInstance: true }],
    ['by today\'s references between stacks', { env, context: weak }],
  ])('%s: every way of the own consumer, and those of the partners as far as the load balancer', async (_, props) => {
    const out = synth(adopted(props).app);
    for (const more of [[], ['--properties', hosts()]]) {
      const { status, findings, paths, notes } = await check(out, ...more);
      expect({ status, findings }).toEqual({ status: 0, findings: [] });
      expect(paths.map(({ endpoint, listener, brokerId }) => [endpoint?.split('.')[0], listener, brokerId])).toEqual(
        [['Own', 'OWN'], [undefined, 'PARTNER_A'], [undefined, 'PARTNER_B']].flatMap(way => [undefined, ...BROKER_IDS].map(id => [...way, id])));
      expect(notes.join('\n')).toContain('left out: AWS::SQS::Queue');
      expect(notes.some(note => note.includes('no server.properties'))).toBe(more.length === 0);
    }
  });

  test.each<[string, (text: string, brokerId: number) => string, string, RegExp]>([
    ['advertises the port of the next', (text, id) => id === 1002 ? text.replace(':20001,', ':20002,') : text, 'advertised-address', /broker 1002 advertises kafka.partner-a.example.com:20002 on PARTNER_A.*takes that port to broker 1003/],
    ['lacks a listener', (text, id) => id === 1002 ? text.replace(/PARTNER_B:\/\/[^,\r\\]*,/g, '') : text, 'properties', /broker 1002 of the contract has no server.properties with the listener PARTNER_B/],
    ['speaks without TLS', (text, id) => id === 1002 ? text.replace('OWN:SSL', 'OWN:PLAINTEXT') : text, 'protocol', /the contract says SSL of OWN; broker 1002 speaks PLAINTEXT/],
    ['binds another port', (text, id) => id === 1002 ? text.replace('OWN://:9095', 'OWN://:9195') : text, 'target-port', /is not the port that broker 1002 binds OWN to, 9195/],
  ])('a host %s', async (_, change, cause, message) => {
    const { status, findings } = await check(synth(adopted({ env }).app), '--properties', hosts(change));
    expect(status).toBe(1);
    expect(findings.filter(finding => finding.cause !== 'health-check').map(finding => finding.cause)).toEqual(expect.arrayContaining([cause]));
    expect(findings.map(finding => finding.message).join('\n')).toMatch(message);
  });

  test('a sixth broker that nobody put behind the load balancer is an outage for each audience', async () => {
    const { status, findings } = await check(synth(adopted({ env }).app), '--properties', hosts(undefined, [...BROKER_IDS, 1006]));
    expect(status).toBe(1);
    expect(findings.map(({ cause }) => cause)).toEqual(Array(3).fill('outside-contract'));
    expect(findings[0].message).toMatch(/broker 1006 is not in the contract of Edge\.\w+ and advertises kafka\.own\.example\.com:22005 on OWN: .* has no listener on that port/);
  });
});
