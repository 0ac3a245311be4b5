import { execFile } from 'child_process';
import { randomBytes } from 'crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';

const run = promisify(execFile);

/** What a certificate is for besides the names of a server. */
export interface IssueOptions {
  /** In openssl's form, such as `/CN=payments`. The first of the names by default. */
  readonly subject?: string;
  /** How long it is valid. 90 by default, so that nobody warns of it; a negative number is in the past. */
  readonly days?: number;
}

/** A certificate authority of one run: its keys never leave the run's directory. */
export class TestCa {
  public static async create(directory: string, name = 'test CA of the local cluster'): Promise<TestCa> {
    const ca = new TestCa(directory);
    mkdirSync(directory, { recursive: true });
    await run('openssl', ['req', '-x509', ...EC_KEY, '-days', '2', '-subj', `/CN=${name}`, '-addext', CA_USAGE, '-keyout', ca.at('ca.key'), '-out', ca.file]);
    return ca;
  }

  /** The CA's certificate, which clients trust. */
  public readonly file: string;

  private issued = 0;

  private constructor(private readonly directory: string) {
    this.file = this.at('ca.pem');
  }

  /** A key (PKCS#8, the only form that Kafka reads) and its chain, as one PEM text. */
  public async issue(names: string[], { subject = `/CN=${names[0].slice(0, 64)}`, days = 90 }: IssueOptions = {}): Promise<string> {
    const base = this.at(`${this.issued++}`);
    const [key, request, extensions, certificate] = ['key', 'csr', 'ext', 'pem'].map(ending => `${base}.${ending}`);
    const alternatives = names.map(name => `${/^[0-9.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`);
    writeFileSync(extensions, [`subjectAltName=${alternatives.join(',')}`, 'extendedKeyUsage=serverAuth,clientAuth', ...KEY_IDS, ''].join('\n'));
    await run('openssl', ['req', ...EC_KEY, '-subj', subject, '-keyout', key, '-out', request]);
    await run('openssl', ['x509', '-req', '-in', request, '-CA', this.file, '-CAkey', this.at('ca.key'), '-set_serial', `0x${randomBytes(8).toString('hex')}`, '-days', `${days}`,
      '-extfile', extensions, '-out', certificate]);
    return [key, certificate, this.file].map(path => readFileSync(path, 'utf8')).join('');
  }

  private at(name: string): string {
    return join(this.directory, name);
  }
}

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
// Python 3.13 and newer take no chain without them: https://docs.python.org/3/library/ssl.html#ssl.create_default_context
const CA_USAGE = 'keyUsage=critical,keyCertSign,cRLSign';
const KEY_IDS = ['subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid'];
