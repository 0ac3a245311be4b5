import { App, Stack } from 'aws-cdk-lib';
import { brokersOf, contractOf, hostsFor, listenerOf, offer, TIDB_REST, VENDORS, zoneOf } from './fixtures';
import * as models from './models';
import { AdvertisedHost, BrokerPropertiesRenderer, KafkaQuorum, KafkaVendor, ListenerSecurity } from '../../src';
import { SERVICE_NAME } from '../private-link/fixtures';

const MODELS: { [vendor: string]: (text: string) => models.Model } = {
  clickPipes: models.clickPipes,
  databricksServerless: models.databricks,
  materialize: models.materialize,
  risingWave: models.risingWave,
  snowflake: models.snowflake,
  singleStore: models.singleStore,
  tidbDedicated: models.tidb(TIDB_REST.tidbDedicated),
  tidbPremium: models.tidb(TIDB_REST.tidbPremium),
  tidbEssential: models.tidb(TIDB_REST.tidbEssential),
  other: models.other,
};

const BROKERS = [[0], [0, 1, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [0, 3, 7, 40]];
const KINDS = Object.keys(hostsFor('other'));
const cases = Object.keys(VENDORS).flatMap(vendor => KINDS.flatMap(kind => BROKERS.map((ids): [string, string, number[]] => [vendor, kind, ids])));

/** What each broker advertises on the listener, as its file says it. */
function advertised(host: AdvertisedHost, ids: number[]): Map<number, string> {
  const renderer = new BrokerPropertiesRenderer(new Stack(new App(), 'Stack'), 'Properties', {
    clientListeners: [listenerOf(host)], brokerCount: ids.length, quorum: KafkaQuorum.bootstrapServers('10.0.0.200:9090'),
  });
  return new Map(ids.map(id => [id, /VENDOR:\/\/([^,\n]+)/.exec(renderer.render({ nodeId: id, host: `10.0.0.${10 + id}`, zoneId: zoneOf(id) }).split('advertised.listeners=')[1])![1]]));
}

function refusal(vendor: KafkaVendor, ids: number[]): string {
  try {
    return offer([vendor], { ids }).warnings.flatMap(text => /KafkaVendor\.(?:manyNames|severalHosts)/.exec(text)?.[0] ?? []).join();
  } catch (error) {
    return /KafkaVendor\.\w+/.exec((error as Error).message)?.[0] ?? (error as Error).message;
  }
}

/** What can't be reached: nothing else is refused, or warned of where it is not certain. */
function expectedRefusal(vendor: string, kind: string, ids: number[]): string {
  if (vendor in TIDB_REST) { return kind === 'perBrokerAndZone' ? '' : 'KafkaVendor.advertisedHost'; }
  if (vendor === 'snowflake') { return kind === 'shared' ? '' : 'KafkaVendor.severalHosts'; }
  return vendor === 'databricksServerless' && kind.startsWith('perBroker') && ids.length === 12 ? 'KafkaVendor.manyNames' : '';
}

test.each(cases)('%s reaches every broker of a host %s with the ids %j, or it is refused', (name, kind, ids) => {
  const host = hostsFor(name)[kind];
  const listener = listenerOf(host);
  const vendor = VENDORS[name]({ listener, listedBrokerIds: ids, region: 'eu-west-1' });
  const addresses = advertised(host, ids);
  expect([...addresses].map(([id, address]) => [id, address])).toEqual(brokersOf(ids).map(broker => [broker.brokerId, `${listener.hostOf(broker)}:${listener.portOf(broker.brokerId)}`]));
  const refused = refusal(vendor, ids);
  expect(refused).toBe(expectedRefusal(name, kind, ids));

  const { serviceName, names, bootstrap, reach } = MODELS[name](vendor.setup(contractOf(listener, ids)));
  expect([serviceName, names.length > 0]).toEqual([SERVICE_NAME, true]);
  const unreached = [...addresses].filter(([id, address]) => {
    const reached = reach(address);
    return reached === 'not reached' || reached.port !== 20000 + id || (reached.zoneId !== undefined && reached.zoneId !== zoneOf(id));
  });
  expect(unreached.length === 0).toBe(refused === '');
  // A start is the bootstrap port, or brokers themselves; a vendor that gives the names itself takes the port alone.
  const start = bootstrap.every(address => address.endsWith(':20999')) || bootstrap.every(address => [...addresses.values()].includes(address));
  expect(start).toBe(true);
  if (refused === '' && bootstrap[0].endsWith(':20999') && !bootstrap[0].startsWith(':') && name !== 'materialize' && name !== 'other') {
    expect(reach(bootstrap[0])).not.toBe('not reached');
  }
});

test('names under a suffix that ClickPipes rejects are refused, and its model rejects them', () => {
  const listener = listenerOf(AdvertisedHost.shared('kafka.pay.internal'));
  const vendor = KafkaVendor.clickPipes({ listener });
  expect(refusal(vendor, [0])).toBe('KafkaVendor.forbiddenName');
  expect(models.clickPipes(vendor.setup(contractOf(listener, [0]))).reach('kafka.pay.internal:20000')).toBe('not reached');
});

describe('a broker that is added', () => {
  const grown = (name: string, kind: string) => {
    const vendor = VENDORS[name]({ listener: listenerOf(hostsFor(name)[kind]), listedBrokerIds: [0, 1, 2] });
    const [before, after] = [[0, 1, 2], [0, 1, 2, 3]].map(ids => vendor.setup(contractOf(vendor.listener, ids)));
    return { isSame: before === after, warned: offer([vendor], { ids: [0, 1, 2, 3] }).warnings.some(text => text.includes('KafkaVendor.brokerList')) };
  };

  test.each([
    ['clickPipes', 'shared'], ['clickPipes', 'perBroker'], ['clickPipes', 'perZone'], ['clickPipes', 'perBrokerAndZone'], ['databricksServerless', 'shared'],
    ['databricksServerless', 'perZone'], ['materialize', 'shared'], ['materialize', 'perBroker'], ['materialize', 'perZone'], ['materialize', 'perBrokerAndZone'],
    ['tidbDedicated', 'perBrokerAndZone'], ['tidbEssential', 'perBrokerAndZone'],
  ])('changes nothing that %s was told, with a host %s', (name, kind) => {
    expect(grown(name, kind)).toEqual({ isSame: true, warned: false });
  });

  test.each([['risingWave', 'shared'], ['singleStore', 'shared'], ['snowflake', 'shared'], ['databricksServerless', 'perBroker']])('must be told to %s, with a host %s', (name, kind) => {
    expect(grown(name, kind)).toEqual({ isSame: false, warned: true });
  });
});

describe('what is printed for Materialize', () => {
  const textOf = (host: AdvertisedHost, region: string) => {
    const listener = listenerOf(host, { security: ListenerSecurity.plaintext() });
    return KafkaVendor.materialize({ listener, region }).setup(contractOf(listener, [0, 1, 2]));
  };

  test('has no zones in another region', () => {
    expect(textOf(hostsFor('materialize').perZone, 'us-east-1')).toContain('AVAILABILITY ZONES ()');
    expect(textOf(hostsFor('materialize').perZone, 'us-east-1')).not.toContain('AVAILABILITY ZONE =');
    expect(textOf(hostsFor('materialize').perZone, 'eu-west-1')).toContain("AVAILABILITY ZONE = 'euw1-az2'");
  });

  test('is never its default form, by which TLS would verify the name of the endpoint', () => {
    expect(textOf(hostsFor('materialize').shared, 'eu-west-1')).not.toMatch(/^ {2}AWS PRIVATELINK/m);
  });
});

/** Required and other attributes, from the providers' documentation. */
const SCHEMA: { [resource: string]: { required: string[]; optional: string[] } } = {
  clickhouse_clickpipes_reverse_private_endpoint: {
    required: ['service_id', 'description', 'type'],
    optional: ['vpc_endpoint_service_name', 'vpc_resource_configuration_id', 'vpc_resource_share_arn', 'msk_authentication', 'msk_cluster_arn'],
  },
  clickhouse_clickpipes_reverse_private_endpoint_custom_private_dns: { required: ['service_id', 'reverse_private_endpoint_id', 'mapping'], optional: [] },
  databricks_mws_ncc_private_endpoint_rule: {
    required: ['network_connectivity_config_id'], optional: ['domain_names', 'resource_id', 'group_id', 'endpoint_service', 'resource_names', 'enabled'],
  },
  risingwavecloud_privatelink: { required: ['cluster_id', 'connection_name', 'target'], optional: [] },
};

test.each(Object.keys(VENDORS))('the Terraform that is printed for %s is of the provider\'s schema', name => {
  const vendor = VENDORS[name]({ listener: listenerOf(hostsFor(name).perBrokerAndZone) });
  const text = vendor.setup(contractOf(vendor.listener, [0, 1]));
  for (const [, resource, body] of text.matchAll(/^resource "(\w+)" "\w+" \{\n([^]*?)^\}/gm)) {
    const attributes = [...body.matchAll(/^ {2}(\w+)\s*=/gm)].map(([, attribute]) => attribute);
    const { required, optional } = SCHEMA[resource];
    expect(attributes).toEqual(expect.arrayContaining(required));
    expect([...required, ...optional]).toEqual(expect.arrayContaining(attributes));
  }
  expect(text.includes('```hcl')).toBe(['clickPipes', 'databricksServerless', 'risingWave'].includes(name));
});
