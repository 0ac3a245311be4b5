import { checkServerIdentity, PeerCertificate } from 'node:tls';
import type { Finding } from './model';
import { fail, findingOf } from './problem';

const DAY_MS = 86_400_000;

/** Below so many days somebody should renew the certificate. */
export const DAYS_LEFT = 21;

/** What a handshake showed. */
export interface ShownCertificate {
  readonly certificate: Pick<PeerCertificate, 'subject' | 'issuer' | 'subjectaltname' | 'valid_from' | 'valid_to'>;
  /** Why the chain is not trusted, in Node's code, such as `SELF_SIGNED_CERT_IN_CHAIN`. */
  readonly chainError?: string;
}

/**
 * Days, chain and name, in the order in which they are mended. Gives what wants somebody to look; a problem where clients are
 * not let through.
 *
 * @param authoritiesKnown whether the client has the authorities that the contract asks for
 */
export function judgeCertificate(
  { certificate, chainError }: ShownCertificate, host: string, authoritiesKnown: boolean, now: number,
): Finding[] {
  const { valid_from: from, valid_to: until } = certificate;
  const isNotOfToday = (what: string) => fail('Doctor.certificateExpired', what);
  if (now > Date.parse(until)) { isNotOfToday(`the certificate of ${nameOf(certificate)} expired on ${until}`); }
  if (now < Date.parse(from)) { isNotOfToday(`the certificate of ${nameOf(certificate)} is valid from ${from} on`); }
  if (chainError === 'CERT_HAS_EXPIRED' || chainError === 'CERT_NOT_YET_VALID') {
    isNotOfToday(`an authority above the certificate of ${nameOf(certificate)} is not valid today (${chainError})`);
  }
  if (authoritiesKnown && chainError !== undefined && chainError !== 'ERR_TLS_CERT_ALTNAME_INVALID') {
    fail('Doctor.certificateUntrusted', `the certificate is of ${issuerOf(certificate)}, `
      + `which is not among the authorities of the client (${chainError})`);
  }
  if (checkServerIdentity(host, certificate as PeerCertificate) !== undefined) {
    fail('Doctor.certificateName', `missing: ${host}; in the certificate: ${namesOf(certificate).join(', ') || 'no name'}`);
  }
  const days = Math.floor((Date.parse(until) - now) / DAY_MS);
  return [
    ...days < DAYS_LEFT
      ? [findingOf('Doctor.certificateExpiresSoon', `the certificate expires on ${until}, in ${days} days`)]
      : [],
    ...authoritiesKnown ? [] : [findingOf('Doctor.authorityUnchecked', `the certificate is of ${issuerOf(certificate)}`)],
  ];
}

function namesOf({ subjectaltname = '' }: ShownCertificate['certificate']): string[] {
  return subjectaltname.split(', ').filter(name => name !== '').map(name => name.replace(/^(DNS|IP Address):/, ''));
}

function nameOf(certificate: ShownCertificate['certificate']): string {
  return String(certificate.subject?.CN ?? (namesOf(certificate)[0] || 'the broker'));
}

function issuerOf({ issuer }: ShownCertificate['certificate']): string {
  return JSON.stringify(issuer?.CN ?? issuer?.O ?? 'an authority without a name');
}
