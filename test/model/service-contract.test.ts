import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, CfnOutput, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as fc from 'fast-check';
import { BEHAVIOUR } from '../../cli/run/clients/behaviour';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, KafkaBroker, KafkaClientLibrary, KafkaProtocol, KafkaServiceContract, ListenerSecurity,
} from '../../src';
import { brokers, client, contractJson, KAFKA_ENV, listenerJson, SERVICE_NAME } from '../private-link/fixtures';

const read = (changes: { [key: string]: unknown }) => KafkaServiceContract.fromJson(contractJson(changes));
const readListener = (changes: { [key: string]: unknown }) => read({ listeners: [listenerJson(changes)] });
const given = (listeners = [client()], of = brokers(3)) => KafkaServiceContract._of(SERVICE_NAME, 'eu-west-1', listeners, of);

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing failed');
}

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const suffix = fc.tuple(label, label).map(labels => labels.join('.'));
const host = fc.tuple(fc.constantFrom('shared', 'broker', 'zone', 'both'), label, suffix).map(([kind, first, rest]) => {
  if (kind === 'shared') { return AdvertisedHost.shared(`${first}.${rest}`); }
  if (kind === 'both') { return AdvertisedHost.perBrokerAndZone(`${first}{brokerId}.${first}{zoneId}.${rest}`); }
  return kind === 'broker' ? AdvertisedHost.perBroker(`${first}{brokerId}.${rest}`) : AdvertisedHost.perZone(`${first}{zoneId}.${rest}`);
});
const slots = fc.uniqueArray(fc.integer({ min: 0, max: 44 }).filter(slot => slot !== 7), { minLength: 1, maxLength: 5 });
const brokerOf = (id: number) => KafkaBroker.fromIpAddress(id, '10.0.0.1', { zoneId: `euw1-az${1 + id % 3}` });
const firstIds = fc.constantFrom(0, 0, 1, 1001, 2147482649);
const plans = firstIds.chain(firstBrokerId => fc.tuple(
  slots.chain(chosen => fc.tuple(...chosen.map(slot => host.map(advertisedHost => client(advertisedHost, slot, undefined, firstBrokerId))))),
  fc.uniqueArray(fc.integer({ min: 0, max: 998 }), { minLength: 1, maxLength: 49 })
    .map(places => places.map(place => brokerOf(firstBrokerId + place))),
));

describe('a contract read back from its JSON', () => {
  test('says of every broker and listener what the provider says', () => {
    fc.assert(fc.property(plans, ([clientListeners, of]) => {
      const contract = KafkaServiceContract.fromJson(given(clientListeners, of).toJson());
      expect([contract.serviceName, contract.region, contract.brokerIds]).toEqual([SERVICE_NAME, 'eu-west-1', of.map(({ brokerId }) => brokerId)]);
      for (const listener of clientListeners) {
        const read_ = contract.listener(listener.name);
        expect(read_.bootstrapServers).toBe(`${listener.advertisedHost.bootstrapHost}:${listener.bootstrapPort}`);
        expect(read_.protocol).toBe(listener.security.clientProtocol);
        of.forEach(broker => expect(read_.addressOf(broker.brokerId)).toBe(`${listener.hostOf(broker)}:${listener.portOf(broker.brokerId)}`));
      }
      expect(contract.toJson()).toBe(given(clientListeners, of).toJson());
    }), { numRuns: 50 });
  });

  test('keeps keys of a later minor version', () => {
    const later = contractJson({ version: '1.7', tieredStorage: { on: true } });
    expect(KafkaServiceContract.fromJson(later).toJson()).toBe(later);
  });

  test('may be without a service name, until it is given one', () => {
    const contract = read({ serviceName: undefined });
    expect(contract.serviceName).toBeUndefined();
    expect(contract.withServiceName(SERVICE_NAME).serviceName).toBe(SERVICE_NAME);
    expect(contract.serviceName).toBeUndefined();
  });

  test.each([
    ['com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0', 'eu-west-1'],
    ['cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0123456789abcdef0', 'cn-north-1'],
    ['gov.ic.c2s.vpce.us-iso-east-1.vpce-svc-0123456789abcdef0', 'us-iso-east-1'],
    ['uk.adc-e.cloud.vpce.eu-isoe-west-1.vpce-svc-0123456789abcdef0', 'eu-isoe-west-1'],
  ])('may be for the service %s', (serviceName, region) => {
    expect(read({ serviceName, region, zoneIds: [] }).serviceName).toBe(serviceName);
  });
});

