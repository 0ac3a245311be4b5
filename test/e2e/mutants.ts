/**
 * Changes every property of every resource of the example, one at a time: removes it, swaps it with that of a sibling, sets it to another plausible value.
 * Each mutant must be found by the check or seen on the wire, or `mutants/cannot-matter.ts` and the tables of the local cluster say why it cannot matter.
 */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { StandIns } from './cloud/stand-ins';
import { CANNOT_MATTER, reason } from './mutants/cannot-matter';
import { Mutant, mutantsOf } from './mutants/make';
import type { Assembly } from '../../cli/assembly/template';
import { buildTopology, checkPaths, chosenListeners, Cloud, clientPaths, forbiddenPorts, loadAssembly, probe, startCloud, Topology, UserError } from '../../cli/run/cloud';
import { ruleset } from '../../cli/run/cloud/firewall';
import { configuration } from '../../cli/run/cloud/haproxy';
import { TestCa } from '../../cli/run/kafka/test-ca';
import { inSandbox, STATE } from '../../cli/run/sandbox/sandbox';

/** At least so many, or the example has become another one. */
const ENOUGH = 100;
const PROGRESS_MS = 10_000;

interface Seen {
  readonly mutant: Mutant;
  /** The cause by which the check named it, or what the wire showed. */
  readonly by: string;
}

interface Unseen {
  readonly mutant: Mutant;
  readonly why?: string;
}

class Run {
  public readonly seen: Seen[] = [];
  public readonly unseen: Unseen[] = [];
  /** What nothing was found about, and which is not the same on the wire. */
  private readonly toPlay: Mutant[] = [];
  private told = Date.now();
  private readonly begin = Date.now();

  constructor(private readonly base: Assembly, private readonly topology: Topology) {}

  /** Follows the paths of every mutant. */
  public check(): void {
    const unchanged = onTheWire(this.topology);
    for (const mutant of mutantsOf(this.base)) {
      const judged = judge(mutant);
      if (judged.by !== undefined) {
        this.seen.push({ mutant, by: judged.by });
      } else if (isMoved(this.topology, judged.topology!) || onTheWire(judged.topology!) === unchanged) {
        this.leave(mutant);
      } else {
        this.toPlay.push(mutant);
      }
      this.progress(`${this.seen.length} found, ${this.unseen.length} left out, ${this.toPlay.length} to be played`);
    }
    this.say(`${this.seen.length + this.unseen.length + this.toPlay.length} mutants checked: ${this.seen.length} found, ${this.toPlay.length} differ on the wire only`);
  }

  /** Runs what the check does not tell from the example: of those with the same change at siblings the first, and the others only if it showed anything. */
  public async play(cloud: Cloud, standIns: StandIns, ca: string): Promise<void> {
    const withoutEffect = new Set<string>();
    let played = 0;
    for (const [i, mutant] of this.toPlay.entries()) {
      const alike = `${mutant.what.split('.')[0]} ${mutant.property} ${mutant.change} ${mutant.nth}`;
      if (!withoutEffect.has(alike)) {
        played += 1;
        await cloud.reload(mutant.files());
        await standIns.follow();
      }
      const wrong = withoutEffect.has(alike) ? undefined : await this.wrong(cloud, ca);
      if (wrong === undefined) { this.leave(mutant); } else { this.seen.push({ mutant, by: `on the wire: ${wrong}` }); }
      if (wrong === undefined) { withoutEffect.add(alike); }
      this.progress(`${i + 1} of ${this.toPlay.length} done, ${played} played`);
    }
    this.say(`${played} played for ${this.toPlay.length}; the others are the same changes at siblings`);
  }

