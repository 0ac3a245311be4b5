/**
 * How vendors find the way to a broker, as their documents say it. A model reads the text that a person would type, and shares no code with what wrote it.
 */

/** Where a connection to an advertised address ends. */
export type Reached = { readonly port: number; readonly zoneId?: string } | 'not reached';

export interface Model {
  /** The service that its endpoint is of. */
  readonly serviceName: string;
  /** Names that lead to the endpoint, or to its interface of one zone. */
  readonly names: readonly { readonly name: string; readonly zoneId?: string }[];
  /** All that it connects to, where it rewrites addresses of a list. */
  readonly ports?: readonly number[];
  /** Where clients start. */
  readonly bootstrap: string[];
  readonly reach: (address: string) => Reached;
}

const NOT = 'not reached';
const portOf = (address: string) => Number(address.split(':')[1]);
const hostOf = (address: string) => address.split(':')[0];

function only(text: string, pattern: RegExp): string {
  const found = [...text.matchAll(pattern)];
  if (found.length !== 1) { throw new Error(`${found.length} times ${pattern}`); }
  return found[0][1];
}

const plain = (names: readonly string[]) => names.map(name => ({ name }));

/** DNS: a wildcard stands for one label. */
function isNamed(host: string, name: string): boolean {
  const [labels, given] = [name.split('.'), host.split('.')];
  return labels.length === given.length && labels.every((label, i) => label === given[i] || (label === '*' && i === 0));
}

export function clickPipes(text: string): Model {
  const names = [...text.matchAll(/private_dns_name = "([^"]+)"/g)].map(([, name]) => name);
  const reserved = names.filter(name => /(^|\.)(local|localhost|internal|corp|private)$/.test(name));
  const overlap = names.some((name, i) => names.some((second, j) => i !== j && isNamed(name, second)));
  return {
    serviceName: only(text, /vpc_endpoint_service_name = "([^"]+)"/g),
    names: plain(names),
    bootstrap: [only(text, /^Brokers: (.*)$/gm)],
    reach: address => reserved.length === 0 && !overlap && names.some(name => isNamed(hostOf(address), name)) ? { port: portOf(address) } : NOT,
  };
}

export function databricks(text: string): Model {
  const names = JSON.parse(only(text, /domain_names\s*= (\[.*\])/g)) as string[];
  return {
    serviceName: only(text, /endpoint_service\s+= "([^"]+)"/g),
    names: plain(names),
    bootstrap: [only(text, /^kafka\.bootstrap\.servers: (.*)$/gm)],
    reach: address => names.length <= 10 && names.includes(hostOf(address)) ? { port: portOf(address) } : NOT,
  };
}

export function materialize(text: string): Model {
  const list = only(text, /BROKERS \(\n([^]*?)\n {2}\)/g).split('\n').map(line => line.trim().replace(/,$/, ''));
  const connection = only(text, /CREATE CONNECTION (\w+) TO AWS PRIVATELINK/g);
  const known = [...only(text, /AVAILABILITY ZONES \((.*)\)/g).matchAll(/'([^']+)'/g)].map(([, zone]) => zone);
  const rules = list.filter(line => line.startsWith('MATCHING')).map(line => {
    const [, pattern, by, zoneId] = /^MATCHING '([^']+)' USING AWS PRIVATELINK (\w+)(?: \(AVAILABILITY ZONE = '([^']+)'\))?$/.exec(line)!;
    const inner = pattern.slice(pattern.startsWith('*') ? 1 : 0, pattern.endsWith('*') ? -1 : undefined);
    if (inner.includes('*') || by !== connection || (zoneId && !known.includes(zoneId))) { throw new Error(`Materialize refuses ${line}`); }
    return { starts: pattern.startsWith('*'), ends: pattern.endsWith('*'), inner, zoneId };
  });
  const bootstrap = list.filter(line => line.startsWith("'")).map(line => /^'([^']+)' USING AWS PRIVATELINK \w+$/.exec(line)![1]);
  const ofRules = rules.map(({ starts, inner, zoneId }) => ({ name: `${starts ? '*' : ''}${hostOf(inner)}`, zoneId }));
  return {
    serviceName: only(text, /SERVICE NAME '([^']+)'/g),
    names: [...plain(bootstrap.map(hostOf).filter(host => ofRules.every(({ name }) => name !== host))), ...ofRules],
    bootstrap,
    reach: address => {
      const fits = ({ starts, ends, inner }: typeof rules[number]) => {
        const at = address.indexOf(inner);
        return at >= 0 && (starts || at === 0) && (ends || address.endsWith(inner));
      };
      const rule = rules.find(fits);
      return rule ? { port: portOf(address), zoneId: rule.zoneId } : NOT; // it would be dialled directly
    },
  };
}

