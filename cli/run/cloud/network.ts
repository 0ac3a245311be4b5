import { createHash } from 'crypto';
import { mkdirSync, writeFileSync } from 'fs';
import { hostname } from 'os';
import { join } from 'path';
import type { NetworkInterface } from './cloud';
import { contains, prefixLength } from '../../assembly/addresses';
import type { Host, Vpc } from '../../assembly/model';
import { nameServer } from '../../assembly/names';
import { run } from '../sandbox/processes';
import { makeDirectory, STATE } from '../sandbox/sandbox';

const BRIDGE = 'bridge';

/** What configures an interface that appears while a machine runs takes a moment. */
const RULE_DELAY_MS = 2000;
const ENTER = join(STATE, 'enter');

/** Runs a command in a host's network, with the files that only this host has. The process keeps its id. */
const ENTER_SCRIPT = `#!/bin/sh
# enter HOST COMMAND...: runs a command as if on a host of the local cluster
test -e "/run/netns/$1" || { echo "usage: $0 HOST COMMAND..., hosts: $(ls /run/netns | tr '\\n' ' ')" >&2; exit 64; }
host=$1; shift
exec nsenter --net="/run/netns/$host" unshare --mount --propagation private sh -c '
  while read -r source path; do mount --bind "$source" "$path" || exit 125; done < ${STATE}/hosts/$0/mounts
  exec "$@"' "$host" "$@"
`;

/** A command line that runs on a host. */
export function on(host: Host, argv: string[]): string[] {
  return [ENTER, host.name, ...argv];
}

/**
 * Network namespaces: one for each VPC, in which there is nothing but a bridge, and one for each host, joined to the bridge of its VPC.
 * No two VPCs have a link in common.
 */
export class Network {
  private readonly ports = new Map<string, { vpc: Vpc; port: string }>();
  private joined = 0;
  private attached = 0;
  private readonly mounts = new Map<string, Map<string, string>>();

  /** Adds the VPCs and hosts that are not there yet. */
  public async add(vpcs: Vpc[], hosts: Host[]): Promise<void> {
    const newVpcs = vpcs.filter(vpc => ![...this.ports.values()].some(known => known.vpc.id === vpc.id));
    const newHosts = [...newVpcs.map(nameServer), ...hosts].filter(host => !this.ports.has(host.name));
    for (const host of newHosts) {
      this.ports.set(host.name, { vpc: vpcs.find(({ id }) => id === host.vpcId)!, port: `port${this.joined++}` });
    }
    writeFileSync(ENTER, ENTER_SCRIPT, { mode: 0o755 });
    await ip([
      ...[...newVpcs, ...newHosts].map(({ name }) => `netns add ${name}`),
      ...newHosts.map(host => `link add name ${this.portOf(host)} netns ${this.vpcOf(host).name} type veth peer name eth0 netns ${host.name}`),
    ]);
    await Promise.all(newVpcs.map(vpc => ip([`link add ${BRIDGE} type bridge`, `link set ${BRIDGE} up`], vpc.name)));
    await Promise.all(vpcs.map(vpc => ip(
      newHosts.filter(({ vpcId }) => vpcId === vpc.id).map(host => `link set ${this.portOf(host)} master ${BRIDGE} up`), vpc.name,
    )));
    await Promise.all(newHosts.map(host => this.configure(host)));
    await this.routeToOutside(hosts);
  }

  /** Takes a host away for good. */
  public async remove(host: Host): Promise<void> {
    this.of(host);
    await ip([`netns delete ${host.name}`]);
    this.ports.delete(host.name);
  }

  /** A second interface, which keeps its hardware address wherever it is. Its host answers for it there only. */
  public async attach(host: Host, { id, address }: NetworkInterface): Promise<void> {
    const vpc = this.vpcOf(host);
    const port = `eni${this.attached++}`;
    const mac = `02:${createHash('sha256').update(id).digest('hex').slice(0, 10).match(/../g)!.join(':')}`;
    await run(['nsenter', `--net=/run/netns/${host.name}`, 'sh', '-c', 'for key in arp_ignore:1 arp_announce:2 rp_filter:0; do echo ${key#*:} > /proc/sys/net/ipv4/conf/all/${key%:*}; done']);
    await ip([`link add name ${port} netns ${vpc.name} type veth peer name eth1 netns ${host.name}`]);
    await ip([`link set ${port} master ${BRIDGE} up`], vpc.name);
    await ip([`link set eth1 address ${mac} up`, `address add ${address}/32 dev eth1`], host.name);
    setTimeout(() => {
      ip([`route add ${vpc.cidr} dev eth1 src ${address} table 10001`, `rule add from ${address} lookup 10001`], host.name).catch(() => {}); // the host may be gone
    }, RULE_DELAY_MS);
  }