  /** Says what was seen by what, and what was not and why. */
  public report(): number {
    const causes = [...new Set(this.seen.map(({ by }) => by.split(':')[0]))].sort();
    console.log('\nseen by');
    for (const cause of causes) { console.log(`  ${`${this.seen.filter(({ by }) => by.split(':')[0] === cause).length}`.padStart(5)}  ${cause}`); }
    console.log('\nnot seen, since');
    for (const why of [...new Set(this.unseen.flatMap(each => each.why ?? []))]) {
      const properties = this.unseen.filter(each => each.why === why).map(({ mutant: { property } }) => property);
      const shown = [...new Set(properties)];
      console.log(`  ${`${properties.length}`.padStart(5)}  ${why}\n           ${shown.slice(0, 6).join(', ')}${shown.length > 6 ? ` and ${shown.length - 6} more` : ''}`);
    }
    const without = this.unseen.filter(({ why }) => why === undefined);
    for (const { mutant: { property, change, what } } of without) { console.log(`FAILED  ${property} ${change}: nothing showed it, and no list says why it cannot matter: ${what}`); }
    const unused = CANNOT_MATTER.filter(entry => !this.unseen.some(({ why, mutant }) => why === entry.why && mutant.property === entry.property));
    for (const { property, why } of unused) { console.log(`FAILED  the list has a reason that no mutant needs: ${property}: ${why}`); }
    const all = this.seen.length + this.unseen.length;
    if (all < ENOUGH) { console.log(`FAILED  ${all} mutants are not the ${ENOUGH} that there should be at least`); }
    this.say(`${all} mutants: ${this.seen.length} seen, ${this.unseen.length - without.length} cannot matter, ${without.length} nobody explains`);
    return without.length + unused.length > 0 || all < ENOUGH ? 1 : 0;
  }

  /** What a client meets that it should not: a path that fails, or one that should not be there. */
  private async wrong(cloud: Cloud, ca: string): Promise<string | undefined> {
    const [endpoint] = cloud.topology.endpoints;
    const [{ name, protocol }] = chosenListeners(cloud.topology, endpoint);
    const tls = protocol.endsWith('SSL') ? { ca } : undefined;
    const paths = clientPaths(cloud.topology).filter(({ listener }) => listener === name);
    const answers = await probe(cloud, cloud.clientHost(), paths.map(({ host, port }) => ({ host, port, tls })));
    const isRight = (port: number, heard: string) => new RegExp(`^${paths.find(path => path.port === port)!.nodeId ?? '\\d+'} ${name} `).test(heard);
    const failed = answers.find(({ port, heard }) => !isRight(port, heard));
    if (failed) { return `${failed.host}:${failed.port} fails`; }
    if (filters(cloud.topology) === filters(this.topology)) { return undefined; }
    const forbidden = forbiddenPorts(cloud.topology, this.base.brokerFiles, endpoint);
    const asked = await probe(cloud, cloud.clientHost(), forbidden.map(({ address, port }) => ({ host: address, port })));
    const open = asked.find(({ connected }) => connected);
    return open && `the client connects to ${open.host}:${open.port}`;
  }

  private leave(mutant: Mutant): void {
    this.unseen.push({ mutant, why: reason(mutant) });
  }

  private progress(what: string): void {
    if (Date.now() - this.told > PROGRESS_MS) { this.say(what); }
  }

  private say(what: string): void {
    this.told = Date.now();
    console.log(`${((this.told - this.begin) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  }
}

/** The cause by which a mutant is named, or what is made of it. */
function judge(mutant: Mutant): { by?: string; topology?: Topology } {
  try {
    const files = mutant.files();
    const topology = buildTopology(files);
    const [first] = checkPaths(topology, files.brokerFiles, files.controllerFiles);
    return first ? { by: first.cause } : { topology };
  } catch (error) {
    if (error instanceof UserError) { return { by: 'properties' }; } // a file of a broker that is none
    throw new Error(`${mutant.what}: ${(error as Error).stack}`);
  }
}

/** All that is run: what load balancers, endpoints, firewalls and name servers are told. */
function onTheWire(topology: Topology): string {
  return JSON.stringify([configuration(topology), filters(topology), topology.records, topology.vpcs]);
}

/** What the firewalls are told, whoever says so. */
function filters(topology: Topology): string {
  return topology.hosts.map(host => ruleset(topology, host).replace(/ comment ".*"/g, '')).join('\n');
}

/** A host that runs cannot move. */
function isMoved(before: Topology, after: Topology): boolean {
  return after.hosts.some(({ name, address }) => before.hosts.some(host => host.name === name && host.address !== address));
}

async function main(): Promise<number> {
  const base = loadAssembly(process.argv[2]);
  const run = new Run(base, buildTopology(base));
  run.check();
  const ca = await TestCa.create(join(STATE, 'ca'));
  const pem = join(STATE, 'brokers.pem');
  writeFileSync(pem, await ca.issue(buildTopology(base).records.map(({ name }) => name)), { mode: 0o600 });
  const cloud = await startCloud(base);
  const standIns = new StandIns(cloud, pem);
  await standIns.follow();
  await run.play(cloud, standIns, ca.file);
  await cloud.stop();
  return run.report();
}

inSandbox(main);
