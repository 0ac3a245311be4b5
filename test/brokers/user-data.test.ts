import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { clientListener, DIGEST, ENV, fileOf, idOf, importVpc, range, settingsOf, setup, userDataOf, ZONE_IDS } from './fixtures';
import {
  BrokerCertificate, BrokerPropertiesRenderer, ClientCa, KafkaControllers, KafkaDistribution, KafkaHealthGateMode, KafkaRole, ListenerSecurity,
  MultiAzKafkaBrokers, NodeSecurity,
} from '../../src';

const ASSETS = join(__dirname, '../../assets/node');
const propertiesOf = (template: Parameters<typeof fileOf>[0], nodeId: number) => fileOf(template, nodeId, '/etc/kafka-node/server.properties');

describe('settings', () => {
  const template = setup().template();
  const settings = settingsOf(template, 1);

  test('name the node, its disks and its address by references to its own resources', () => {
    const { brokers } = setup();
    expect(settings).toMatchObject({
      NODE_ID: '1',
      CLUSTER_ID: brokers.clusterId,
      HOST: `b1.${brokers.zoneName}`,
      ENI_ID: `<${idOf(template, 1, 'Interface')}.Id>`,
      IDENTITY_IP: `<${idOf(template, 1, 'Interface')}.PrimaryPrivateIpAddress>`,
      VOLUMES: `<${idOf(template, 1, 'Disk0G0')}>:/data/0`,
      RESOURCE: idOf(template, 1, 'Group'),
      // By its id: calls by name may be authorized as another resource.
      STACK: '<AWS::StackId>',
      AWS_REGION: 'eu-west-1',
      HOOK: 'drain',
      CLUSTER: 'Kafka-Brokers',
      METRICS_NAMESPACE: 'KafkaNodes',
      KAFKA_SHA512: DIGEST,
    });
  });

  test('have options of Java beside them, if there are some', () => {
    expect(() => fileOf(template, 0, '/etc/kafka-node/jvm.options')).toThrow();
    const given = setup({ jvmOptions: ['-XX:MaxGCPauseMillis=50', '-javaagent:/opt/agent.jar=9404'] }).template();
    for (const nodeId of [1000, 0]) { expect(fileOf(given, nodeId, '/etc/kafka-node/jvm.options')).toBe('-XX:MaxGCPauseMillis=50\n-javaagent:/opt/agent.jar=9404\n'); }
  });

  test('are of characters that need no quotes', () => {
    const everything = setup({
      restartToken: '2026-11-22T10:00', heap: Size.gibibytes(4), javaPackage: 'java-25-amazon-corretto-headless', healthGate: { settle: Duration.seconds(0) },
    }).template();
    for (const nodeId of [1000, 0]) {
      for (const value of Object.values(settingsOf(everything, nodeId))) {
        expect(value.replace(/<[^>]*>/g, '')).toMatch(/^[A-Za-z0-9_./:@,+=-]*$/);
      }
    }
  });

  test('say what the gate demands', () => {
    expect(settings).toMatchObject({ GATE: 'FULL', GATE_PASSES: '3', GATE_INTERVAL: '10', GATE_SETTLE: '60', DEADLINE: '3300', DRAIN_LIMIT: '900' });
    const healthGate = {
      mode: KafkaHealthGateMode.LIVENESS, consecutive: 1, interval: Duration.seconds(2), settle: Duration.seconds(0), timeout: Duration.minutes(10),
    };
    expect(settingsOf(setup({ healthGate }).template(), 1)).toMatchObject({ GATE: 'LIVENESS', GATE_PASSES: '1', GATE_INTERVAL: '2', GATE_SETTLE: '0', DEADLINE: '600' });
  });

  test('say how much memory and time tools have, where it is not as usual', () => {
    expect(Object.keys(settings)).toEqual(expect.not.arrayContaining(['TOOL_HEAP_MB', 'TOOL_LIMIT']));
    const healthGate = { toolHeap: Size.gibibytes(1), toolTimeout: Duration.minutes(2) };
    expect(settingsOf(setup({ healthGate }).template(), 1000)).toMatchObject({ TOOL_HEAP_MB: '1024', TOOL_LIMIT: '120', GATE: 'FULL', GATE_PASSES: '3' });
  });

  test('allow one node to start a quorum: the first controller, while its disk is its first', () => {
    const mayBootstrap = (props: Parameters<typeof setup>[0], nodeIds: number[]) =>
      nodeIds.filter(nodeId => settingsOf(setup(props).template(), nodeId).BOOTSTRAP === 'yes');
    const all = [1000, 1001, 1002, 0, 1, 2];
    expect(mayBootstrap({}, all)).toEqual([1000]);
    expect(mayBootstrap({ dataGenerations: { 1000: 1 } }, all)).toEqual([]);
    expect(mayBootstrap({ adoptVolumes: { 1000: ['vol-0123456789abcdef0'] } }, all)).toEqual([]);
    expect(mayBootstrap({ controllers: KafkaControllers.combined() }, [0, 1, 2])).toEqual([0]);
  });

  test('tell adopted disks from new ones', () => {
    const adopting = setup({ adoptVolumes: { 1000: ['vol-0123456789abcdef1'], 1: ['vol-0123456789abcdef0'] } }).template();
    expect(settingsOf(adopting, 1)).toMatchObject({ DATA: 'adopted', VOLUMES: 'vol-0123456789abcdef0:/data/0' });
    expect(settingsOf(adopting, 0).DATA).toBe('new');
  });

  test('say what secrets go where, to brokers only', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const secret = new secrets.Secret(stack, 'Certificate');
    const path = '/run/kafka/client.pem';
    const template_ = setup({
      stack,
      clientListeners: [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromPemFile(path)) })],
      secretFiles: { [path]: secret },
    }).template();
    const { SECRETS } = settingsOf(template_, 0);
    expect(SECRETS).toMatch(/^\/run\/kafka\/client\.pem=<Certificate[0-9A-F]{8}>$/);
    expect(Object.keys(settingsOf(template_, 1000))).not.toEqual(expect.arrayContaining(['SECRETS']));
  });

  test('have each secret with its file, by the whole ARN', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const arn = (name: string) => `arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/${name}-AbCdEf`;
    const [certificate, clients] = ['Certificate', 'Clients'].map(name => secrets.Secret.fromSecretCompleteArn(stack, name, arn(name)));
    const clientListeners = [
      ListenerSecurity.mutualTls(BrokerCertificate.fromSecret(certificate), ClientCa.fromSecret(clients)),
      ListenerSecurity.saslScram(BrokerCertificate.fromSecret(certificate)),
    ].map((security, slot) => clientListener({ slot, name: `C${slot}`, security }));
    expect(settingsOf(setup({ stack, clientListeners }).template(), 0).SECRETS.split(',')).toEqual([
      `/run/kafka/tls/c0.pem=${arn('Certificate')}`, `/run/kafka/tls/c0.ca.pem=${arn('Clients')}`, `/run/kafka/tls/c1.pem=${arn('Certificate')}`,
    ].sort());
  });

  test('give the heap to brokers, and leave controllers theirs', () => {
    const heaped = setup({ heap: Size.gibibytes(4) }).template();
    expect(settingsOf(heaped, 0).HEAP_MB).toBe('4096');
    expect(settingsOf(heaped, 1000).HEAP_MB).toBeUndefined();
    expect(settings.HEAP_MB).toBeUndefined();
  });

  test('name an object of a bucket that has no name yet', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const kafka = KafkaDistribution.fromBucket(new s3.Bucket(stack, 'Artifacts'), 'kafka/kafka.tgz', '4.2.0', DIGEST);
    expect(settingsOf(setup({ stack, kafka }).template(), 0).KAFKA_URL).toMatch(/^s3:\/\/<Artifacts[0-9A-F]{8}>\/kafka\/kafka\.tgz$/);
  });
});

