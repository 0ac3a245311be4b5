import { writeFileSync } from 'fs';
import { connect } from 'net';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import type { Started, TargetHealth } from './cloud';
import { aboutPorts, ADMIN_SOCKET, configuration } from './haproxy';
import type { Topology } from '../../assembly/model';
import { Processes, run } from '../sandbox/processes';
import { STATE } from '../sandbox/sandbox';

const FILE = join(STATE, 'haproxy.cfg');
const START_TIMEOUT_MS = 10_000;

/** The one HAProxy that is every load balancer node and every endpoint interface. */
export class Proxy {
  public static async start(topology: Topology, processes: Processes): Promise<Proxy> {
    await write(topology);
    const proxy = new Proxy(processes.start('haproxy', ['haproxy', '-W', '-db', '-f', FILE]), topology);
    await proxy.untilWorkerIsNot(undefined);
    return proxy;
  }

  private constructor(private readonly master: Started, private topology: Topology) {}

  /** Takes a changed topology. Connections that are there stay with the old worker until they end. */
  public async reload(topology: Topology): Promise<void> {
    const old = await workerId();
    await write(topology);
    this.topology = topology;
    this.master.kill('SIGUSR2');
    await this.untilWorkerIsNot(old);
  }

  /** What each node of a load balancer knows of its targets, by their last health checks. */
  public async targetHealth(): Promise<TargetHealth[]> {
    const [header, ...rows] = (await ask('show stat') ?? '').split('\n').filter(line => line !== '').map(line => line.replace(/^# /, '').split(','));
    const column = (row: string[], name: string) => row[header.indexOf(name)];
    const nodes = this.topology.loadBalancers.flatMap(loadBalancer => loadBalancer.nodes.map(({ name }) => name));
    return rows.flatMap(row => {
      const [node, port] = column(row, 'pxname').split(':');
      const [target, status] = [column(row, 'svname'), column(row, 'status')];
      const isTarget = nodes.includes(node) && /^\d/.test(target);
      // A target that was never looked at is taken for healthy by HAProxy, not by a load balancer.
      return isTarget ? [{ node, port: Number(port), target, healthy: status.startsWith('UP') && column(row, 'check_status').startsWith('L4OK') }] : [];
    });
  }

  /** What to look at when a connection fails. */
  public diagnosis(ports: number[] = []): string {
    const about = ports.length === 0 ? '' : `\nHAProxy's configuration about port ${ports.join(', ')}:\n${aboutPorts(configuration(this.topology), ports)}`;
    return `the end of HAProxy's log:\n${this.master.tail()}${about}`;
  }

  private async untilWorkerIsNot(old: string | undefined): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const current = await workerId();
      if (current !== undefined && current !== old) { return; }
      if (!this.master.running || Date.now() > deadline) { throw new Error(`HAProxy did not start\n${this.diagnosis()}`); }
      await delay(20);
    }
  }
}

async function write(topology: Topology): Promise<void> {
  writeFileSync(FILE, configuration(topology));
  await run(['haproxy', '-c', '-q', '-f', FILE]);
}

/** The process id of the worker that accepts connections, if there is one. */
async function workerId(): Promise<string | undefined> {
  return /^Pid: (\d+)$/m.exec(await ask('show info') ?? '')?.[1];
}

/** What a worker answers, if there is one. */
async function ask(question: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect(ADMIN_SOCKET);
    let answer: string | undefined;
    socket.on('connect', () => socket.write(`${question}\n`));
    socket.on('data', data => { answer = (answer ?? '') + data.toString(); });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => {}); // not there yet; `close` follows
  });
}
