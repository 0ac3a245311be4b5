import { execFileSync } from 'child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, symlinkSync, copyFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import type { Host } from '../../../../cli/assembly/model';
import type { Started } from '../../../../cli/run/cloud/cloud';
import { Processes, run } from '../../../../cli/run/sandbox/processes';
import { STATE } from '../../../../cli/run/sandbox/sandbox';

/** Of an m7g.large; nodes size their heap by it. */
const MEMORY_KIB = 2 * 1024 * 1024;

/** An instance to be: what its launch template and its group's subnet say. */
export interface LaunchRequest {
  readonly host: Host;
  /** As the template's `UserData` is after decoding. */
  readonly userData: string;
  /** A Unix socket that speaks HTTP for this machine alone: the instance metadata service and, on every other path, the AWS APIs. */
  readonly socket: string;
  /** The `aws` command. */
  readonly awscli: string;
  /** The classes of Kafka that Java has parsed already. */
  readonly classes: string;
  /** The DNS configuration of the VPC. */
  readonly nameServer: string;
  /** Files that it has before it boots, by path. */
  readonly image?: Map<string, Buffer>;
  /** What answers on it besides instance metadata, in HAProxy's words. */
  readonly alongside?: string;
}

/** How many times faster time passes between a node's signs of life and for the hook that waits for them: so many in a row are missed as by the clock of AWS. */
export const HEARTBEATS_FASTER = 3;

/** Scripts of a node ask AWS and Kafka again after five seconds. Here both answer at once, so they ask again after two. A minute is between signs of life. */
const SLEEP = `#!/bin/sh
case $* in
  5) set -- 2 ;;
  60) set -- ${60 / HEARTBEATS_FASTER} ;;
esac
exec /usr/bin/sleep "$@"
`;

/** Where a machine finds the instance metadata service, and here the AWS APIs too. */
const METADATA = '169.254.169.254';

/**
 * An instance that runs: a host of its own which boots by its user data, with process 1, files, devices and a host name of its own. Its disks are
 * files behind loop devices, known by the names that EBS volumes have on Nitro. The kernel and installed programs are those of this system.
 */