describe('server.properties', () => {
  test('is what the renderer writes, comments included', () => {
    const { template, stack, brokers } = setup({ availabilityZoneIds: ZONE_IDS });
    const renderer = new BrokerPropertiesRenderer(stack, 'Own', {
      clientListeners: [clientListener()], brokerCount: 3, quorum: MultiAzKafkaBrokers.quorum(brokers.zoneName), logDirs: ['/data/0/log'],
    });
    expect(propertiesOf(template(), 1)).toBe(renderer.render({ nodeId: 1, host: `b1.${brokers.zoneName}`, zoneId: 'euw1-az2' }));
    expect(propertiesOf(template(), 1)).toContain('\n# Client listener CLIENT, slot 0\nlistener.name.client.max.connections=5000\n');
    expect(propertiesOf(template(), 1000)).toBe(renderer.render({ nodeId: 1000, host: `c1000.${brokers.zoneName}`, roles: [KafkaRole.CONTROLLER], zoneId: 'euw1-az1' }));
  });

  test('says of itself what it is, also where two listeners are equal', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const secret = (name: string) => secrets.Secret.fromSecretCompleteArn(stack, name, `arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/${name}-AbCdEf`);
    const nodeSecurity = NodeSecurity.mutualTls(BrokerCertificate.fromSecret(secret('Node')), ClientCa.fromSecret(secret('Nodes')));
    const { template, brokers } = setup({ stack, nodeSecurity });
    for (const nodeId of [1000, 0]) { expect(propertiesOf(template(), nodeId)).toBe(brokers.serverProperties(nodeId)); }
    expect(propertiesOf(template(), 0).split('ssl.client.auth=required')).toHaveLength(3);
  });

  test('has a directory on each of the node\'s disks', () => {
    const volumes = range(2).map(() => ({ size: Size.gibibytes(10) }));
    const template = setup({ volumes }).template();
    for (const nodeId of [0, 1000]) {
      const mounts = settingsOf(template, nodeId).VOLUMES.split(',').map(volume => volume.split(':')[1]);
      expect(mounts).toHaveLength(nodeId === 0 ? 2 : 1);
      expect(propertiesOf(template, nodeId)).toContain(`\nlog.dirs=${mounts.map(mount => `${mount}/log`).join(',')}\n`);
    }
  });

  test('keeps a value that is known only after deployment', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const threads = new CfnParameter(stack, 'Threads', { default: '8' });
    expect(propertiesOf(setup({ stack, overrides: { 'num.io.threads': threads.valueAsString } }).template(), 0)).toContain('num.io.threads=<Threads>\n');
  });

  test('keeps a reference to a config provider, which is nothing for CloudFormation', () => {
    const overrides = { 'config.providers': 'dir', 'config.providers.dir.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider', 'client.quota.callback.class': '${dir:/etc/kafka/secrets:name}' };
    expect(propertiesOf(setup({ overrides }).template(), 0)).toContain('=${dir:/etc/kafka/secrets:name}\n');
  });

  test('of a renderer that is given is taken as it is, with its port between brokers', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const properties = new BrokerPropertiesRenderer(stack, 'Own', {
      clientListeners: [clientListener()],
      brokerCount: 3,
      quorum: MultiAzKafkaBrokers.quorum('kafka.example.internal'),
      logDirs: ['/data/0/log'],
      internalListenerName: 'INTERNAL_PLAINTEXT',
      internalPort: 9099,
    });
    const template = setup({ stack, properties, zoneName: 'kafka.example.internal', vpc: importVpc(stack) }).template();
    expect(propertiesOf(template, 0)).toContain('INTERNAL_PLAINTEXT://b0.kafka.example.internal:9099');
    const ports = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties.FromPort);
    expect(ports.sort()).toEqual([9090, 9099]);
  });
});

