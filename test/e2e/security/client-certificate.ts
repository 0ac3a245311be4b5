import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { join } from 'path';
import type { TestCa } from '../../../cli/run/kafka/test-ca';
import { STATE } from '../../../cli/run/sandbox/sandbox';

/** A client's own certificate, as files: for Java in one, for librdkafka in two. */
export interface ClientCertificate {
  readonly pem: string;
  readonly certificate: string;
  readonly key: string;
}

export async function clientCertificate(authority: TestCa, subject: string, days?: number): Promise<ClientCertificate> {
  const text = await authority.issue(['client'], { subject, days });
  const [key, ...certificates] = text.match(/-----BEGIN[^]*?-----END [A-Z ]+-----\n/g)!;
  return { pem: ownFile(text), key: ownFile(key), certificate: ownFile(certificates.join('')) };
}

/** A file that only its owner reads. */
export function ownFile(text: string): string {
  mkdirSync(join(STATE, 'own'), { recursive: true });
  const path = join(mkdtempSync(join(STATE, 'own/')), 'file');
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
