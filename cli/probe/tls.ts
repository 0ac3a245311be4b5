import { isIP } from 'node:net';
import { connect, ConnectionOptions } from 'node:tls';
import type { ShownCertificate } from './certificate';
import { fail } from './problem';

/** By TLS nobody asks for an address: RFC 6066, section 3. */
export function named(servername: string): Pick<ConnectionOptions, 'servername'> {
  return isIP(servername) ? {} : { servername };
}

/** How a handshake ended without a certificate. */
export interface HandshakeFailure {
  readonly error: NodeJS.ErrnoException | 'no answer' | 'ended';
}

const JUDGED_LATER: ConnectionOptions = { rejectUnauthorized: false, checkServerIdentity: () => undefined };

/** A handshake with whoever answers; the certificate is looked at afterwards. */
export function handshake(
  address: string, port: number, servername: string, options: ConnectionOptions, timeoutMs: number,
): Promise<ShownCertificate | HandshakeFailure> {
  return new Promise(resolve => {
    const socket = connect({ ...options, host: address, port, ...named(servername), ...JUDGED_LATER });
    const end = (result: ShownCertificate | HandshakeFailure) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end({ error: 'no answer' }), timeoutMs);
    socket.once('secureConnect', () => {
      const untrusted = socket.authorizationError as NodeJS.ErrnoException | undefined;
      end({ certificate: socket.getPeerCertificate(), ...untrusted && { chainError: String(untrusted.code ?? untrusted) } });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => end({ error: isEnd(error) ? 'ended' : error }));
    socket.once('close', () => end({ error: 'ended' }));
  });
}

/** A handshake inside of another one: with who is behind a load balancer at which TLS ends. */
export async function handshakeInside(
  address: string, port: number, servername: string, timeoutMs: number,
): Promise<ShownCertificate | HandshakeFailure> {
  const outside = connect({ host: address, port, ...named(servername), ...JUDGED_LATER }).on('error', () => undefined);
  return handshake(address, port, servername, { socket: outside }, timeoutMs).finally(() => outside.destroy());
}

export function isEnd({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

const OF_CLIENT_CERTIFICATE =
  /^ERR_SSL_\w*ALERT_(CERTIFICATE_\w+|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|NO_CERTIFICATE|ACCESS_DENIED)/;

/** Whether the other side spoke of the client's certificate: alerts of TLS, in OpenSSL's words. */
export function isOfClientCertificate(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  return OF_CLIENT_CERTIFICATE.test(code);
}

/**
 * What a handshake without a certificate means.
 *
 * @param speaksKafka whether the port answers Kafka's protocol without TLS
 */
export async function judgeHandshake(
  { error }: HandshakeFailure, speaksKafka: () => Promise<boolean>, asksForCertificate: boolean,
): Promise<never> {
  if (error === 'no answer') { return fail('Doctor.silent', 'the connection was taken, and TLS was not answered'); }
  const isPlain = error === 'ended' || /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNEXPECTED_MESSAGE/.test(String(error.code));
  if (isPlain && await speaksKafka()) { return fail('Doctor.plaintext', 'Kafka answers without TLS on this port'); }
  if (error === 'ended') { return fail('Doctor.targetUnhealthy', 'the connection was ended at the first message of TLS'); }
  if (isOfClientCertificate(error) || (asksForCertificate && /ALERT_HANDSHAKE_FAILURE/.test(String(error.code)))) {
    return fail('Doctor.clientCertificate', `the broker ended TLS with ${error.code}`);
  }
  return fail('Doctor.tlsFailed', `TLS ended with ${error.code ?? error.message}`);
}
