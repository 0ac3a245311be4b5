import type { SASLOptions } from '@platformatic/kafka';
import type { Client, Login } from './client';
import { errorCodeOf, responseOf, saidOf } from './kafka';
import { fail } from './problem';
import { tokenOf } from './token';

/** Kafka's error codes that are told apart. */
const [UNSUPPORTED_SASL_MECHANISM, ILLEGAL_SASL_STATE, SASL_AUTHENTICATION_FAILED] = [33, 34, 58];

/** The mechanisms that the library speaks. */
export const SPOKEN = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'];

/** What the library logs in with. */
export async function saslOf(
  { mechanism, username, password, token }: Login, { tls }: Client, timeoutMs: number,
): Promise<SASLOptions> {
  return {
    mechanism: mechanism as SASLOptions['mechanism'],
    username,
    password,
    ...token && { token: await tokenOf(token, tls, timeoutMs) },
  };
}

/** What it means that a login failed. Never what the client sent. */
export function judgeLogin(error: unknown, { mechanism }: Login): never {
  switch (errorCodeOf(error)) {
    case UNSUPPORTED_SASL_MECHANISM:
      return fail('Doctor.mechanism', `the client asks for ${mechanism}, `
        + `and the listener offers ${responseOf(error)?.mechanisms?.join(', ') || 'none'}`);
    case ILLEGAL_SASL_STATE:
      return fail('Doctor.loginProtocol', 'the contract says that clients log in, and the listener takes no login');
    case SASL_AUTHENTICATION_FAILED:
      return fail('Doctor.password', `${mechanism} was refused: ${saidOf(error) ?? 'no reason given'}`);
    default: throw error;
  }
}