  public async detach(host: Host, { address }: NetworkInterface): Promise<void> {
    await ip([`rule delete from ${address} lookup 10001`, 'link delete eth1'], host.name);
  }

  /** Pulls the host's cable. */
  public async cut(host: Host): Promise<void> {
    await ip([`link set ${this.portOf(host)} down`], this.vpcOf(host).name);
  }

  public async join(host: Host): Promise<void> {
    await ip([`link set ${this.portOf(host)} up`], this.vpcOf(host).name);
  }

  /** Gives the host a directory or file of its own at a path. Returns where its content is. */
  public directory(host: Host, path: string): string {
    const content = join(STATE, 'hosts', host.name, 'files', path);
    mkdirSync(content, { recursive: true });
    makeDirectory(path);
    this.mount(host, content, path);
    return content;
  }

  /** A broker outside of the VPC's block is as near as any other; how it is reached is not the templates' business. */
  private async routeToOutside(hosts: Host[]): Promise<void> {
    const outside = hosts.filter(host => !contains(this.vpcOf(host).cidr, host.address));
    await Promise.all(hosts.map(async host => ip(
      outside.filter(other => other.vpcId === host.vpcId && other !== host).map(other => `route replace ${other.address}/32 dev eth0`), host.name,
    )));
  }

  private async configure(host: Host): Promise<void> {
    const vpc = this.vpcOf(host);
    // Without IPv6 there are no link-local addresses, which make name lookups reorder their answers.
    await run(['nsenter', `--net=/run/netns/${host.name}`, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 || true']);
    await ip([
      'link set lo up',
      `address add ${host.address}/${contains(vpc.cidr, host.address) ? prefixLength(vpc.cidr) : 32} dev eth0`,
      'link set eth0 up',
      ...contains(vpc.cidr, host.address) ? [] : [`route add ${vpc.cidr} dev eth0`],
    ], host.name);
    const own = join(STATE, 'hosts', host.name);
    mkdirSync(own, { recursive: true });
    this.file(host, '/etc/resolv.conf', `nameserver ${nameServer(vpc).address}\noptions timeout:2 attempts:2\n`);
    this.file(host, '/etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${hostname()}\n`);
    this.file(host, '/etc/nsswitch.conf', 'hosts: files dns\npasswd: files\ngroup: files\n');
  }

  private file(host: Host, path: string, text: string): void {
    const content = join(STATE, 'hosts', host.name, path.replaceAll('/', '_'));
    writeFileSync(content, text);
    this.mount(host, content, path);
  }

  private mount(host: Host, content: string, path: string): void {
    const mounts = this.mounts.get(host.name) ?? new Map<string, string>();
    this.mounts.set(host.name, mounts.set(path, content));
    writeFileSync(join(STATE, 'hosts', host.name, 'mounts'), [...mounts].map(([at, from]) => `${from} ${at}\n`).join(''));
  }

  private portOf(host: Host): string {
    return this.of(host).port;
  }

  private vpcOf(host: Host): Vpc {
    return this.of(host).vpc;
  }

  private of(host: Host): { vpc: Vpc; port: string } {
    const known = this.ports.get(host.name);
    if (!known) { throw new Error(`there is no host ${host.name}, the hosts are ${[...this.ports.keys()].join(', ')}`); }
    return known;
  }
}

/** Several commands of `ip` at once, in a namespace if it is named. */
async function ip(lines: string[], namespace?: string): Promise<void> {
  if (lines.length === 0) { return; }
  await run(['ip', ...namespace === undefined ? [] : ['-netns', namespace], '-batch', '-'], { input: lines.join('\n') });
}
