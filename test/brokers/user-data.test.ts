import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnParameter, Duration, Fn, Size, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { clientListener, DIGEST, ENV, fileOf, idOf, importVpc, range, settingsOf, setup, userDataOf, ZONE_IDS } from './fixtures';
import {
  BrokerCertificate, BrokerPropertiesRenderer, ClientCa, KafkaControllers, KafkaDistribution, KafkaHealthGateMode, KafkaRole, ListenerSecurity,
  MultiAzKafkaBrokers, NodeSecurity,
} from '../../src';

const bare = (text: string) => text.replace(/^(#.*)?\n/gm, '');
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

  test('have once what the ARNs of secrets begin with, which the shell puts in', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const arn = (name: string) => `arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/${name}-AbCdEf`;
    const [certificate, clients] = ['Certificate', 'Clients'].map(name => secrets.Secret.fromSecretCompleteArn(stack, name, arn(name)));
    const security = ListenerSecurity.mutualTls(BrokerCertificate.fromSecret(certificate), ClientCa.fromSecret(clients));
    const env = fileOf(setup({ stack, clientListeners: [clientListener({ security })] }).template(), 0, '/etc/kafka-node/env');
    expect(env.match(/arn:/g)).toHaveLength(1);
    const found = execFileSync('bash', ['-c', `${env.replace(/<[^>]*>/g, 'token')}echo $SECRETS`]).toString();
    expect(found).toBe(`/run/kafka/tls/client.ca.pem=${arn('Clients')},/run/kafka/tls/client.pem=${arn('Certificate')}\n`);
  });

  test('keep every token of an ARN in one piece', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const [certificate, clients] = ['a', 'b'].map(name => secrets.Secret.fromSecretPartialArn(stack, name,
      `arn:aws:secretsmanager:eu-west-1:111111111111:secret:${Fn.join('-', ['x', Fn.importValue(name)])}`));
    const security = ListenerSecurity.mutualTls(BrokerCertificate.fromSecret(certificate), ClientCa.fromSecret(clients));
    expect(fileOf(setup({ stack, clientListeners: [clientListener({ security })] }).template(), 0, '/etc/kafka-node/env')).not.toContain('Token');
  });

  test('have once what they begin with where it is known only after deployment', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const [certificate, clients] = ['Certificate', 'Clients'].map(name => secrets.Secret.fromSecretNameV2(stack, name, `kafka/${name}`));
    const security = ListenerSecurity.mutualTls(BrokerCertificate.fromSecret(certificate), ClientCa.fromSecret(clients));
    const found = setup({ stack, clientListeners: [clientListener({ security })] }).template();
    expect(fileOf(found, 0, '/etc/kafka-node/env').match(/<AWS::Partition>/g)).toHaveLength(1);
    const arn = (name: string) => `arn:<AWS::Partition>:secretsmanager:eu-west-1:111111111111:secret:kafka/${name}`;
    expect(settingsOf(found, 0).SECRETS).toBe(`/run/kafka/tls/client.ca.pem=${arn('Clients')},/run/kafka/tls/client.pem=${arn('Certificate')}`);
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
  test('is what the renderer writes, without comments and empty lines', () => {
    const { template, stack, brokers } = setup({ availabilityZoneIds: ZONE_IDS });
    const renderer = new BrokerPropertiesRenderer(stack, 'Own', {
      clientListeners: [clientListener()], brokerCount: 3, quorum: MultiAzKafkaBrokers.quorum(brokers.zoneName), logDirs: ['/data/0/log'],
    });
    expect(propertiesOf(template(), 1)).toBe(bare(renderer.render({ nodeId: 1, host: `b1.${brokers.zoneName}`, zoneId: 'euw1-az2' })));
    expect(propertiesOf(template(), 1000)).toBe(bare(renderer.render({ nodeId: 1000, host: `c1000.${brokers.zoneName}`, roles: [KafkaRole.CONTROLLER], zoneId: 'euw1-az1' })));
  });

  test('has every key of a listener in whole on the node', () => {
    const clientListeners = [clientListener(), clientListener({ slot: 1, name: 'OTHER', security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/x.pem')) })];
    const template = setup({ clientListeners, overrides: { 'zz.last': 'x' } }).template();
    expect(userDataOf(template, 0)).not.toContain('listener.name.client.max');
    expect(propertiesOf(template, 0)).toContain('\nlistener.name.client.max.connections=5000\n');
    expect(propertiesOf(template, 0)).toContain('\nlistener.name.other.ssl.keystore.location=/x.pem\n');
    expect(propertiesOf(template, 0)).toMatch(/\nzz\.last=x\n$/);
  });

  test('has once in the user data what two listeners share, and twice on the node', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const secret = (name: string) => secrets.Secret.fromSecretCompleteArn(stack, name, `arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/${name}-AbCdEf`);
    const nodeSecurity = NodeSecurity.mutualTls(BrokerCertificate.fromSecret(secret('Node')), ClientCa.fromSecret(secret('Nodes')));
    const { template, brokers } = setup({ stack, nodeSecurity });
    const sorted = (text: string) => text.split('\n').sort();
    for (const nodeId of [1000, 0]) {
      expect(sorted(propertiesOf(template(), nodeId))).toEqual(sorted(bare(brokers.serverProperties(nodeId))));
    }
    expect(userDataOf(template(), 0).split('ssl.client.auth=required')).toHaveLength(2);
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
  test('writes the two files and then runs what is packed, byte for byte', () => {
    const template = setup().template();
    const text = userDataOf(template, 0);
    expect(text.startsWith('#!/bin/bash\nmkdir -p /etc/kafka-node && cd $_\n')).toBe(true);
    expect(text.endsWith(`\n@\n${readFileSync(join(__dirname, '../../assets/node/unpack.sh'), 'ascii')}`)).toBe(true);
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
    expect(() => setup({ overrides: { 'super.users': 'User:a;'.repeat(1200) } })).toThrow(
      /MultiAzKafkaBrokers.userDataTooLong: the user data of node 1000 takes up to \d+ bytes, and EC2 allows 16384; server\.properties has \d+ of them: shorten 'overrides'/);
  });

  test('is measured with the name of its stack, which stands in the id of the stack, the name of the log group and the dimensions of metrics', () => {
    const sizeOf = (stackName: string) => {
      const stack = new Stack(new App(), 'Kafka', { env: ENV, stackName });
      try {
        setup({ stack, overrides: { 'super.users': 'User:a;'.repeat(1200) } });
      } catch (error) {
        return Number(/node 1000 takes up to (\d+) bytes/.exec(String(error))![1]);
      }
      throw new Error('it fits');
    };
    expect(sizeOf('K'.repeat(128)) - sizeOf('K')).toBe(3 * 127);
  });
});
