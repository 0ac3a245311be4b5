import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { loadAssemblies } from '../../../../cli/assembly/assemblies';
import { complete } from '../../../../cli/assembly/completed';
import { readContractFile } from '../../../../cli/assembly/contract-file';
import { line } from '../../../../cli/assembly/findings';
import type { Topology } from '../../../../cli/assembly/model';
import { clientPaths, contractOf } from '../../../../cli/assembly/paths';
import { parseBrokerFile } from '../../../../cli/assembly/properties-file';
import { buildTopology } from '../../../../cli/assembly/topology';
import { checkPaths } from '../../../../cli/check/check';
import { reasonsToWrite, RUN_PORTS } from '../../../../cli/run/app/nodes';
import { Staged, stagedOf } from '../../../../cli/run/app/staged';
import { ruleset } from '../../../../cli/run/cloud/firewall';
import { adopted, BROKER_IDS, hostFile } from '../../apps/adopted';
import { gettingStarted } from '../../apps/getting-started';

const directories: string[] = [];
let pages: ReturnType<typeof gettingStarted>;
beforeAll(() => {
  pages = gettingStarted();
  directories.push(dirname(pages.kafka));
});
afterAll(() => directories.forEach(directory => rmSync(directory, { recursive: true })));

/** Several clusters, as they run. */
function stage(apps: string[], { properties = [] as string[], contracts = [] as string[] } = {}): { staged: Staged; topology: Topology }[] {
  const completion = complete(loadAssemblies({ directories: apps, properties }), contracts.map(readContractFile));
  return completion.clusters.map(cluster => {
    const staged = stagedOf(cluster, '/load-balancers.pem');
    const topology = buildTopology(staged.assembly, staged.options);
    expect(checkPaths(topology, staged.assembly.brokerFiles, staged.assembly.controllerFiles).map(line)).toEqual([]);
    return { staged, topology: staged.adjust(topology) };
  });
}

/** Which listeners clients try, each with the consumer. */
function tried(topology: Topology): string[] {
  return [...new Set(clientPaths(topology).map(({ endpoint, listener }) => `${endpoint.label} ${listener}`))];
}

function hostFiles(change: (text: string) => string = text => text): string {
  const directory = mkdtempSync(join(tmpdir(), 'hosts-'));
  directories.push(directory);
  for (const id of BROKER_IDS) { writeFileSync(join(directory, `${id}.properties`), change(hostFile(id))); }
  return directory;
}

function adoptedApp(): string {
  const { directory } = adopted().app.synth();
  directories.push(directory);
  return directory;
}

describe('the apps of getting started', () => {
  test('have a consumer, so no client is made', () => {
    const [{ topology }] = stage([pages.kafka, pages.payments]);
    expect(tried(topology)).toEqual(['PaymentsStack.KafkaEndpoint444749BF CLIENT']);
  });

  test('that of Kafka alone gets a client of the run, in the zones of the load balancer', () => {
    const [{ topology }] = stage([pages.kafka]);
    expect(tried(topology)).toEqual(['clients-of-run-0.Endpoint CLIENT']);
    const [{ interfaces, service }] = topology.endpoints;
    expect(interfaces.map(({ zone }) => zone)).toEqual(service.loadBalancer.nodes.map(({ zone }) => zone));
  });

  test('that of the consumer alone gets brokers by its contract', () => {
    const [{ staged, topology }] = stage([pages.payments], { contracts: [pages.contract] });
    expect(staged.assembly.brokerFiles.map(({ nodeId }) => nodeId)).toEqual(contractOf(topology, topology.services[0])!.brokerIds);
    expect(tried(topology)).toEqual(['PaymentsStack.KafkaEndpoint444749BF CLIENT']);
  });
});

