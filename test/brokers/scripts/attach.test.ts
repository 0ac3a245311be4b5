import { NodeHost } from './node-host';

const hosts: NodeHost[] = [];
afterAll(() => hosts.forEach(host => host.remove()));

function node(env: { [key: string]: string } = {}): NodeHost {
  const host = new NodeHost(env);
  hosts.push(host);
  return host;
}

const LINK = 'dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc';

describe('a disk', () => {
  /** Held by the old instance for the first three questions; its device appears when it is attached. */
  const HANDED_OVER = `case "$*" in
    *describe-volumes*) if [ -e "$HOST_DIR/attached" ]; then printf 'in-use\\ti-new\\n'; elif [ $(nth describe) -lt 4 ]; then printf 'in-use\\ti-old\\n'; else printf 'available\\tNone\\n'; fi ;;
    *attach-volume*) touch "$HOST_DIR/attached" "$KAFKA_NODE_ROOT/${LINK}" ;;
    esac`;

  function withDisk(env: { [key: string]: string } = {}): NodeHost {
    const host = node(env);
    host.write('dev/disk/by-id/none', '');
    host.stub('blkid', 'echo xfs');
    host.stub('mkfs.xfs', '');
    return host;
  }
  const formatted = (host: NodeHost) => host.callsOf('mkfs');

  test('that is held for long is asked for every five seconds after ten looks', async () => {
    const host = withDisk();
    host.stub('aws', HANDED_OVER.replace('-lt 4', '-lt 14'));
    expect((await host.run('volumes')).code).toBe(0);
    expect(host.slept).toBe(10 + 3 * 5);
  });

  test('is waited for while another instance holds it, then attached and mounted', async () => {
    const host = withDisk();
    host.stub('aws', HANDED_OVER);
    const { code, log } = await host.run('volumes');
    expect(code).toBe(0);
    expect(log).toContain('waiting: vol-0abc is held by i-old: look at journalctl -u kafka-node-drain there');
    expect(host.slept).toBeLessThan(5);
    expect(host.callsOf('attach-volume')).toEqual(['aws --output text ec2 attach-volume --volume-id vol-0abc --instance-id i-new --device /dev/sdf']);
    expect(host.read('host/mounts')).toBe(`${host.path(LINK)} ${host.path('data/0')}\n`);
    expect(formatted(host)).toEqual([]);
  });

  test('is never taken from the instance that holds it', async () => {
    const host = withDisk();
    host.stub('aws', 'printf "in-use\\ti-old\\n"');
    expect((await host.run('volumes')).code).toBe('SIGKILL');
    expect(host.calls.filter(call => !call.includes('describe-volumes'))).toEqual([]);
  });

  test.each([
    ['does not exist', 'echo "An error occurred (InvalidVolume.NotFound)" >&2; exit 254', 'waiting: vol-0abc is unknown'],
    ['never shows up as a device', 'case "$*" in *describe*) printf "in-use\\ti-new\\n";; esac', 'waiting: the device of vol-0abc is not there yet'],
  ])('that %s is waited for, and nothing is mounted or formatted', async (_, aws, why) => {
    const host = withDisk();
    host.stub('aws', aws);
    const { code, log } = await host.run('volumes', { PATIENCE: '9' });
    expect(code).toBe('SIGKILL');
    expect(log).toContain(why);
    expect(host.read('host/mounts')).toBe('');
    expect(formatted(host)).toEqual([]);
  });

  test('that is mounted already is left alone', async () => {
    const host = withDisk();
    host.mount('vol-0abc', '/data/0');
    expect((await host.run('volumes')).code).toBe(0);
    expect(host.calls).toEqual([]);
  });

  test('is not mounted over another one', async () => {
    const host = withDisk();
    host.disk('vol-0abc');
    host.write('host/other', '');
    host.write('host/mounts', `${host.path('host/other')} ${host.path('data/0')}\n`);
    const { code, log } = await host.run('volumes');
    expect(code).toBe(78);
    expect(log).toContain('which is not vol-0abc');
  });

  test('the second one gets the next device name', async () => {
    const host = withDisk({ VOLUMES: 'vol-0abc:/data/0,vol-0def:/data/1' });
    host.disk('vol-0abc');
    host.stub('aws', 'case "$*" in *describe*) printf "available\\tNone\\n";; *) touch "$KAFKA_NODE_ROOT/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0def";; esac');
    expect((await host.run('volumes')).code).toBe(0);
    expect(host.callsOf('attach-volume')[0]).toContain('--volume-id vol-0def --instance-id i-new --device /dev/sdg');
  });
});

describe('the address', () => {
  /** As `ip` of iproute2 6 writes it. */
  function withInterface(state: { address?: boolean; rule?: boolean; route?: boolean }): NodeHost {
    const host = node({ IDENTITY_IP: '10.0.1.10' });
    host.write('host/ip', Object.entries(state).filter(([, is]) => is).map(([name]) => name).join(' '));
    host.stub('ip', `is() { grep -qw $1 "$HOST_DIR/ip"; }
      case "$*" in
      *address*) echo '2: ens5    inet 10.0.1.101/24 brd 10.0.1.255 scope global dynamic ens5'; if is address; then echo '3: ens6    inet 10.0.1.10/24 brd 10.0.1.255 scope global ens6'; fi ;;
      *rule*) echo '0:	from all lookup local'; if is rule; then echo '10001:	from 10.0.1.10 lookup 10001 proto static'; fi; echo '32766:	from all lookup main' ;;
      *'route show table 10001') if is route; then echo 'default via 10.0.1.1 dev ens6 proto static'; fi ;;
      esac`);
    return host;
  }

  test('that works is not asked for', async () => {
    const host = withInterface({ address: true, rule: true, route: true });
    expect((await host.run('identity')).code).toBe(0);
    expect(host.callsOf('aws')).toEqual([]);
  });

  test.each([
    ['is not up', {}],
    ['has no source rule', { address: true, route: true }],
    ['has no route in table 10001', { address: true, rule: true }],
  ])('that %s is waited for', async (why, state) => {
    const host = withInterface(state);
    host.stub('aws', 'printf "in-use\\ti-new\\n"');
    const { code, log } = await host.run('identity', { PATIENCE: '9' });
    expect(code).toBe('SIGKILL');
    expect(log).toContain(`waiting: the address 10.0.1.10 ${why}`);
  });

  test('is attached when it is free, and used when its source rule has come', async () => {
    const host = withInterface({});
    host.stub('aws', `case "$*" in
      *attach-network-interface*) touch "$HOST_DIR/attached"; echo address route > "$HOST_DIR/ip" ;;
      *) if [ -e "$HOST_DIR/attached" ]; then printf 'in-use\\ti-new\\n'; [ $(nth polls) -lt 3 ] || echo address rule route > "$HOST_DIR/ip"; else printf 'available\\tNone\\n'; fi ;;
      esac`);
    const { code, log } = await host.run('identity');
    expect(code).toBe(0);
    expect(log).toContain('waiting: the address 10.0.1.10 has no source rule');
    expect(host.callsOf('attach-network-interface')).toEqual(['aws --output text ec2 attach-network-interface --network-interface-id eni-0abc --instance-id i-new --device-index 1']);
  });

  test('is never taken from the instance that holds it', async () => {
    const host = withInterface({});
    host.stub('aws', 'printf "in-use\\ti-old\\n"');
    const { code, log } = await host.run('identity', { PATIENCE: '9' });
    expect(code).toBe('SIGKILL');
    expect(log).toContain('waiting: eni-0abc is in-use, held by i-old');
    expect(host.callsOf('attach')).toEqual([]);
  });
});