describe('user data', () => {
  const user = mkdtempSync(join(tmpdir(), 'user-data-'));
  afterAll(() => rmSync(user, { recursive: true }));

  test('writes settings, server.properties and what fetches the scripts, and starts that', () => {
    const template = setup().template();
    const called = join(user, 'called');
    mkdirSync(join(user, 'bin'));
    writeFileSync(join(user, 'bin/systemctl'), `#!/bin/sh\necho "$*" >> ${called}\n`, { mode: 0o755 });
    for (const path of ['etc/systemd/system', 'var/lib/kafka-node/making-vol-0abc']) { mkdirSync(join(user, path), { recursive: true }); }
    const here = userDataOf(template, 0).replace(/(?<= )\/(?=(etc|usr|var)\/)/g, `${user}/`);
    execFileSync('bash', ['-e'], { input: here, env: { PATH: `${join(user, 'bin')}:${process.env.PATH}` } });
    const written = (path: string) => readFileSync(join(user, path), 'utf8');
    expect(written('etc/kafka-node/server.properties')).toBe(propertiesOf(template, 0));
    expect(written('etc/kafka-node/env')).toContain('\nHOST=b0.');
    expect(written('usr/local/lib/kafka-node/fetch').replaceAll(user, '')).toBe(readFileSync(join(ASSETS, 'fetch'), 'utf8'));
    expect(statSync(join(user, 'usr/local/lib/kafka-node/fetch')).mode.toString(8)).toBe('100755');
    expect(written('etc/systemd/system/kafka-node-fetch.service').replaceAll(user, '')).toBe(readFileSync(join(ASSETS, 'kafka-node-fetch.service'), 'utf8'));
    expect(readFileSync(called, 'utf8')).toBe('daemon-reload\nenable --now --no-block kafka-node-fetch.service\n');
    // The time from which the deadline counts, and nothing that an image brings.
    expect(readdirSync(join(user, 'var/lib/kafka-node'))).toEqual(['first-boot']);
    expect(Math.abs(Number(written('var/lib/kafka-node/first-boot')) - Date.now() / 1000)).toBeLessThan(60);
  });

  test('names the scripts by their content', () => {
    const { SCRIPTS, SCRIPTS_SHA256 } = settingsOf(setup().template(), 0);
    expect(SCRIPTS).toMatch(/^s3:\/\/cdk-hnb659fds-assets-111111111111-eu-west-1\/[0-9a-f]{64}\.tar$/);
    expect(SCRIPTS_SHA256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('of the largest realistic configuration fits', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const secret = (name: string) =>
      secrets.Secret.fromSecretCompleteArn(stack, name, `arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/production/${name}-AbCdEf`);
    const certificate = BrokerCertificate.fromSecret(secret('Certificate'));
    const clientListeners = [
      ListenerSecurity.mutualTls(certificate, ClientCa.fromSecret(secret('Clients'))), ListenerSecurity.saslScram(certificate),
    ].map((security, slot) => clientListener({ slot, name: `CLIENT_${slot}`, security }));
    const nodeSecurity = NodeSecurity.mutualTls(BrokerCertificate.fromSecret(secret('Node')), ClientCa.fromSecret(secret('Nodes')));
    const volumes = range(2).map(() => ({ size: Size.gibibytes(1000) }));
    expect(setup({ stack, clientListeners, nodeSecurity, administrator: secret('Administrator'), volumes, brokerCount: 9 }).template).not.toThrow();
  });

  test('that EC2 would refuse is refused, with what takes the room', () => {
    expect(() => setup({ overrides: { 'super.users': 'User:a;'.repeat(2000) } })).toThrow(
      /MultiAzKafkaBrokers.userDataTooLong: the user data of node 1000 takes up to \d+ bytes, and EC2 allows 16384; server\.properties has \d+ of them: shorten 'overrides'/);
  });

  test('is measured with the name of its stack, which stands in the id of the stack, the name of the log group and the dimensions of metrics', () => {
    const sizeOf = (stackName: string) => {
      const stack = new Stack(new App(), 'Kafka', { env: ENV, stackName });
      try {
        setup({ stack, overrides: { 'super.users': 'User:a;'.repeat(2000) } });
      } catch (error) {
        return Number(/node 1000 takes up to (\d+) bytes/.exec(String(error))![1]);
      }
      throw new Error('it fits');
    };
    expect(sizeOf('K'.repeat(128)) - sizeOf('K')).toBe(3 * 127);
  });
});
