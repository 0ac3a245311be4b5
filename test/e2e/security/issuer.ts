import { createPrivateKey, createPublicKey, generateKeyPairSync, KeyObject, sign } from 'crypto';

/** What a token says; whatever is not given is right. */
export interface Claims {
  readonly subject: string;
  readonly audience?: string;
  readonly issuer?: string;
  readonly expiresInSeconds?: number;
}

/** Who issues tokens: its keys, and what it signs. */
export class Issuer {
  private readonly key: KeyObject = createPrivateKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }));

  constructor(public readonly issuer: string, public readonly audience: string) {}

  /** The keys by which brokers verify tokens (RFC 7517). */
  public get jwks(): string {
    return JSON.stringify({ keys: [{ ...createPublicKey(this.key).export({ format: 'jwk' }), kid: 'first', alg: 'RS256', use: 'sig' }] });
  }

  /** The key by which tokens are signed, which nobody else may have. */
  public get privateKey(): string {
    return this.key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  /** A token (RFC 7519), by another issuer's key if one is given. */
  public token({ subject, audience = this.audience, issuer = this.issuer, expiresInSeconds = 3600 }: Claims, key = this.key): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: subject, aud: audience, iss: issuer, iat: now - 60, exp: now + expiresInSeconds };
    const head = [{ alg: 'RS256', typ: 'JWT', kid: 'first' }, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${head}.${sign('RSA-SHA256', Buffer.from(head), key).toString('base64url')}`;
  }

  /** The same claims by a key that is not this issuer's, under the same name. */
  public forged(claims: Claims): string {
    return this.token(claims, new Issuer(this.issuer, this.audience).key);
  }
}