test('half a kilobyte holds 48 brokers', () => {
  expect(given([client()], brokers(48)).toJson().length).toBeLessThan(512);
});

test('client properties name the protocol and close idle connections before the network forgets them', () => {
  expect(readListener({ protocol: 'SASL_SSL', saslMechanisms: ['SCRAM-SHA-512'] }).listener('CLIENT').clientProperties()).toEqual({
    'bootstrap.servers': 'kafka.pay.example.com:20999',
    'security.protocol': 'SASL_SSL',
    'ssl.endpoint.identification.algorithm': 'https',
    'sasl.mechanism': 'SCRAM-SHA-512',
    ...behaviour.JAVA,
  });
});

// The clients of the local cluster behave so: what its figures say is true of these properties.
const behaviour = { JAVA: BEHAVIOUR.java, LIBRDKAFKA: BEHAVIOUR.librdkafka };

describe('client properties say how a client behaves', () => {
  const listener = readListener({}).listener('CLIENT');
  const buffers = (properties: { [key: string]: string }) => Object.entries(properties).filter(([key]) => key.includes('buffer'));

  test.each(Object.values(KafkaClientLibrary))('in the words of %s', clientLibrary => {
    const { 'bootstrap.servers': _, 'security.protocol': __, ...rest } = readListener({ protocol: 'PLAINTEXT' }).listener('CLIENT').clientProperties({ clientLibrary });
    expect(rest).toEqual(behaviour[clientLibrary]);
    expect(listener.clientProperties({ clientLibrary })).not.toHaveProperty(['client.rack']);
    expect(listener.clientProperties({ clientLibrary, zoneId: 'euw1-az1' })['client.rack']).toBe('euw1-az1');
  });

  test('librdkafka gets no property that only Java knows, since it would not start', () => {
    const keys = Object.keys(listener.clientProperties({ clientLibrary: KafkaClientLibrary.LIBRDKAFKA, region: 'us-east-1', zoneId: 'use1-az1' }));
    expect(keys.filter(key => /^(request\.|metadata\.recovery|send\.|receive\.|.*timeout\.max)/.test(key))).toEqual([]);
  });

  test('with larger buffers in another region, and nowhere else', () => {
    expect([undefined, 'eu-west-1'].flatMap(region => buffers(listener.clientProperties({ region })))).toEqual([]);
    expect(buffers(listener.clientProperties({ region: 'us-east-1' }))).toEqual([['receive.buffer.bytes', '1048576'], ['send.buffer.bytes', '1048576']]);
    expect(buffers(listener.clientProperties({ region: 'us-east-1', clientLibrary: KafkaClientLibrary.LIBRDKAFKA })))
      .toEqual([['socket.receive.buffer.bytes', '1048576'], ['socket.send.buffer.bytes', '1048576']]);
  });

  test('and refuse a zone or a region that is none', () => {
    expect(() => listener.clientProperties({ zoneId: 'eu-west-1a' })).toThrow(/KafkaServiceContract.clientZoneId: 'zoneId' is "eu-west-1a"/);
    expect(() => listener.clientProperties({ region: 'Ireland' })).toThrow(/KafkaServiceContract.clientRegion: 'region' is "Ireland", which is not a region/);
    expect(() => listener.clientProperties({ region: Aws.REGION })).toThrow(/KafkaServiceContract.clientRegion: .* is known only after deployment/);
  });
});

