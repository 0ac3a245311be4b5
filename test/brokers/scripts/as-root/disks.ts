import { execFileSync, spawn } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { NodeHost } from '../node-host';

/**
 * Real disks: sparse files behind loop devices, with the real `blkid`, `mkfs.xfs`, `mount` and `findmnt`. Needs root, loop devices and xfsprogs.
 *
 * Run with `sudo npx jest --testMatch '<rootDir>/test/brokers/scripts/as-root/*.ts' --coverage=false`.
 */

/** xfs makes no file system of 300 MB or less. */
const SIZE = 320 * 1024 * 1024;
const REAL = ['findmnt', 'mount', 'umount', 'sync', 'chown'];

interface Disk { readonly host: NodeHost; readonly device: string; readonly mount: string }

const disks: Disk[] = [];
const work = mkdtempSync(join(tmpdir(), 'disks-'));
const sh = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString().trim();

afterEach(() => {
  for (const { host, device, mount } of disks.splice(0)) {
    try { sh('umount', mount); } catch { /* was not mounted */ }
    sh('losetup', '-d', device);
    host.remove();
  }
});
afterAll(() => rmSync(work, { recursive: true }));

function attached(env: { [key: string]: string } = {}): Disk {
  const host = new NodeHost(env);
  const file = join(work, `${disks.length}-${readdirSync(work).length}.img`);
  sh('truncate', '-s', `${SIZE}`, file);
  const device = sh('losetup', '--find', '--show', file);
  mkdirSync(host.path('dev/disk/by-id'), { recursive: true });
  symlinkSync(device, host.path('dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc'));
  REAL.forEach(command => rmSync(host.path(`host/bin/${command}`)));
  const disk = { host, device, mount: host.path('data/0') };
  disks.push(disk);
  return disk;
}

