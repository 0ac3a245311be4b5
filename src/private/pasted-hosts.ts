import { isIPv4, isIPv6 } from 'net';
import { BROKER_ID, ZONE_ID } from './placeholders';

/** What stands for a broker or a zone in the templates of languages and tools, ours aside. */
const TEMPLATE =
  /[$#]\{\s*[\w.]*\s*\}|\$\(\s*[\w.]+\s*\)|\{\{+\s*[\w.]*\s*\}+\}|\{\s*[\w.-]*\s*\}|<[\w.-]+>|%[ds]|\$[A-Za-z_]\w*/;

/** What a person meant who gave this as a host name, as what is wrong and what to give; undefined if it looks like a host. */
export function pastedHost(text: string): string | undefined {
  if (text !== text.trim()) { return `has blanks at its ends; give ${JSON.stringify(text.trim())}`; }
  const [, scheme, rest] = /^([a-z][a-z0-9+._-]*):\/\/([^,]*)$/i.exec(text) ?? [];
  if (scheme !== undefined) { return `is a URL; give the host alone, ${JSON.stringify(hostIn(rest))}`; }
  const template = TEMPLATE.exec(text)?.[0];
  if (template !== undefined && template !== BROKER_ID && template !== ZONE_ID) {
    const placeholder = /zone|az/i.test(template) ? ZONE_ID : BROKER_ID;
    return `has ${JSON.stringify(template)}; the placeholder is written ${placeholder}, as plain text: `
      + 'not in a template of the language, and nothing before or after the braces';
  }
  if (text.includes(',') || /\s/.test(text)) {
    return "is a list; give one host: brokers differ by port, and clients start from the listener's bootstrap port";
  }
  if (isIPv6(text) || isIPv4(text)) { return undefined; }
  if (text.includes('/')) { return `has a path; give the host alone, ${JSON.stringify(hostIn(text))}`; }
  const [, port] = /:(\d*)$/.exec(text) ?? [];
  if (port !== undefined) {
    return `has the port ${JSON.stringify(port)}; give the host alone, ${JSON.stringify(hostIn(text))}: `
      + "each broker's port follows from the listener's 'slot', or 'firstPort'";
  }
  if (text.startsWith('*.')) {
    return 'is a wildcard; '
      + `for a name for each broker give AdvertisedHost.perBroker(${JSON.stringify(`b${BROKER_ID}${text.slice(1)}`)}), `
      + 'whose records are one';
  }
  return text.endsWith('.') && text.length > 1 ? `ends with a dot; give ${JSON.stringify(text.replace(/\.+$/, ''))}` : undefined;
}

function hostIn(text: string): string {
  return text.replace(/^[^@/]*@/, '').split(/[/:?#]/)[0];
}

/** What is wrong with the address of a broker, as what a person meant who gave it; undefined for an IPv4 address. */
export function addressProblem(text: string): string | undefined {
  if (isIPv4(text)) { return undefined; }
  if (text !== text.trim()) { return `has blanks at its ends; give ${JSON.stringify(text.trim())}`; }
  if (isIPv6(text) || /^\[.*\]/.test(text)) {
    return 'is an IPv6 address, and IPv6 targets are not supported; give the private IPv4 address';
  }
  if (/^i-[0-9a-f]+$/.test(text)) { return 'is the id of an instance; use KafkaBroker.fromInstanceId()'; }
  if (/^eni-/.test(text)) { return 'is the id of a network interface; give its private IPv4 address'; }
  if (/^[a-z][a-z0-9+._-]*:\/\//i.test(text)) { return 'is a URL; give the private IPv4 address alone'; }
  const [, address, more] = /^(\d+(?:\.\d+){3})([:/].*)$/.exec(text) ?? [];
  if (address !== undefined) {
    return `has ${more.startsWith(':') ? "a port, which is the listener's 'bindPort'" : 'a prefix length'}; `
      + `give the address alone, ${JSON.stringify(address)}`;
  }
  if (/^[0-9.]+$/.test(text)) {
    return 'is not an IPv4 address, which is four numbers from 0 to 255 without zeros in front; '
      + 'give the private one of the broker';
  }
  return /[a-z]/i.test(text)
    ? "is a host name, and a load balancer's targets are addresses or instances; give the private IPv4 address, "
      + 'one that outlives the instance, or use KafkaBroker.fromInstanceId()'
    : 'is not an IPv4 address; give the private one of the broker';
}

/** What is wrong with the id of an instance, as what a person meant who gave it; undefined for an id. */
export function instanceIdProblem(text: string): string | undefined {
  if (/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(text)) { return undefined; }
  const [inside] = /\bi-([0-9a-f]{17}|[0-9a-f]{8})\b/.exec(text) ?? [];
  if (inside !== undefined) { return `has more than the id in it; give the id alone, ${JSON.stringify(inside)}`; }
  if (isIPv4(text)) { return 'is an address; use KafkaBroker.fromIpAddress()'; }
  if (/^i-/i.test(text)) {
    return 'is not an instance id: after "i-" come 17 digits of 0-9 and a-f in small letters, or 8 of an old instance; '
      + 'is it complete?';
  }
  return 'is not an instance id such as "i-0123456789abcdef0"; if the broker is not on an EC2 instance, '
    + 'give its address, by KafkaBroker.fromIpAddress()';
}
