import { readFileSync } from 'fs';
import { join } from 'path';

// Written by the compiler: `npx projen test` compiles before it tests.
const assembly = JSON.parse(readFileSync(join(__dirname, '..', '.jsii'), 'utf8'));
const types: any[] = Object.values(assembly.types);
const properties = types.flatMap(type => (type.properties ?? []).map((property: any) => ({ ...property, owner: type.name, struct: type.datatype })));
const methods = types.flatMap(type => (type.methods ?? []).map((method: any) => ({ ...method, owner: type.name })));
const parameters = [...methods, ...types.filter(type => type.initializer).map(type => ({ ...type.initializer, owner: type.name, name: 'constructor' }))]
  .flatMap(callable => (callable.parameters ?? []).map((parameter: any) => ({ ...parameter, owner: `${callable.owner}.${callable.name}` })));
const named = (member: any) => `${member.owner}.${member.name}`;

/** Every type that a member mentions, inside lists and maps too. */
function mentioned(type: any): any[] {
  return type === undefined ? [] : [type, ...mentioned(type.collection?.elementtype), ...(type.union?.types ?? []).flatMap(mentioned)];
}

test('the public types are these', () => {
  expect(types.map(type => type.name).sort()).toEqual([
    'AdvertisedHost', 'BrokerCertificate', 'BrokerPropertiesRenderer', 'BrokerPropertiesRendererProps', 'ClientCa', 'ClientFileOptions', 'ClientListener',
    'ClientListenerProps', 'ClientPropertiesOptions', 'Companion', 'CompanionAddress', 'CompanionProtocol', 'ContractCompanion', 'ContractListener', 'DedicatedControllersOptions', 'DescribedSecurityOptions', 'EndpointDnsEntry', 'HostProperties', 'HostPropertiesOptions', 'IKafkaBroker',
    'IKafkaCluster', 'IKafkaNlbListeners', 'KafkaAlarm', 'KafkaAlarmsOptions', 'KafkaBroker', 'KafkaBrokerAddressOptions', 'KafkaBrokerOptions', 'KafkaBrokersAlarmsOptions', 'KafkaClientLibrary', 'KafkaClusterOptions', 'KafkaControllers', 'KafkaDashboard', 'KafkaDashboardProps', 'KafkaDistribution', 'KafkaHealthGate', 'KafkaHealthGateMode', 'KafkaMetadataMode', 'KafkaMetricLevel', 'KafkaMetrics',
    'KafkaNetworkOptions', 'KafkaNode', 'KafkaNodeMetrics', 'KafkaNodeOptions', 'KafkaPathCanary', 'KafkaPathCanaryProps', 'KafkaPlugin', 'KafkaPrivateLinkConsumer', 'KafkaPrivateLinkConsumerProps', 'KafkaPrivateLinkService', 'KafkaPrivateLinkServiceProps',
    'KafkaProtocol', 'KafkaQuorum', 'KafkaRole', 'KafkaRollout', 'KafkaServiceContract', 'KafkaVendor', 'KafkaVendorOptions', 'KafkaVolume', 'ListenerSecurity', 'LoadBalancerTlsOptions',
    'MergedProperties', 'MultiAzKafkaBrokers', 'MultiAzKafkaBrokersProps', 'MutualTlsOptions', 'NlbHealthCheck', 'NodeSecurity', 'OAuthBearerOptions', 'OtherVendorOptions', 'PerBrokerNlbListeners',
    'PerBrokerNlbListenersProps', 'PropertyChange', 'ScramMechanism', 'ServiceContractAttributes', 'TidbCloudOptions', 'TidbCloudPlan',
  ]);
});

test('every public type, member and enum value is documented', () => {
  const values = types.flatMap(type => (type.members ?? []).map((value: any) => ({ ...value, owner: type.name })));
  const bare = [
    ...types.filter(type => !type.docs?.summary).map(type => type.name),
    ...[...properties, ...methods, ...values].filter(member => !member.docs?.summary && !member.overrides).map(named),
  ];
  expect(bare).toEqual([]);
});

test('a class has every member of the interfaces that it implements, since in Python one that lacks an optional member is no such thing', () => {
  const byName = new Map<string, any>(Object.entries(assembly.types));
  const above = (fqn: string): string[] => [fqn, ...(byName.get(fqn)?.interfaces ?? []).flatMap(above)];
  const ownOf = (type: any): string[] => type === undefined ? []
    : [...(type.properties ?? []), ...(type.methods ?? [])].map(({ name }: any) => name).concat(ownOf(byName.get(type.base)));
  const implementing = types.filter(type => type.kind === 'class' && type.interfaces);
  const lacking = implementing.flatMap(type => type.interfaces.flatMap(above)
    .flatMap((fqn: string) => ownOf(byName.get(fqn))).filter((name: string) => !ownOf(type).includes(name)).map((name: string) => `${type.name}.${name}`));
  expect(implementing.map(({ name }) => name)).toContain('KafkaBroker');
  expect(lacking).toEqual([]);
});

test('every optional prop says what happens without it', () => {
  const silent = properties.filter(property => property.struct && property.optional && !(property.docs?.default && property.docs.default !== 'undefined'));
  expect(silent.map(named)).toEqual([]);
});

test('no union, no any and no L1 type in props and parameters', () => {
  const bad = [...properties.filter(property => property.struct), ...parameters].filter(member => mentioned(member.type).some(type =>
    type.union || type.primitive === 'any' || /\.Cfn[A-Z]/.test(type.fqn ?? '')));
  expect(bad.map(named)).toEqual([]);
});

test('every construct and value class has an example or says how it is used', () => {
  const constructs = types.filter(type => type.base === 'constructs.Construct');
  expect(constructs).toHaveLength(7);
  expect(constructs.filter(type => !type.docs?.example).map(type => type.name)).toEqual([]);
});

test('the only dependencies are the peers', () => {
  expect(Object.keys(assembly.dependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
  expect(assembly.bundled).toBeUndefined();
});

test('every language that is published has a name', () => {
  expect(Object.keys(assembly.targets).sort()).toEqual(['dotnet', 'go', 'java', 'js', 'python']);
});
