import { execFileSync } from 'child_process';
import type { DOES_NOT_START } from './said';

const KEY = /-----BEGIN PRIVATE KEY-----\n[^]*?-----END PRIVATE KEY-----\n/;

/** A certificate's file with each mistake that Kafka does not start with. */
export function damaged(pem: string): { readonly [what in keyof typeof DOES_NOT_START]: string | Buffer } {
  const [key, certificate, authority] = pem.match(/-----BEGIN [^]*?-----END .*\n/g)!;
  const openssl = (argv: string[], input = '') => execFileSync('openssl', argv, { input, stdio: ['pipe', 'pipe', 'ignore'] });
  return {
    'has its key in PKCS#1': pem.replace(KEY, openssl(['genrsa', '-traditional', '2048']).toString()),
    'has a key that was cut off': pem.replace(KEY, cut(openssl(['genpkey', '-algorithm', 'RSA']).toString())),
    'has an encrypted key': pem.replace(KEY, openssl(['pkey', '-aes256', '-passout', 'pass:changeit'], key).toString()),
    'is not PEM but PKCS12': openssl(['pkcs12', '-export', '-passout', 'pass:changeit'], pem),
    'has the authority first': key + authority + certificate,
  };
}

function cut(pem: string): string {
  const lines = pem.trimEnd().split('\n');
  return [...lines.slice(0, 10), lines.at(-1), ''].join('\n');
}
