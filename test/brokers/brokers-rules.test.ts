import { App, CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { clientListener, DIGEST, ENV, IMAGE, importVpc, KAFKA, range, setup, SetupProps, ZONES } from './fixtures';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, ClientCa, ClientListener, ClientListenerProps, KafkaControllers, KafkaDistribution,
  KafkaHealthGateMode, ListenerSecurity, MultiAzKafkaBrokers, NodeSecurity,
} from '../../src';
import { clusterIdFrom } from '../../src/brokers/cluster/cluster-id';
import { logDirs } from '../../src/brokers/node/node-plan';

const token = () => new CfnParameter(new Stack(), 'Parameter').valueAsString;
const number = () => new CfnParameter(new Stack(), 'Parameter', { type: 'Number' }).valueAsNumber;
const x86 = new ec2.InstanceType('m7i.large');
const VOLUME_ID = 'vol-0123456789abcdef0';
const OTHER_VOLUME_ID = 'vol-0123456789abcdef1';
const ANY: ClientListenerProps = { name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext() };
const withSecurity = (security: ListenerSecurity): ClientListenerProps => ({ ...ANY, security });

test.each<[string, SetupProps, RegExp]>([
  ['no broker', { brokerCount: 0 }, /MultiAzKafkaBrokers.brokerCount: 'brokerCount' must be an integer from 1 to 999, got 0/],
  ['a number that is not known', { brokerCount: number() }, /MultiAzKafkaBrokers.brokerCount: .* got a token/],
  ['ids that end too high', { brokerCount: 3, firstBrokerId: 997 }, /MultiAzKafkaBrokers.firstBrokerId: 'firstBrokerId' must be an integer from 0 to 996, .*; got 997/],
  ['more combined controllers than brokers', { brokerCount: 2, controllers: KafkaControllers.combined() }, /MultiAzKafkaBrokers.combinedCount: 3 brokers are to be controllers too, and 'brokerCount' is 2/],
  ['a cluster id that is none', { clusterId: 'prod' }, /MultiAzKafkaBrokers.clusterId: .*got "prod"/],
  ['a cluster id that looks like an option', { clusterId: '-Ye2n9lagXrj7SY84IDTCA' }, /MultiAzKafkaBrokers.clusterId: .*without a hyphen first/],
  ['a cluster id that is a token', { clusterId: token() }, /MultiAzKafkaBrokers.clusterId: .*got a token/],
  ['a zone name of one label', { zoneName: 'kafka' }, /MultiAzKafkaBrokers.zoneName: 'zoneName' "kafka" has a single label/],
  ['a zone name that is a token', { zoneName: token() }, /MultiAzKafkaBrokers.zoneName: 'zoneName' a token can't be known too late: controllers remember/],
  ['a restart token with a blank', { restartToken: 'a b' }, /MultiAzKafkaBrokers.restartToken: .*got "a b"/],
  ['a package with a blank', { javaPackage: 'java; rm' }, /MultiAzKafkaBrokers.javaPackage: .*got "java; rm"/],
  ['two options of Java in one', { jvmOptions: ['-XX:+UseZGC -XX:+ZGenerational'] }, /MultiAzKafkaBrokers.jvmOptions: 'jvmOptions' has "-XX:\+UseZGC -XX:\+ZGenerational", .* give each option by itself/],
  ['an option of Java without a dash', { jvmOptions: ['XX:+UseZGC'] }, /MultiAzKafkaBrokers.jvmOptions: 'jvmOptions' has "XX:\+UseZGC"/],
  ['an option of Java that a shell would expand', { jvmOptions: ['-Da=$HOME'] }, /MultiAzKafkaBrokers.jvmOptions: .*dollar sign/],
  ['an option of Java that is known later', { jvmOptions: [token()] }, /MultiAzKafkaBrokers.jvmOptions: 'jvmOptions' has a token/],
  ['a heap among the options of Java', { jvmOptions: ['-Xmx8g'] }, /MultiAzKafkaBrokers.jvmOptions: 'jvmOptions' has "-Xmx8g", which sets the heap; give 'heap'/],
  ['a class path among the options of Java', { jvmOptions: ['-cp=/opt'] }, /MultiAzKafkaBrokers.jvmOptions: .*replaces Kafka's class path/],
  ['a share of the memory as heap', { jvmOptions: ['-XX:MaxRAMPercentage=50'] }, /MultiAzKafkaBrokers.jvmOptions: .*, which sets the heap/],
  ['an option with which Java only says its version', { jvmOptions: ['-version'] }, /MultiAzKafkaBrokers.jvmOptions: .*ends Java before Kafka starts/],
  ['a password among the options of Java', { jvmOptions: ['-Djavax.net.ssl.keyStorePassword=hidden'] },
    /MultiAzKafkaBrokers.jvmOptions: 'jvmOptions' has "-Djavax.net.ssl.keyStorePassword=…", which would stand in the launch template(?!.*hidden)/],
  ['a relative path', { secretFiles: { 'client.pem': {} as secrets.ISecret } }, /MultiAzKafkaBrokers.secretFiles: .*got "client\.pem"/],
  ['another place for the metadata, which the scripts would not format', { overrides: { 'metadata.log.dir': '/data/1/log' } }, /MultiAzKafkaBrokers.metadataLogDir: node 1000 would keep its metadata in "\/data\/1\/log" \('metadata.log.dir'\), which its scripts do not format/],
  ['a listener in small letters', { clientListeners: [clientListener({ name: 'external' })] }, /MultiAzKafkaBrokers.listenerName: client listener "external" must match \^\[A-Z\]\[A-Z0-9_\]\{0,30\}\$ and be none of CONTROLLER, INTERNAL, PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL/],
  ['a listener with the name of a protocol', { clientListeners: [clientListener({ name: 'SSL' })] }, /MultiAzKafkaBrokers.listenerName: client listener "SSL"/],
  ['a listener on the port of an exporter', { clientListeners: [clientListener({ bindPort: 9100 })] }, /MultiAzKafkaBrokers.portTaken: listener CLIENT of node 0 binds 9100, by custom the port of the Prometheus node exporter; give it another port, for example 10100/],
  ['a path on the root disk', { secretFiles: { '/etc/kafka/tls/client.pem': {} as secrets.ISecret } }, /MultiAzKafkaBrokers.secretFiles: 'secretFiles' must have paths under \/run, which is memory.*got "\/etc\/kafka\/tls\/client\.pem"/],
  ['a path that leads to the root disk', { secretFiles: { '/run/../etc/client.pem': {} as secrets.ISecret } }, /MultiAzKafkaBrokers.secretFiles: /],
  ['no volume', { volumes: [] }, /MultiAzKafkaBrokers.volumes: 'volumes' must have 1 to 11 volumes.* got 0/],
  ['too many volumes', { volumes: range(12).map(() => ({ size: Size.gibibytes(1) })) }, /MultiAzKafkaBrokers.volumes: .* got 12/],
  ['a gate that outlasts CloudFormation', { healthGate: { timeout: Duration.minutes(60) } }, /MultiAzKafkaBrokers.healthGate: 'timeout' of 'healthGate' must be an integer from 60 to 3300 seconds, got 3600 seconds; CloudFormation waits an hour/],
  ['tools with less heap than Java starts with', { healthGate: { toolHeap: Size.mebibytes(32) } }, /MultiAzKafkaBrokers.healthGate: 'toolHeap' .* from 64 to 4096 MiB, got 32 MiB/],
  ['tools that no drain could wait for', { healthGate: { toolTimeout: Duration.minutes(11) } }, /MultiAzKafkaBrokers.healthGate: 'toolTimeout' .* from 10 to 600 seconds, got 660 seconds/],
  ['a gate without a pass', { healthGate: { consecutive: 0 } }, /MultiAzKafkaBrokers.healthGate: 'consecutive' .* from 1 to 100, got 0/],
  ['machines that share no image', { instanceType: x86, controllers: KafkaControllers.dedicated({ instanceType: new ec2.InstanceType('m7g.large') }) },
    /MultiAzKafkaBrokers.architecture: controllers on m7g\.large \(arm64\) and brokers on m7i\.large \(x86_64\) can't run the same image/],
  ['a parked node that is not there', { parked: [7] }, /MultiAzKafkaBrokers.unknownNode: 'parked' names node 7, and the nodes here are 1000, 1001, 1002, 0, 1, 2/],
  ['a generation of a node that is not there', { dataGenerations: { b1: 1 } }, /MultiAzKafkaBrokers.unknownNode: 'dataGenerations' names node b1/],
  ['volumes of a node that is not there', { adoptVolumes: { 9: [VOLUME_ID] } }, /MultiAzKafkaBrokers.unknownNode: 'adoptVolumes' names node 9/],
  ['a majority of controllers parked', { parked: [1000, 1002] }, /MultiAzKafkaBrokers.parkedControllers: 'parked' has 2 of 3 controllers \(1000, 1002\)/],
  ['a negative generation', { dataGenerations: { 1: -1 } }, /MultiAzKafkaBrokers.dataGeneration: the data generation of node 1 must be an integer from 0 to 999.* got -1/],
  ['what is no volume', { adoptVolumes: { 1: ['i-0123456789abcdef0'] } }, /MultiAzKafkaBrokers.adoptedVolume: 'adoptVolumes' of node 1 has "i-0123456789abcdef0", which is not a volume id/],
  ['too few volumes', { volumes: range(2).map(() => ({ size: Size.gibibytes(1) })), adoptVolumes: { 1: [VOLUME_ID] } },
    /MultiAzKafkaBrokers.adoptedVolumeCount: 'adoptVolumes' of node 1 has 1 volumes, and the node has 2; .* an adopted node gets no further volume/],
  ['data that is kept and given up', { adoptVolumes: { 1000: [OTHER_VOLUME_ID], 1: [VOLUME_ID] }, dataGenerations: { 1: 1 } },
    /MultiAzKafkaBrokers.adoptedGeneration: node 1 is in 'adoptVolumes'.* to give up its disks take it out of 'adoptVolumes' in the same deployment/],
  ['adopted controllers without the first', { adoptVolumes: { 1001: [VOLUME_ID], 1002: [OTHER_VOLUME_ID] } },
    /MultiAzKafkaBrokers.adoptedWithoutFirstController: .*nodes 1001, 1002.* controller 1000.*dataGenerations: { '1000': 1 }.*remove-controller/],
  ['an adopted broker without the first controller', { adoptVolumes: { 1: [VOLUME_ID] } }, /MultiAzKafkaBrokers.adoptedWithoutFirstController: .*node 1 .* controller 1000/],
  ['an adopted broker without the first combined controller', { controllers: KafkaControllers.combined(), firstBrokerId: 4, adoptVolumes: { 5: [VOLUME_ID] } },
    /MultiAzKafkaBrokers.adoptedWithoutFirstController: .*controller 4/],
  ['one disk for two nodes', { adoptVolumes: { 1000: [VOLUME_ID], 1: [VOLUME_ID] } }, /MultiAzKafkaBrokers.adoptedTwice: 'adoptVolumes' has "vol-0123456789abcdef0" more than once/],
])('%s is refused', (_, props, message) => {
  expect(() => setup(props)).toThrow(message);
});

test('several problems are told at once', () => {
  expect(() => setup({ clusterId: 'prod', volumes: [] })).toThrow(/Kafka\/Brokers: 2 problems\n {2}- MultiAzKafkaBrokers.clusterId.*\n {2}- MultiAzKafkaBrokers.volumes/);
});

test.each([['cluster ids', { clusterId: 'Ye2n9lagXrj7SY84IDTCAA' }], ['one parked controller', { parked: [1000] }], ['an x86 machine', { instanceType: x86 }],
  ['adopted disks, the first controller\'s among them', { adoptVolumes: { 1000: [VOLUME_ID], 1: [OTHER_VOLUME_ID] } }],
  ['adopted disks, and the first controller\'s lost', { adoptVolumes: { 1001: [VOLUME_ID], 1: [OTHER_VOLUME_ID] }, dataGenerations: { 1000: 1 } }],
  ['the first controller\'s adopted disk alone', { adoptVolumes: { 1000: [VOLUME_ID] } }]])('%s of the right form are accepted', (_, props) => {
  expect(() => setup(props)).not.toThrow();
});

test('a cluster id is the same in the same stack, another in another one, and of the form that Kafka gives it', () => {
  const seeds = range(2000).map(String);
  const ids = seeds.map(clusterIdFrom);
  expect(new Set(ids).size).toBe(seeds.length);
  expect(seeds.map(clusterIdFrom)).toEqual(ids);
  expect(ids.filter(id => !/^[A-Za-z0-9_]{21}[AQgw]$/.test(id))).toEqual([]);
  expect(setup().brokers.clusterId).toBe(setup().brokers.clusterId);
  expect(setup({ stack: new Stack(new App(), 'Other', { env: ENV }) }).brokers.clusterId).not.toBe(setup().brokers.clusterId);
});

test('a construct that is renamed or moved within its stack would make a zone of the name that is taken, which Route 53 refuses before anything is deleted', () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const moved = new MultiAzKafkaBrokers(new Construct(stack, 'Wrapper'), 'Renamed', {
    vpc: importVpc(stack), brokerCount: 3, clientListeners: [clientListener()], kafka: KAFKA, machineImage: IMAGE, availabilityZones: ZONES,
  });
  const { brokers } = setup();
  expect([moved.clusterId, moved.zoneName]).toEqual([brokers.clusterId, brokers.zoneName]);
});

test('two clusters of one stack need ids of their own', () => {
  const { stack, vpc, brokers } = setup();
  expect(() => setup({ stack, vpc, id: 'Other' })).toThrow(new RegExp(`MultiAzKafkaBrokers.clusterIdTwice: Kafka/Brokers has the cluster id "${brokers.clusterId}" too; .* give 'clusterId'`));
  expect(() => setup({ stack, vpc, id: 'Third', clusterId: 'Ye2n9lagXrj7SY84IDTCAA' })).not.toThrow();
});

test('names follow from the cluster id alone, so that they come back with it elsewhere', () => {
  const clusterId = 'Ye2n9lagXrj7SY84IDTCAA';
  const zoneNames = ['One', 'Other'].map(id => setup({ id, clusterId }).brokers.zoneName);
  expect(zoneNames[0]).toMatch(/^k[0-9a-f]{8}\.kafka\.internal$/);
  expect(zoneNames[1]).toBe(zoneNames[0]);
  expect(setup().brokers.zoneName).not.toBe(zoneNames[0]);
});

describe('the image', () => {
  const image = (make: (stack: Stack) => ec2.IMachineImage) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    return () => setup({ stack, machineImage: make(stack) });
  };

  test.each<[string, () => ec2.IMachineImage]>([
    ['the latest at each deployment', () => ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 })],
    ['a parameter at each deployment', () => ec2.MachineImage.fromSsmParameter('/images/kafka')],
    ['a parameter at each launch', () => ec2.MachineImage.resolveSsmParameterAtLaunch('/images/kafka')],
  ])('that is %s is refused', (_, make) => {
    expect(image(make)).toThrow(/MultiAzKafkaBrokers.floatingImage: 'machineImage' is looked up at every deployment/);
  });

  test.each<[string, (stack: Stack) => ec2.IMachineImage]>([
    ['looked up once', () => ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64, cachedInContext: true })],
    ['a parameter of the stack', stack => ({ getImage: () => ({ imageId: new CfnParameter(stack, 'Image').valueAsString, osType: ec2.OperatingSystemType.LINUX, userData: ec2.UserData.forLinux() }) })],
  ])('that is %s is accepted', (_, make) => {
    expect(image(make)).not.toThrow();
  });
});

