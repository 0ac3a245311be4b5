import { chmodSync } from 'fs';
import { NodeHost } from './node-host';

const hosts: NodeHost[] = [];
afterAll(() => hosts.forEach(host => host.remove()));

const HOOK = 'usr/local/lib/kafka-node/boot-hook';

/** A node with a hook, which the template names unless it is only in the image. */
function node(body?: string, isNamed = true): NodeHost {
  const host = new NodeHost();
  hosts.push(host);
  host.write('run/x', '');
  if (body !== undefined) {
    host.write(HOOK, `#!/bin/bash\n${body}\n`);
    chmodSync(host.path(HOOK), 0o755);
  }
  if (isNamed) { host.write('etc/kafka-node/fetched', `0 /etc/x s3://x\n0 /${HOOK} s3://hook\n`); }
  return host;
}

test('it runs once in a boot, with the settings of the node, and what it says is in the log', async () => {
  const host = node('echo "node $NODE_ID of $AWS_REGION"; cat; echo x >> "$HOST_DIR/runs"');
  const { code, log } = await host.run('hook');
  expect(code).toBe(0);
  expect(log).toContain('| node 0 of eu-west-1\nkafka-node hook: the boot hook ended with 0');
  expect(await host.run('hook')).toEqual({ code: 0, log: '' });
  expect(host.read('host/runs')).toBe('x\n');
});

test('after a failure its code and its last lines are in the log, and it is run again', async () => {
  const host = node('for i in {1..30}; do echo "line $i" >&2; done; [ $(cat "$HOST_DIR/clock") = 0 ] || exit 3');
  const { code, log } = await host.run('hook');
  expect(code).toBe(1);
  expect(log).toContain('FAILED: the boot hook ended with 3');
  expect(log).toContain('| line 30\n');
  expect(log).toContain('| line 11\n');
  expect(log).not.toContain('| line 10\n');
  host.write('host/clock', '0\n');
  expect((await host.run('hook')).code).toBe(0);
});

test('it says by the code 78 that no repetition mends it', async () => {
  const { code, log } = await node('exit 78').run('hook');
  expect(code).toBe(78);
  expect(log).toContain('REFUSED: the boot hook ended with 78');
});

test('that cannot be run is a failure', async () => {
  const host = node();
  const { code, log } = await host.run('hook');
  expect(code).toBe(1);
  expect(log).toContain('the boot hook ended with 127');
});

test.each([['there is none', undefined, true], ['only the image has one', 'exit 3', false]])('nothing is run where %s', async (_, body, isNamed) => {
  const host = node(body, isNamed && body !== undefined);
  expect(await host.run('hook')).toEqual({ code: 0, log: '' });
});