describe('the form in which clients are given the authorities of brokers', () => {
  const listener = readListener({ truststoreType: 'PEM' }).listener('CLIENT');
  const trust = (properties: { [key: string]: string }) => Object.fromEntries(Object.entries(properties).filter(([key]) => /truststore|\.ca\./.test(key)));

  test('stands in the contract', () => {
    expect([listener.truststoreType, readListener({}).listener('CLIENT').truststoreType]).toEqual(['PEM', undefined]);
  });

  test('is not among the properties without a file, where it would break a client that has a truststore in another form', () => {
    Object.values(KafkaClientLibrary).forEach(library => expect(trust(listener.clientProperties({ clientLibrary: library }))).toEqual({}));
  });

  test('is that of the file that is named, in the words of either library', () => {
    for (const of of [listener, readListener({}).listener('CLIENT')]) {
      expect(trust(of.clientProperties({ truststoreLocation: 'ca.pem' }))).toEqual({ 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': 'ca.pem' });
      expect(trust(of.clientProperties({ clientLibrary: KafkaClientLibrary.LIBRDKAFKA, truststoreLocation: 'ca.pem' }))).toEqual({ 'ssl.ca.location': 'ca.pem' });
    }
  });

  test('is told where brokers show a certificate of theirs, and nowhere else', () => {
    const certificate = BrokerCertificate.fromPemFile('/etc/kafka/client.pem');
    const ca = ClientCa.fromPemFile('/etc/kafka/clients-ca.pem');
    const acm = elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111111111111:certificate/one');
    const typeOf = (security: ListenerSecurity) => given([new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security })])
      .listener('CLIENT').truststoreType;
    const oauth = { issuer: 'https://id.example.com', audience: 'kafka', jwksUrl: 'https://id.example.com/keys' };
    expect([
      ListenerSecurity.tls(certificate), ListenerSecurity.mutualTls(certificate, ca), ListenerSecurity.saslScram(certificate),
      ListenerSecurity.saslOauthBearer(certificate, oauth),
    ].map(typeOf)).toEqual(['PEM', 'PEM', 'PEM', 'PEM']);
    expect([ListenerSecurity.plaintext(), ListenerSecurity.tlsAtLoadBalancer(acm)].map(typeOf)).toEqual([undefined, undefined]);
  });

  test('takes TLS, and a path', () => {
    expect(() => readListener({ protocol: 'PLAINTEXT' }).listener('CLIENT').clientProperties({ truststoreLocation: 'ca.pem' }))
      .toThrow("listener CLIENT: KafkaServiceContract.truststoreLocation: 'truststoreLocation' is \"ca.pem\", and with the protocol PLAINTEXT clients verify nobody; leave it out");
    expect(() => listener.clientProperties({ truststoreLocation: 'C:\\kafka\\trust.jks' })).toThrow(
      'KafkaServiceContract.truststoreLocation: \'truststoreLocation\', "C:\\\\kafka\\\\trust.jks", is a key store of Java by its name, and is read as PEM; convert it');
    expect(() => listener.clientProperties({ truststoreLocation: '' })).toThrow("'truststoreLocation' is empty; give the path of a PEM file, or leave it out");
  });
});

test.each<[string, string[], string | undefined]>([
  ['PLAINTEXT', [], undefined], ['SASL_SSL', ['SCRAM-SHA-256', 'SCRAM-SHA-512'], 'SCRAM-SHA-512'], ['SASL_SSL', ['GSSAPI', 'PLAIN', 'OAUTHBEARER'], 'OAUTHBEARER'], ['SASL_PLAINTEXT', ['GSSAPI'], 'GSSAPI'],
])('client properties of %s with %j say a mechanism, or Java would try Kerberos: %s', (protocol, saslMechanisms, expected) => {
  const listener = readListener({ protocol, saslMechanisms }).listener('CLIENT');
  expect(listener.protocol).toBe(protocol as KafkaProtocol);
  expect(listener.clientProperties()['sasl.mechanism']).toBe(expected);
});