describe('Kafka', () => {
  const url = 'https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz';

  test.each<[string, () => unknown, RegExp]>([
    ['4.1', () => KafkaDistribution.fromUrl(url, '4.1.9', DIGEST), /KafkaDistribution.tooOld: Kafka 4\.1\.9 is older than 4\.2/],
    ['3.9', () => KafkaDistribution.fromUrl(url, '3.9.1', DIGEST), /KafkaDistribution.tooOld/],
    ['a half version', () => KafkaDistribution.fromUrl(url, '4.2', DIGEST), /KafkaDistribution.version: 'version' must be a literal such as "4\.2\.0", got "4\.2"/],
    ['a digest of another kind', () => KafkaDistribution.fromUrl(url, '4.2.0', 'abc'), /KafkaDistribution.sha512: .*got "abc"/],
    ['a digest that is not known', () => KafkaDistribution.fromUrl(url, '4.2.0', token()), /KafkaDistribution.sha512: .*got a token/],
    ['no encryption', () => KafkaDistribution.fromUrl('http://example.com/kafka.tgz', '4.2.0', DIGEST), /KafkaDistribution.url: 'url' must be an address/],
    ['a key with a blank', () => KafkaDistribution.fromBucket(s3.Bucket.fromBucketName(new Stack(), 'B', 'artifacts'), 'a b', '4.2.0', DIGEST), /KafkaDistribution.key: .*got "a b"/],
  ])('with %s is refused', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test.each(['4.2.0', '4.10.1', '5.0.0'])('%s is accepted, with a digest in capitals as well', version => {
    expect(KafkaDistribution.fromUrl(url, version, DIGEST.toUpperCase()).version).toBe(version);
  });
});

test.each([0, 2, 4, 7, 1.5])('%p controllers are refused', count => {
  expect(() => KafkaControllers.dedicated({ count })).toThrow(/KafkaControllers.count: the number of controllers must be 1, 3 or 5/);
  expect(() => KafkaControllers.combined(count)).toThrow(/KafkaControllers.count/);
});

describe('a renderer that is given', () => {
  const zoneName = 'kafka.example.internal';
  const make = (renderer: Partial<ConstructorParameters<typeof BrokerPropertiesRenderer>[2]> = {}, props: SetupProps = {}) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const properties = new BrokerPropertiesRenderer(stack, 'Own', {
      clientListeners: [clientListener()], brokerCount: 3, quorum: MultiAzKafkaBrokers.quorum(zoneName), logDirs: ['/data/0/log'], ...renderer,
    });
    return () => setup({ stack, vpc: importVpc(stack), properties, zoneName, ...props });
  };

  test('that fits is accepted', () => {
    expect(make()).not.toThrow();
  });

  test('leaves nothing for overrides', () => {
    expect(make({}, { overrides: { 'num.io.threads': '8' } })).toThrow(/MultiAzKafkaBrokers.overridesTwice: 'properties' is given, so nothing would read 'overrides'/);
  });

  test('needs a zone name that is known to both', () => {
    expect(make({}, { zoneName: undefined })).toThrow(/MultiAzKafkaBrokers.zoneNameMissing/);
  });

  test('with other directories is refused', () => {
    expect(make({ logDirs: ['/var/lib/kafka'] })).toThrow(/MultiAzKafkaBrokers.properties: 'properties' renders "\/var\/lib\/kafka" as 'log\.dirs' of node 1000, and the node needs "\/data\/0\/log"/);
  });

  test('with another quorum is refused', () => {
    expect(make({ quorum: MultiAzKafkaBrokers.quorum('other.internal') })).toThrow(/MultiAzKafkaBrokers.properties: .*c1000\.other\.internal:9090.* as 'controller\.quorum\.bootstrap\.servers' of node 1000/);
  });

  const CERTIFICATE = BrokerCertificate.fromPemFile('/run/kafka/tls/client.pem');
  const CA = ClientCa.fromPemFile('/run/kafka/tls/ca.pem');
  test.each<[string, ClientListenerProps, ClientListenerProps, string]>([
    ['that asks for no certificate', withSecurity(ListenerSecurity.plaintext()), withSecurity(ListenerSecurity.mutualTls(CERTIFICATE, CA)),
      "'listener.security.protocol.map' is \"PLAINTEXT\" there, and \"SSL\" by 'clientListeners'"],
    ['of TLS alone', withSecurity(ListenerSecurity.tls(CERTIFICATE)), withSecurity(ListenerSecurity.mutualTls(CERTIFICATE, CA)),
      "'listener.name.client.ssl.client.auth' is \"none\" there, and \"required\" by 'clientListeners'; 'listener.name.client.ssl.principal.mapping.rules' is not given there, and"],
    ['of another host', { ...ANY, advertisedHost: AdvertisedHost.shared('kafka.old.internal') }, ANY, "'advertised.listeners' is \"kafka.old.internal:20000\" there, and \"kafka.pay.example.com:20000\""],
    ['of other ports', { ...ANY, firstPort: 30000 }, ANY, "'advertised.listeners' is \"kafka.pay.example.com:30000\" there, and \"kafka.pay.example.com:20000\""],
  ])('with a client listener of the same name and port %s is refused', (_, theirs, ours, difference) => {
    expect(make({ clientListeners: [new ClientListener(theirs)] }, { clientListeners: [new ClientListener(ours)] })).toThrow(
      `MultiAzKafkaBrokers.listenerDiffers: client listener CLIENT is another one in the file of node 0: ${difference}`);
  });

  test('with limits of its own is accepted', () => {
    expect(make({ overrides: { 'listener.name.client.max.connections': '7' } })).not.toThrow();
  });

  test('without a client listener is refused', () => {
    expect(make({ clientListeners: [] })).toThrow(/MultiAzKafkaBrokers.listenerMissing: client listener CLIENT on port 9093 is not in the file of node 0, which has INTERNAL on 9092/);
  });
});