describe('five brokers that run already, for three audiences', () => {
  test('each listener has a client: of the app, or else of the run', () => {
    const [{ topology }] = stage([adoptedApp()]);
    expect(tried(topology)).toEqual(['Own.ConsumerEndpoint2E9107B2 OWN', 'clients-of-run-0.Endpoint PARTNER_A', 'clients-of-run-1.Endpoint PARTNER_B']);
  });

  test('what the contract says of each listener is how the broker of the run lets clients in, and three of five are controllers', () => {
    const [{ staged }] = stage([adoptedApp()]);
    const files = staged.assembly.brokerFiles;
    expect(files.map(({ properties }) => properties['process.roles'])).toEqual(['broker,controller', 'broker,controller', 'broker,controller', 'broker', 'broker']);
    for (const { properties } of files) {
      expect(properties['listener.name.partner_a.sasl.enabled.mechanisms']).toBe('SCRAM-SHA-512');
      expect(properties['listener.name.partner_b.ssl.client.auth']).toBe('required');
      expect(properties).not.toHaveProperty(['listener.name.own.ssl.client.auth']);
      expect(properties['controller.quorum.voters'].split(',')).toHaveLength(3);
    }
  });

  test('a file of a host says where a listener binds and whom it asks for a certificate, whatever else is in it', () => {
    const [{ staged }] = stage([adoptedApp()], { properties: [hostFiles(text => `${text}authorizer.class.name=com.example.Authorizer\r\n`)] });
    expect(staged.nodes.written).toEqual(['broker 1001, 1002, 1003, 1004, 1005 has no process.roles']);
    const [{ properties }] = staged.assembly.brokerFiles;
    expect(properties).not.toHaveProperty(['authorizer.class.name']);
    expect(properties).not.toHaveProperty(['listener.name.partner_b.ssl.client.auth']);
    const [asking] = stage([adoptedApp()], { properties: [hostFiles(text => `${text}listener.name.partner_b.ssl.client.auth=required\r\n`)] });
    expect(asking.staged.assembly.brokerFiles[0].properties['listener.name.partner_b.ssl.client.auth']).toBe('required');
  });

  test('a mechanism of which the run has no credentials is said', () => {
    const properties = [hostFiles(text => `${text}listener.name.partner_a.sasl.enabled.mechanisms=GSSAPI\r\n`)];
    expect(() => stage([adoptedApp()], { properties })).toThrow('broker 1001: PARTNER_A lets clients in by GSSAPI, and the run has no credentials of that kind');
  });

  test('nodes are let in where they meet, whatever the groups of the apps say', () => {
    const [{ topology }] = stage([adoptedApp()]);
    const host = { ...topology.brokers.get(1001)!, groupIds: [...topology.groups.filter(({ label }) => label === 'peers of the run').map(({ id }) => id)] };
    expect(ruleset(topology, host)).toContain(`ip saddr { 0.0.0.0/0 } tcp dport ${RUN_PORTS.first}-${RUN_PORTS.last} accept`);
  });
});

describe('files of nodes that meet in the clear', () => {
  const reasons = (...more: string[]) => reasonsToWrite([1, 2].map(id => parseBrokerFile(`${id}.properties`, [
    'process.roles=broker,controller', `node.id=${id}`, 'controller.listener.names=C', 'inter.broker.listener.name=I', 'listeners=I://:9092,C://:9090,A://:9093',
    `advertised.listeners=I://10.0.0.${id}:9092,A://b${id}.example.com:20000`, 'listener.security.protocol.map=I:PLAINTEXT,C:PLAINTEXT,A:PLAINTEXT', ...more,
  ].join('\n'))));
  const authorizer = 'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer';

  test('are those that nodes run on', () => {
    expect(reasons()).toEqual([]);
  });

  test.each(['super.users=User:CN=operator; User:ANONYMOUS', 'allow.everyone.if.no.acl.found=true'])('also with an authorizer that lets in who has no name: %s', setting => {
    expect(reasons(authorizer, setting)).toEqual([]);
  });

  test('are not, where an authorizer refuses who has no name; the reason stands once for all nodes', () => {
    expect(reasons(authorizer, 'super.users=User:CN=operator')).toEqual([
      'node 1, 2: its authorizer refuses nodes and clients without a name, since super.users lacks User:ANONYMOUS',
    ]);
  });
});