export class Machine {
  public static async start(request: LaunchRequest, processes: Processes): Promise<Machine> {
    const { host, userData, socket, awscli, classes, nameServer, image = new Map<string, Buffer>(), alongside = '' } = request;
    const directory = join(STATE, 'machines', host.name);
    const own = (path: string, text: string | Buffer) => {
      const file = join(directory, 'upper', path);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
    };
    ['upper', 'work', 'root'].forEach(name => mkdirSync(join(directory, name), { recursive: true }));
    writeFileSync(join(directory, 'meminfo'), readFileSync('/proc/meminfo', 'utf8').replace(/^(MemTotal: +)\d+/m, `$1${MEMORY_KIB}`));
    own('var/lib/cloud/user-data', userData);
    own('etc/resolv.conf', `nameserver ${nameServer}\noptions timeout:2 attempts:2\n`);
    own('etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${host.name}\n`);
    own('etc/nsswitch.conf', 'hosts: files dns\npasswd: files\ngroup: files\nshadow: files\n');
    // Credentials are here within milliseconds, unless this system is too busy to answer within the second that the command line gives it.
    own('root/.aws/config', `[default]\nendpoint_url = http://${METADATA}\nmetadata_service_timeout = 10\n`);
    // Of amazon-ec2-net-utils, which gives an attached interface its rule and routes: here its cloud does, so nobody calls it.
    own('usr/bin/setup-policy-routes', '');
    execFileSync('chmod', ['755', join(directory, 'upper/usr/bin/setup-policy-routes')]);
    own('usr/local/sbin/sleep', SLEEP);
    execFileSync('chmod', ['755', join(directory, 'upper/usr/local/sbin/sleep')]);
    image.forEach((content, path) => own(path, content));
    mkdirSync(join(directory, 'upper/usr/local/lib'), { recursive: true });
    copyFileSync(join(__dirname, 'init.py'), join(directory, 'upper/usr/local/lib/init.py'));
    execFileSync('chmod', ['755', join(directory, 'upper/usr/local/lib/init.py')]);
    mkdirSync(join(directory, 'upper/usr/local/bin'), { recursive: true });
    for (const name of ['systemctl', 'journalctl']) { symlinkSync('/usr/local/lib/init.py', join(directory, 'upper/usr/local/bin', name)); }
    symlinkSync(awscli, join(directory, 'upper/usr/local/bin/aws'));
    mkdirSync(join(directory, 'upper/var/cache'), { recursive: true });
    symlinkSync(classes, join(directory, 'upper/var/cache/kafka.jsa'));

    await run(['nsenter', `--net=/run/netns/${host.name}`, 'ip', 'address', 'add', `${METADATA}/32`, 'dev', 'lo']);
    writeFileSync(join(directory, 'metadata.cfg'), `defaults
  mode http
  timeout connect 5s
  timeout client 300s
  timeout server 300s
${alongside}
frontend metadata
  bind ${METADATA}:80
  default_backend cloud
backend cloud
  server cloud unix@${socket}
`);
    const net = ['nsenter', `--net=/run/netns/${host.name}`];
    const metadata = processes.start(`${host.name}-metadata`, [...net, 'haproxy', '-db', '-q', '-f', join(directory, 'metadata.cfg')]);
    const init = processes.start(host.name, [
      'setpriv', '--pdeathsig', 'KILL', ...net, 'unshare', '--mount', '--pid', '--uts', '--fork', '--kill-child',
      'sh', join(__dirname, 'start.sh'), directory, host.name,
    ]);
    return new Machine(host, directory, init, metadata);
  }

  private readonly disks = new Map<string, { fd: number; device: string; name: string }>();

  private constructor(
    public readonly host: Host, private readonly directory: string, private readonly init: Started, private readonly metadata: Started,
  ) {}

  public get running(): boolean {
    return this.init.running;
  }

  /** The device appears in the machine under the name by which EBS is known on Nitro. */
  public async attachDisk(volumeId: string, file: string): Promise<void> {
    const device = (await run(['losetup', '--find', '--show', file])).stdout.trim();
    const fd = openSync(device, 'r');
    // From here on the kernel lets go of the file with the last one who has the device open: a machine that has it mounted, or this process.
    await run(['losetup', '--detach', device]);
    const [major, minor] = (await run(['stat', '--format=%t %T', device])).stdout.trim().split(' ').map(hex => parseInt(hex, 16));
    const name = `/dev/nvme${this.disks.size + 1}n1`;
    const link = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId.replace('-', '')}`;
    await this.inside(['sh', '-c', `rm -f ${name}; mknod ${name} b ${major} ${minor} && ln -sf ${name} ${link}`]);
    this.disks.set(volumeId, { fd, device, name });
  }

  /** Fails while it is mounted. */
  public async detachDisk(volumeId: string): Promise<void> {
    const disk = this.disks.get(volumeId);
    if (!disk) { return; }
    const link = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId.replace('-', '')}`;
    if (this.running) {
      const { code } = await this.inside(['sh', '-c', `findmnt -n --source ${disk.name} > /dev/null && exit 1; rm -f ${link} ${disk.name}`], 'any');
      if (code === 1) { throw new Error(`${volumeId} is mounted`); }
    }
    this.release(volumeId);
  }

  /** The power button: services are stopped in order, then it ends, and lets go of all it held. */
  public async terminate(graceMs = 120_000): Promise<void> {
    if (this.running) {
      await run(['nsenter', `--target=${this.initPid()}`, '--pid', '--mount', 'kill', '-TERM', '1'], { accept: 'any' });
      await Promise.race([this.init.exited, delay(graceMs)]);
    }
    await this.kill();
  }

  /** The plug is pulled. */
  public async kill(): Promise<void> {
    if (this.init.running) { this.init.kill('SIGKILL'); }
    await this.init.exited;
    await this.metadata.stop();
    [...this.disks.keys()].forEach(volumeId => this.release(volumeId));
  }

  /** Runs a command in the machine. */
  public async inside(argv: string[], accept: number[] | 'any' = [0], input?: string): Promise<{ code: number; stdout: string; stderr: string }> {
    return run(['nsenter', `--target=${this.initPid()}`, '--pid', '--mount', '--uts', '--net', ...argv], { accept, input });
  }

  /** The end of its console: what the boot wrote. */
  public console(lines = 40): string {
    const file = join(this.directory, 'upper/var/log/console.log');
    return [existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : 'nothing on the console', this.init.tail(5)].join('\n').trimEnd();
  }

  /** Process 1, as it is numbered outside: the only child of `unshare`. */
  private initPid(): string {
    return readFileSync(`/proc/${this.init.pid}/task/${this.init.pid}/children`, 'utf8').trim();
  }

  private release(volumeId: string): void {
    closeSync(this.disks.get(volumeId)!.fd);
    this.disks.delete(volumeId);
  }
}