export function risingWave(text: string): Model {
  const addresses = only(text, /properties\.bootstrap\.server = '([^']+)'/g).split(',');
  const targets = JSON.parse(only(text, /privatelink\.targets = '([^']+)'/g)) as { port: number }[];
  if (addresses.length !== targets.length) { throw new Error('The number of broker addrs does not match the number of private link targets'); }
  return {
    serviceName: only(text, /target\s+= "([^"]+)"/g),
    names: plain([...new Set(addresses.map(hostOf))]),
    ports: targets.map(({ port }) => port),
    bootstrap: addresses,
    reach: address => addresses.includes(address) ? { port: targets[addresses.indexOf(address)].port } : NOT,
  };
}

export function snowflake(text: string): Model {
  const host = only(text, /SYSTEM\$PROVISION_PRIVATELINK_ENDPOINT\('[^']+', '([^']+)'\)/g);
  const allowed = [...only(text, /VALUE_LIST = \((.*)\)/g).matchAll(/'([^']+)'/g)].map(([, address]) => address);
  return {
    serviceName: only(text, /SYSTEM\$PROVISION_PRIVATELINK_ENDPOINT\('([^']+)'/g),
    names: plain([host]),
    ports: allowed.map(portOf),
    bootstrap: [only(text, /^Bootstrap Servers: (.*)$/gm)],
    reach: address => {
      const isAllowed = allowed.includes(address) && address === address.toLowerCase();
      return isAllowed && host === hostOf(address) && portOf(address) > 1024 ? { port: portOf(address) } : NOT;
    },
  };
}

/** @param rest what follows the pattern in the names that TiDB Cloud attaches */
export const tidb = (rest: string) => (text: string): Model => {
  const [, count, list] = /Number of AZs: (\d+) AZs \((.*)\)/.exec(text)!;
  const zones = list.split(', ');
  if (zones.length !== Number(count)) { throw new Error('another number of AZs'); }
  const pattern = /Kafka Advertised Listener Pattern: (.*)/.exec(text)?.[1] ?? /--unique-name (\S+)/.exec(text)?.[1];
  return {
    serviceName: only(text, /^Endpoint Service Name: (.*)$/gm),
    names: zones.map(zoneId => ({ name: `*.${zoneId}.${pattern}.${rest}`, zoneId })),
    bootstrap: [`:${only(text, /^Bootstrap Ports: (\d+)$/gm)}`],
    reach: address => {
      const zoneId = zones.find(zone => isNamed(hostOf(address), `*.${zone}.${pattern}.${rest}`));
      return zoneId ? { port: portOf(address), zoneId } : NOT;
    },
  };
};

export function singleStore(text: string): Model {
  const config = JSON.parse(only(text, /CONFIG '(.*)'/g));
  const map = config['spoof.dns'] as { [address: string]: string };
  return {
    serviceName: only(text, /^```text\n(com\.amazonaws\S+)\n```$/gm),
    names: plain([...new Set(Object.keys(map).map(hostOf))]),
    ports: Object.values(map).map(portOf),
    bootstrap: [only(text, /LOAD DATA KAFKA '([^/]+)\//g)],
    reach: address => map[address] === undefined ? NOT : { port: Number(map[address].split(':')[1]) },
  };
}

/** Whatever stands among the names is a record, whatever stands among the brokers is allowed. */
export function other(text: string): Model {
  const names = only(text, /^Names that lead to the endpoint: (.*)$/gm).split(', ');
  return {
    serviceName: only(text, /^Service name: (.*)$/gm),
    names: plain(names),
    bootstrap: [only(text, /^Bootstrap servers: (.*)$/gm)],
    reach: address => names.some(name => isNamed(hostOf(address), name)) && text.includes(`\nBroker: ${address}\n`) ? { port: portOf(address) } : NOT,
  };
}
