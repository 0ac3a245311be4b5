import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { BOOTSTRAP_HOST } from './host-cases';
import { run } from '../../cli/run/kafka/jars';
import { TestCa } from '../../cli/run/kafka/test-ca';

/** Where the host files of the tests have their stores. */
const ON_HOST = '/etc/kafka/tls';

const PASSWORD = 'changeit';

/** What a JVM of a broker is started with, for mechanisms that its file says nothing of. */
const JAAS = `KafkaServer {
  org.apache.kafka.common.security.scram.ScramLoginModule required username="broker" password="s3cret";
};
`;

/** Certificates, keys and authorities in every form that a host has them, of one authority. */
export class HostStores {
  public static async create(): Promise<HostStores> {
    const directory = mkdtempSync(join(tmpdir(), 'host-stores-'));
    const at = (name: string) => join(directory, name);
    const ca = await TestCa.create(directory);
    const pem = await ca.issue(['*.lan', '*.example.org', BOOTSTRAP_HOST]);
    writeFileSync(at('broker.pem'), pem);
    copyFileSync(at('broker.pem'), at('client.pem'));
    copyFileSync(ca.file, at('clients-ca.pem'));
    const keytool = (...argv: string[]) => run('keytool', ['-J-XX:TieredStopAtLevel=1', '-noprompt', '-storepass', PASSWORD, ...argv]);
    for (const [file, password] of [['broker.p12', PASSWORD], ['second.p12', `${PASSWORD}2`]]) {
      await run('openssl', ['pkcs12', '-export', '-in', at('broker.pem'), '-out', at(file), '-name', 'broker', '-passout', `pass:${password}`]);
    }
    await keytool('-importkeystore', '-srckeystore', at('broker.p12'), '-srcstorepass', PASSWORD, '-destkeystore', at('broker.jks'), '-deststoretype', 'JKS', '-destkeypass', PASSWORD);
    await keytool('-importcert', '-file', ca.file, '-alias', 'ca', '-keystore', at('trust.jks'), '-storetype', 'JKS');
    await run('openssl', ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES', '-passout', `pass:${PASSWORD}`, '-in', at('broker.pem'), '-out', at('encrypted.key')]);
    writeFileSync(at('encrypted.pem'), readFileSync(at('encrypted.key'), 'utf8') + chainOf(pem));
    writeFileSync(at('secrets.properties'), `store=${PASSWORD}\n`);
    writeFileSync(at('jaas.conf'), JAAS);
    return new HostStores(directory, pem);
  }

  private constructor(private readonly directory: string, private readonly pem: string) {}

  /** What a JVM is told of them. */
  public get jvmOption(): string {
    return `-Djava.security.auth.login.config=${join(this.directory, 'jaas.conf')}`;
  }

  /** A host's file with its key and chain in it. */
  public filledIn(text: string): string {
    const value = (pem: string) => pem.trim().replaceAll('\n', '\\n\\\n  ');
    return text.replaceAll('@KEY@', value(/-----BEGIN PRIVATE KEY[^]*?END PRIVATE KEY-----/.exec(this.pem)![0])).replaceAll('@CHAIN@', value(chainOf(this.pem)));
  }

  /** The same file on this machine. */
  public here(text: string): string {
    return text.replaceAll(ON_HOST, this.directory);
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

function chainOf(pem: string): string {
  return pem.slice(pem.indexOf('-----BEGIN CERTIFICATE'));
}