test('client properties have the mechanism that is asked for, if the listener has it', () => {
  const listener = readListener({ protocol: 'SASL_SSL', saslMechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-512'] }).listener('CLIENT');
  expect(listener.clientProperties({ saslMechanism: 'SCRAM-SHA-256' })['sasl.mechanism']).toBe('SCRAM-SHA-256');
  expect(() => listener.clientProperties({ saslMechanism: 'PLAIN' }))
    .toThrow("listener CLIENT: KafkaServiceContract.saslMechanism: 'saslMechanism' is \"PLAIN\", and the listener has SCRAM-SHA-256, SCRAM-SHA-512; give one of these");
  expect(() => readListener({}).listener('CLIENT').clientProperties({ saslMechanism: 'PLAIN' })).toThrow('and the listener has none');
});

test('a client certificate that is needed stands in the contract, and nowhere else', () => {
  expect(readListener({ clientCertificate: true }).listener('CLIENT').needsClientCertificate).toBe(true);
  expect(readListener({}).listener('CLIENT').needsClientCertificate).toBe(false);
  expect(() => readListener({ clientCertificate: 'yes' })).toThrow("KafkaServiceContract.contradiction: 'clientCertificate' of listener \"CLIENT\" must be true or false");
});

test('a service name that is a token survives into an output', () => {
  const stack = new Stack();
  const parameter = new CfnParameter(stack, 'Name');
  new CfnOutput(stack, 'Contract', { value: read({}).withServiceName(parameter.valueAsString).toJson() });
  const [before, after] = contractJson().split(SERVICE_NAME);
  expect(Template.fromStack(stack).toJSON().Outputs.Contract.Value).toEqual({ 'Fn::Join': ['', [before, { Ref: 'Name' }, after]] });
});

describe('from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (text: string | Buffer) => {
    const path = join(folder, 'kafka.contract.json');
    writeFileSync(path, text);
    return path;
  };

  test('the last line may end', () => {
    expect(KafkaServiceContract.fromFile(write(`${contractJson()}\n`)).toJson()).toBe(contractJson());
  });

  test.each<[string, Buffer]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${contractJson()}`)],
    ['UTF-16, as PowerShell writes it', Buffer.from(`\uFEFF${contractJson()}\r\n`, 'utf16le')],
  ])('the text may be %s', (_, bytes) => {
    expect(KafkaServiceContract.fromFile(write(bytes)).toJson()).toBe(contractJson());
  });

  test('fails for a directory', () => {
    expect(() => KafkaServiceContract.fromFile(folder)).toThrow(`contract: KafkaServiceContract.file: ${JSON.stringify(folder)} is not a file; give the path of the file with the contract`);
  });

  test('fails for a file that does not exist', () => {
    expect(() => KafkaServiceContract.fromFile(join(folder, 'none.json')))
      .toThrow(/^contract: KafkaServiceContract\.file: the file ".*none\.json" does not exist .*; deploy the Kafka stack and save/);
  });

  test('an error names the file', () => {
    const path = write('{}');
    expect(() => KafkaServiceContract.fromFile(path)).toThrow(`contract file ${path}: KafkaServiceContract.version`);
  });
});

describe('from a parameter', () => {
  const lookup = (context: { [key: string]: unknown } = {}) => {
    const stack = new Stack(new App({ context }), 'Stack', { env: KAFKA_ENV });
    return KafkaServiceContract.fromParameterLookup(stack, '/kafka/contract');
  };

  test('the first pass has stand-ins for whatever is asked', () => {
    const contract = lookup();
    expect(contract.listener('ANY').bootstrapServers).toBe('pending.lookup:20999');
    expect(contract.withServiceName(SERVICE_NAME).listener('ANY').firstPort).toBe(20000);
    expect(contract.region).toBe('eu-west-1');
  });

  test('the first pass has a listener, a broker and a zone, and an address of whatever broker', () => {
    const contract = lookup();
    expect(contract.listeners[0].bootstrapServers).toBe('pending.lookup:20999');
    expect([contract.brokerIds, contract.zoneIds].map(list => list.length)).toEqual([1, 1]);
    expect(contract.listener('CLIENT').addressOf(0)).toBe('pending.lookup:20000');
    expect(contract.listeners[0].addressOf(7)).toBe('pending.lookup:20007');
    expect(contract.withServiceName(SERVICE_NAME).listeners[0].addressOf(7)).toBe('pending.lookup:20007');
  });

  test('the second pass has the contract', () => {
    const key = 'ssm:account=111111111111:parameterName=/kafka/contract:region=eu-west-1';
    expect(lookup({ [key]: contractJson() }).toJson()).toBe(contractJson());
    expect(() => lookup({ [key]: 'x' })).toThrow('contract of parameter /kafka/contract: KafkaServiceContract.json');
  });
});

describe('validation', () => {
  test('fails with one line, cut off anywhere', () => {
    const json = contractJson();
    for (let length = 0; length < json.length; length++) {
      const message = errorOf(() => KafkaServiceContract.fromJson(json.slice(0, length)));
      expect(message).toMatch(new RegExp(`^contract: KafkaServiceContract\\.json: is not JSON, perhaps cut off \\(${length} characters\\): [^\\n]+$`));
    }
  });

  test.each(['[]', '5', 'null', 'true'])('fails for %s, which is no object', json => {
    expect(() => KafkaServiceContract.fromJson(json)).toThrow(`contract: KafkaServiceContract.json: must be a JSON object as in the provider's output, got ${JSON.stringify(json)}`);
  });

  test('fails for the contract as a string, as the AWS CLI prints it', () => {
    expect(() => KafkaServiceContract.fromJson(JSON.stringify(contractJson()))).toThrow('contract: KafkaServiceContract.json: is a JSON string with the contract in it; save the value itself');
  });

  test('a byte order mark in front of the text is no reason to fail', () => {
    expect(KafkaServiceContract.fromJson(`\uFEFF${contractJson()}`).toJson()).toBe(contractJson());
  });

  test.each(['us-gov-west-1', 'us-iso-east-1', 'eusc-de-east-1'])('zone ids of %s are not compared with it, since only those of other regions follow a rule', region => {
    expect(() => read({ region, serviceName: undefined })).not.toThrow();
  });

  test.each([['ap-northeast-1', 'apne1-az4'], ['us-west-2', 'usw2-lax1-az1'], ['mx-central-1', 'mxc1-az1'], ['ap-southeast-7', 'apse7-az1'], ['cn-northwest-1', 'cnnw1-az1']])('the zones of %s may be %s', (region, zoneId) => {
    expect(() => read({ region, serviceName: undefined, zoneIds: [zoneId] })).not.toThrow();
  });

  test('fails for the file of cdk deploy --outputs-file', () => {
    expect(() => KafkaServiceContract.fromJson(JSON.stringify({ Kafka: { Contract: contractJson() } })))
      .toThrow("contract: KafkaServiceContract.version: has no 'version', so it is not a contract; save the value of the provider's output alone");
  });

  test.each([
    ['4.0', 'has version "4.0", this library reads 1.x, 2.x and 3.x; update cdk-kafka-privatelink here'],
    ['10.3', 'has version "10.3", this library reads 1.x, 2.x and 3.x; update cdk-kafka-privatelink here'],
    ['0.9', "has version \"0.9\", this library reads 1.x, 2.x and 3.x; ask for the provider's current output"],
    ['1', 'has version "1", a version is a string of two numbers such as "1.0"; save the provider\'s output as it is'],
    [1, 'has version 1, a version is a string of two numbers such as "1.0"; save the provider\'s output as it is'],
    ['1.0.1', 'has version "1.0.1", a version is a string of two numbers such as "1.0"; save the provider\'s output as it is'],
    [null, 'has version null, a version is a string of two numbers such as "1.0"; save the provider\'s output as it is'],
  ])('fails for version %p', (version, message) => {
    expect(() => read({ version })).toThrow(`contract: KafkaServiceContract.version: ${message}`);
  });

  test.each(['region', 'zoneIds', 'brokerIds', 'listeners'])('fails without %s', key => {
    expect(() => read({ [key]: undefined })).toThrow(`contract: KafkaServiceContract.missingKey: the contract has no '${key}' (`);
  });

  test.each(['name', 'protocol', 'saslMechanisms', 'host', 'firstPort', 'bootstrapPort'])('fails for a listener without %s', key => {
    const owner = key === 'name' ? 'listener number 1' : 'listener "CLIENT"';
    expect(() => readListener({ [key]: undefined })).toThrow(`contract: KafkaServiceContract.missingKey: ${owner} has no '${key}' (`);
  });

  test.each([
    [{ region: '' }, "'region' of the contract must be a region, got \"\""],
    [{ zoneIds: 'euw1-az1' }, "'zoneIds' of the contract must be a list of availability zone ids, got \"euw1-az1\""],
    [{ brokerIds: ['0'] }, "'brokerIds' of the contract must be a list of broker ids, got [\"0\"]"],
    [{ listeners: [] }, "'listeners' of the contract must be a list of at least one listener, got []"],
    [{ listeners: [listenerJson({ firstPort: '20000' })] }, "'firstPort' of listener \"CLIENT\" must be a port, got \"20000\""],
    [{ listeners: [listenerJson({ saslMechanisms: 'PLAIN' })] }, "'saslMechanisms' of listener \"CLIENT\" must be a list of SASL mechanisms, got \"PLAIN\""],
  ])('fails for %j', (changes, message) => {
    expect(() => read(changes)).toThrow(`contract: KafkaServiceContract.badKey: ${message}`);
  });

  test('fails for a listener that is null', () => {
    expect(errorOf(() => read({ listeners: [null] })).match(/listener number 1 has no/g)).toHaveLength(6);
  });

  test.each([
    [{ region: 'eu-west-1a' }, "'region' \"eu-west-1a\" is a zone; its region is \"eu-west-1\""],
    [{ region: 'us-east-1', zoneIds: ['use1-az1'] }, `'serviceName' "${SERVICE_NAME}" is a service of eu-west-1, but the contract's region is "us-east-1"`],
    [{ serviceName: 'vpce-svc-0123456789abcdef0' }, "'serviceName' \"vpce-svc-0123456789abcdef0\" is the id of an endpoint service; give its name"],
    [{ serviceName: null }, "'serviceName' null is not an endpoint service name such as"],
    [{ zoneIds: ['eu-west-1a'] }, "'zoneIds' has \"eu-west-1a\", which is not an availability zone id"],
    [{ zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az1'] }, "'zoneIds' has \"euw1-az1\" more than once"],
    [{ zoneIds: ['euw1-az1', 'use1-az1'] }, "'zoneIds' has \"use1-az1\", which is not a zone of \"eu-west-1\": ids of its zones begin with \"euw1-\""],
    [{ brokerIds: [] }, "'brokerIds' is empty, and a Kafka has at least one broker"],
    [{ brokerIds: [0, 1000] }, "'brokerIds' has 1000, ids are integers from 0 to 998 on listener \"CLIENT\""],
    [{ brokerIds: [1.5] }, "'brokerIds' has 1.5, ids are integers from 0 to 2147483647"],
    [{ brokerIds: [0, 1, 0] }, "'brokerIds' has 0 more than once"],
    [{ listeners: [listenerJson({ name: 'client' })] }, 'listener "client" has a name that is not a Kafka listener\'s; it must match ^[A-Z][A-Z0-9_]{0,30}$'],
    [{ listeners: [listenerJson(), listenerJson({ firstPort: 21000, bootstrapPort: 21999 })] }, 'two listeners are named "CLIENT"'],
    [{ listeners: [listenerJson(), listenerJson({ name: 'B', firstPort: 20999, bootstrapPort: 21998 })] }, 'the ports of listener "B" (20999 to 21998) overlap those of listener "CLIENT"'],
    [{ listeners: [listenerJson({ host: 'localhost' })] }, "'host' \"localhost\" of listener \"CLIENT\" is the client itself"],
    [{ listeners: [listenerJson({ host: 'kafka.b{brokerId}.internal' })] }, "'host' \"kafka.b{brokerId}.internal\" of listener \"CLIENT\" must have {brokerId} once, in its first label"],
    [{ listeners: [listenerJson({ host: 'b{broker}.kafka.internal' })] }, "'host' \"b{broker}.kafka.internal\" of listener \"CLIENT\" has \"{broker}\"; the placeholder is written {brokerId}"],
    [{ listeners: [listenerJson({ protocol: 'TLS' })] }, "'protocol' \"TLS\" of listener \"CLIENT\" is none of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL"],
    [{ listeners: [listenerJson({ protocol: 'SASL_SSL' })] }, 'listener "CLIENT" has protocol SASL_SSL and SASL mechanisms []: one says SASL and the other does not'],
    [{ listeners: [listenerJson({ saslMechanisms: ['PLAIN'] })] }, 'listener "CLIENT" has protocol SSL and SASL mechanisms ["PLAIN"]: one says SASL and the other does not'],
    [{ listeners: [listenerJson({ protocol: 'SASL_SSL', saslMechanisms: ['PLAIN', 'PLAIN'] })] }, "'saslMechanisms' of listener \"CLIENT\" has \"PLAIN\" more than once"],
    [{ listeners: [listenerJson({ protocol: 'SASL_SSL', saslMechanisms: ['PLAIN\nssl.endpoint.identification.algorithm='] })] }, "'saslMechanisms' of listener \"CLIENT\" has \"PLAIN\\nssl.endpoint.identification.algorithm=\", which is none of SCRAM-SHA-512, SCRAM-SHA-256, OAUTHBEARER, PLAIN, GSSAPI"],
    [{ listeners: [listenerJson({ truststoreType: 'JKS' })] }, '\'truststoreType\' of listener "CLIENT" must be "PEM", got "JKS"'],
    [{ listeners: [listenerJson({ protocol: 'PLAINTEXT', truststoreType: 'PEM' })] }, 'listener "CLIENT" has protocol PLAINTEXT and a \'truststoreType\', which takes TLS'],
    [{ listeners: [listenerJson({ protocol: 'PLAINTEXT', clientCertificate: true })] }, 'listener "CLIENT" has protocol PLAINTEXT and asks for a client certificate, which takes TLS'],
    [{ listeners: [listenerJson({ firstPort: 64537, bootstrapPort: 65535 })] }, "'firstPort' 64537 of listener \"CLIENT\" is not an integer from 1 to 64536"],
    [{ listeners: [listenerJson({ bootstrapPort: 21000 })] }, "'bootstrapPort' 21000 of listener \"CLIENT\" is not in its slot, 20000 to 20999"],
    [{ listeners: [listenerJson({ bootstrapPort: 20001 })] }, "'bootstrapPort' 20001 of listener \"CLIENT\" is the port of broker 1"],
    [{ listeners: [listenerJson({ host: '{zoneId}.kafka.internal' })] }, "'brokerZoneIds' must have the zone id of each of 'brokerIds', in their order, since a host is named by zone"],
    [{ brokerZoneIds: ['euw1-az1'], listeners: [listenerJson({ host: '{zoneId}.kafka.internal' })] }, "'brokerZoneIds' must have the zone id of each of 'brokerIds'"],
    [{ brokerZoneIds: ['euw1-az1'] }, "'brokerZoneIds' must have the zone id of each of 'brokerIds', in their order; it has 1, and there are 3 brokers"],
    [{ brokerZoneIds: 'euw1-az1' }, "'brokerZoneIds' must have the zone id of each of 'brokerIds', in their order; got \"euw1-az1\""],
    [{ brokerZoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az4'] }, "'brokerZoneIds' has \"euw1-az4\", which is not in 'zoneIds'"],
    [{ brokerIds: [0], brokerZoneIds: ['euw1-az9'], listeners: [listenerJson({ host: '{zoneId}.kafka.internal' })] }, "'brokerZoneIds' has \"euw1-az9\", which is not in 'zoneIds'"],
  ])('fails for the contradiction %j', (changes, message) => {
    const error = errorOf(() => read(changes));
    expect(error).toContain(`contract: KafkaServiceContract.contradiction: ${message}`);
    expect(error).not.toContain('\n');
  });

  test('fails with everything that is wrong, in one error', () => {
    expect(errorOf(() => read({ region: 'x', serviceName: undefined, brokerIds: [-1], listeners: [listenerJson({ protocol: 'TLS' })] })).split('\n')).toEqual([
      'contract: 3 problems',
      expect.stringContaining('  - KafkaServiceContract.contradiction: \'region\' "x"'),
      expect.stringContaining('\'brokerIds\' has -1'),
      expect.stringContaining('\'protocol\' "TLS"'),
    ]);
  });

  test.each([
    ['a parameter', () => ssm.StringParameter.valueForStringParameter(new Stack(), '/kafka/contract')],
    ['the JSON of a contract that is not deployed', () => read({}).withServiceName(Lazy.string({ produce: () => SERVICE_NAME })).toJson()],
  ])('fails for %s, whose value comes at deployment', (_, json) => {
    expect(() => KafkaServiceContract.fromJson(json())).toThrow('contract: KafkaServiceContract.token: is known only after deployment; read a saved copy of it');
  });

  test('fails for a service name of another region or form', () => {
    const other = SERVICE_NAME.replace('eu-west-1', 'us-east-1');
    expect(() => read({}).withServiceName(other)).toThrow(`contract: KafkaServiceContract.serviceName: "${other}" is a service of us-east-1, but the contract's region is "eu-west-1"`);
    expect(() => read({}).withServiceName('kafka')).toThrow('contract: KafkaServiceContract.serviceName: "kafka" is not an endpoint service name such as');
  });

  test('fails for a listener or broker that is not in it, naming those that are', () => {
    expect(() => read({}).listener('AUDIT')).toThrow('contract: KafkaServiceContract.unknownListener: there is no listener "AUDIT", the contract has CLIENT');
    expect(() => read({}).listener('CLIENT').addressOf(7)).toThrow('listener CLIENT: KafkaServiceContract.unknownBroker: the contract has no broker 7, its brokers are 0, 1, 2');
  });

  test('fails to be made for hosts by zone of a broker whose zone is not known', () => {
    const byZone = new ClientListener({ name: 'ZONAL', advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.internal'), security: ListenerSecurity.plaintext() });
    expect(() => given([byZone], [KafkaBroker.fromIpAddress(4, '10.0.0.4')])).toThrow('broker 4: AdvertisedHost.zoneIdMissing');
  });
});
