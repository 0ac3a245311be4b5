import { parseBrokerFile } from '../../../../cli/assembly/properties-file';
import { filledIn } from '../../../../cli/run/kafka/kafka-node';
import { notPlayable } from '../../../../cli/run/kafka/playable';
import { brokerFile } from '../../fixture';

const file = (text: string) => ({ path: 'broker-0', text });

describe('what a node fills in at boot', () => {
  test('is the id of its zone', () => {
    expect(filledIn(file('node.id=0\nbroker.rack=@@ZONE_ID@@\n'), 'eu-west-1b')).toBe('node.id=0\nbroker.rack=euw1-az2\n');
  });

  test('is nothing else', () => {
    expect(filledIn(file('broker.rack=use1-az4\n# @@NOTHING@@\n'), 'eu-west-1b')).toBe('broker.rack=use1-az4\n# @@NOTHING@@\n');
    expect(() => filledIn(file('log.dirs=@@LOG_DIRS@@\n'), 'eu-west-1b')).toThrow('broker-0 has @@LOG_DIRS@@, which no node fills in');
  });
});

describe('what cannot be run here is named', () => {
  const { path, text } = brokerFile(0, '10.0.0.10');
  const problems = (change: (before: string) => string) => notPlayable([parseBrokerFile(path, change(text))]);

  test('not TLS for clients alone', () => {
    expect(problems(before => `${before}listener.name.client.ssl.client.auth=none\n`)).toEqual([]);
  });

  test.each([
    ['users', (before: string) => before.replace('CLIENT:SSL', 'CLIENT:SASL_SSL'), 'node 0: CLIENT speaks SASL_SSL, and the local cluster has no users and no tokens'],
    ['users behind TLS that ends at the load balancer', (before: string) => before.replace('CLIENT:SSL', 'CLIENT:SASL_PLAINTEXT'),
      'node 0: CLIENT speaks SASL_PLAINTEXT, and the local cluster has no users and no tokens'],
    ['mutual TLS', (before: string) => `${before}listener.name.client.ssl.client.auth=required\n`, 'node 0: CLIENT asks clients for certificates, and the local cluster\'s clients have none'],
    ['controllers that are elsewhere', (before: string) => before.replace('broker,controller', 'broker'), 'no node of the app is a controller, and the local cluster makes none'],
    ['certificates of nodes', (before: string) => before.replace('INTERNAL:PLAINTEXT', 'INTERNAL:SSL'), 'node 0: nodes meet by SSL on INTERNAL, and the local cluster has no node\'s certificate'],
  ])('%s', (_, change, expected) => {
    expect(problems(change)).toEqual([expected]);
  });
});