/** A master boot record with one Linux partition from sector 2048 on. */
function partitionTable(): Buffer {
  const sector = Buffer.alloc(512);
  sector[450] = 0x83;
  sector.writeUInt32LE(2048, 454);
  sector.writeUInt32LE(600_000, 458);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** Of where file systems and partition tables are: the first 64 MiB and the last one. */
const digest = (device: string) => sh('bash', '-c', `{ head -c 64M ${device}; tail -c 1M ${device}; } | sha256sum`);
const mountOf = ({ mount }: Disk) => { try { return sh('findmnt', '-n', '-o', 'SOURCE,FSTYPE', '--mountpoint', mount).split(/\s+/); } catch { return undefined; } };

test('a blank disk gets a file system and is mounted; what is written on it is there after a reboot', async () => {
  const disk = attached();
  expect((await disk.host.run('volumes')).code).toBe(0);
  expect(mountOf(disk)).toEqual([disk.device, 'xfs']);
  writeFileSync(join(disk.mount, 'message'), 'kept');
  sh('umount', disk.mount);

  const { code, log } = await disk.host.run('volumes');
  expect(code).toBe(0);
  expect(log).not.toContain('making a file system');
  expect(readFileSync(join(disk.mount, 'message'), 'utf8')).toBe('kept');
});

test.each<[string, (device: string) => void]>([
  ['an ext4 file system', device => sh('mkfs.ext4', '-q', device)],
  ['swap space', device => sh('mkswap', device)],
  ['a partition table', device => execFileSync('dd', [`of=${device}`, 'conv=notrunc', 'status=none'], { input: partitionTable() })],
  ['something that no tool knows', device => sh('dd', 'if=/dev/urandom', `of=${device}`, 'bs=4096', 'seek=100', 'count=1', 'conv=notrunc')],
  ['one byte', device => sh('bash', '-c', `printf x | dd of=${device} bs=1 seek=1048575 conv=notrunc status=none`)],
  ['one byte far behind its beginning', device => sh('bash', '-c', `printf x | dd of=${device} bs=1 seek=${63 * 1024 * 1024} conv=notrunc status=none`)],
  ['one byte near its end', device => sh('bash', '-c', `printf x | dd of=${device} bs=1 seek=${SIZE - 1024 * 1024} conv=notrunc status=none`)],
])('a disk with %s is refused and left as it is', async (_, fill) => {
  const disk = attached();
  fill(disk.device);
  sh('sync');
  const before = digest(disk.device);
  const { code, log } = await disk.host.run('volumes');
  expect(code).toBe(78);
  expect(log).toContain('will not be formatted');
  expect(digest(disk.device)).toBe(before);
  expect(mountOf(disk)).toBeUndefined();
});

test('a blank disk that was to be adopted is refused', async () => {
  const disk = attached({ DATA: 'adopted' });
  const before = digest(disk.device);
  const { code, log } = await disk.host.run('volumes');
  expect(code).toBe(78);
  expect(log).toContain('is to be adopted with its data, and has no file system');
  expect(digest(disk.device)).toBe(before);
});

test('an xfs that cannot be mounted is not made anew', async () => {
  const disk = attached();
  sh('mkfs.xfs', '-q', disk.device);
  // The superblock stays; what it leads to does not.
  sh('dd', 'if=/dev/urandom', `of=${disk.device}`, 'bs=512', 'seek=1', 'count=64', 'conv=notrunc');
  disk.host.stub('mkfs.xfs', '');
  expect((await disk.host.run('volumes')).code).not.toBe(0);
  expect(disk.host.callsOf('mkfs')).toEqual([]);
  expect(mountOf(disk)).toBeUndefined();
});

test('a disk that cannot be read is refused', async () => {
  const disk = attached();
  sh('losetup', '-d', disk.device);
  const { code, log } = await disk.host.run('volumes');
  expect(code).toBe(78);
  expect(log).toContain('will not be formatted');
  sh('losetup', disk.device, join(work, readdirSync(work)[0]));
});

test.each([
  ['before mkfs', 'kill -9 $PPID'],
  ['in the middle of mkfs', '/usr/sbin/mkfs.xfs "$@"; dd if=/dev/zero of="${!#}" bs=512 count=1 conv=notrunc status=none; sync; kill -9 $PPID'],
  ['after mkfs', '/usr/sbin/mkfs.xfs "$@"; kill -9 $PPID'],
])('killed %s, the same instance finishes it', async (_, mkfs) => {
  const disk = attached();
  disk.host.stub('mkfs.xfs', mkfs);
  expect((await disk.host.run('volumes')).code).toBe('SIGKILL');
  rmSync(disk.host.path('host/bin/mkfs.xfs'));
  expect((await disk.host.run('volumes')).code).toBe(0);
  expect(mountOf(disk)).toEqual([disk.device, 'xfs']);
  expect(disk.host.has('var/lib/kafka-node/making-vol-0abc')).toBe(false);
});

test('a mark of another instance, left in an image, allows nothing', async () => {
  const disk = attached();
  sh('dd', 'if=/dev/urandom', `of=${disk.device}`, 'bs=4096', 'count=1', 'conv=notrunc');
  disk.host.write('var/lib/kafka-node/making-vol-0abc', 'i-other\n');
  const before = digest(disk.device);
  expect((await disk.host.run('volumes')).code).toBe(78);
  expect(digest(disk.device)).toBe(before);
});

test('killed at any moment of the whole step, the next run ends well and loses nothing that was written', async () => {
  for (const after of [10, 40, 80, 120, 200, 400]) {
    const disk = attached();
    const victim = spawn('bash', [disk.host.path('usr/local/lib/kafka-node/volumes')], {
      detached: true,
      stdio: 'ignore',
      env: { PATH: `${disk.host.path('host/bin')}:/usr/sbin:/usr/bin:/sbin:/bin`, KAFKA_NODE_ROOT: disk.host.root, HOST_DIR: disk.host.path('host') },
    });
    const gone = new Promise(done => victim.on('exit', done));
    await new Promise(wake => setTimeout(wake, after));
    try { process.kill(-victim.pid!, 'SIGKILL'); } catch { /* had ended */ }
    await gone;
    expect((await disk.host.run('volumes')).code).toBe(0);
    expect(mountOf(disk)).toEqual([disk.device, 'xfs']);
  }
});

test('Kafka is not started while the disk is not mounted, and the disk is let go of after it stopped', async () => {
  const disk = attached();
  disk.host.tool('server-start', 'echo started');
  expect((await disk.host.run('run')).log).toContain('is not mounted');
  await disk.host.run('volumes');
  expect((await disk.host.run('run')).log).toContain('started');

  disk.host.stub('curl', 'case "$*" in *api/token*) echo t ;; *lifecycle-state) echo Terminated ;; *) echo i-new ;; esac');
  disk.host.stub('aws', 'case "$*" in *describe-volumes*) if [ ! -e "$HOST_DIR/free" ]; then echo vol-1; fi ;; *detach-volume*) touch "$HOST_DIR/free" ;; *auto-scaling-instances*) echo G ;; esac');
  disk.host.write('host/kafka-state', 'inactive');
  expect((await disk.host.run('drain', { PATIENCE: '1000' })).code).toBe(0);
  expect(mountOf(disk)).toBeUndefined();
  expect(disk.host.callsOf('detach-volume')).toHaveLength(1);
});

test('a file system grows with its disk', async () => {
  const disk = attached();
  await disk.host.run('volumes');
  const size = () => Number(sh('df', '--output=size', disk.mount).split('\n')[1]);
  const before = size();
  sh('truncate', '-s', `${2 * SIZE}`, sh('losetup', '-n', '-O', 'BACK-FILE', disk.device));
  sh('losetup', '-c', disk.device);
  expect((await disk.host.run('grow')).code).toBe(0);
  expect(size()).toBeGreaterThan(before * 1.5);
});