describe('clients inside the VPC', () => {
  const scram = [clientListener({ security: ListenerSecurity.saslScram(BrokerCertificate.fromPemFile('/run/kafka/tls/client.pem')) })];
  const NODES = NodeSecurity.mutualTls(BrokerCertificate.fromPemFile('/run/kafka/tls/node.pem'), ClientCa.fromPemFile('/run/kafka/tls/nodes-ca.pem'));
  const RULE = 'internalClients.*are super users.*MultiAzKafkaBrokers.internalSuperUsers';
  const internalClients = [new ec2.Connections()].map(connections => ({ connections }));

  test('are super users where others authenticate and nodes do not, which is warned about', () => {
    Annotations.fromStack(setup({ internalClients, clientListeners: scram }).stack).hasWarning('/Kafka/Brokers', Match.stringLikeRegexp(RULE));
  });

  test.each<[string, SetupProps]>([['where nobody authenticates', {}], ['where nodes have certificates', { clientListeners: scram, nodeSecurity: NODES }]])('are no surprise %s', (_, props) => {
    Annotations.fromStack(setup({ internalClients, ...props }).stack).hasNoWarning('*', Match.stringLikeRegexp(RULE));
  });
});

describe('warnings', () => {
  const path = '/run/kafka/tls/client.pem';
  const clientListeners = [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromPemFile(path)) })];

  test('a certificate that nobody fetches is warned about', () => {
    const { stack } = setup({ clientListeners });
    Annotations.fromStack(stack).hasWarning('/Kafka/Brokers', Match.stringLikeRegexp(`${path}: no secret is given for it .*\\[ack: [A-Za-z-]+::cdk-kafka-privatelink:MultiAzKafkaBrokers.fileNotMade\\]`));
  });

  test('one that is fetched is not', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    setup({ stack, clientListeners, secretFiles: { [path]: new secrets.Secret(stack, 'Secret') } });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('an override that this version of Kafka ignores is warned about, and no other', () => {
    const overrides = { 'cordoned.log.dirs': '*', 'num.io.threads': '8', 'group.share.enable': 'true' };
    const at = (version: string) => Annotations.fromStack(setup({ overrides, kafka: KafkaDistribution.fromUrl(`https://archive.apache.org/kafka-${version}.tgz`, version, DIGEST) }).stack);
    at('4.2.0').hasWarning('/Kafka/Brokers', Match.stringLikeRegexp('Kafka 4\\.2\\.0 does not have and ignores: cordoned\\.log\\.dirs \\(since 4\\.3\\); .*MultiAzKafkaBrokers.overrideVersion'));
    at('4.10.0').hasWarning('/Kafka/Brokers', Match.stringLikeRegexp('ignores: group\\.share\\.enable \\(until 4\\.2\\);'));
    Annotations.fromStack(setup({ overrides: { 'num.io.threads': '8' } }).stack).hasNoWarning('*', Match.stringLikeRegexp('overrideVersion'));
  });

  test('a directory of the nodes may be cordoned, and none that they do not have', () => {
    const at = (directory: string) => () => setup({ overrides: { 'cordoned.log.dirs': directory } });
    expect(at(logDirs(1)[0])).not.toThrow();
    expect(at('/nope')).toThrow(`'cordoned.log.dirs' has "/nope", which is none of 'log.dirs', ${logDirs(1)[0]}; give one of these, or * for all`);
  });

  test('the gate for emergencies is warned about', () => {
    const { stack } = setup({ healthGate: { mode: KafkaHealthGateMode.LIVENESS } });
    Annotations.fromStack(stack).hasWarning('/Kafka/Brokers', Match.stringLikeRegexp('return to KafkaHealthGateMode\\.FULL.*MultiAzKafkaBrokers.livenessGate'));
  });
});

test('a node that is not there has no metrics and no role', () => {
  const { brokers } = setup();
  expect(() => brokers.metrics(9)).toThrow(/MultiAzKafkaBrokers.noSuchNode: there is no node 9; the nodes here are 1000, 1001, 1002, 0, 1, 2/);
  expect(() => brokers.role(9)).toThrow(/MultiAzKafkaBrokers.noSuchNode/);
});
