import { setTimeout as sleep } from 'node:timers/promises';
import { judgeCertificate } from './certificate';
import type { Client } from './client';
import { checkData } from './data';
import { checkIdentity } from './identity';
import { errorCodeOf, Session, Silence } from './kafka';
import { checkLeader } from './leader';
import { judgeLogin, saslOf, SPOKEN } from './login';
import { askMetadata } from './metadata';
import type { Finding, ProbeOptions, Step } from './model';
import type { Lookup } from './names';
import type { ProbedPath } from './paths';
import { fail, findingOf, Problem } from './problem';
import { judgeKnocks, knock } from './tcp';
import { handshake, handshakeInside, isOfClientCertificate, judgeHandshake } from './tls';
import { judgeMetadata } from './told';
import type { Contract } from '../assembly/contracts';

/** What every path of a run shares. */
export interface Run {
  readonly contract: Contract;
  readonly options: ProbeOptions & { readonly timeoutMs: number };
  /** Not there if no client was given. */
  readonly client?: Client;
  readonly lookup: Lookup;
  readonly now: () => number;
}

/** One path from the client's side: a step after the other, each with a connection of its own up to the login. */
export class Walk {
  /** What is being done. */
  public step: Step = 'names';
  public readonly warnings: Finding[] = [];

  private readonly isTls: boolean;
  private readonly asksForLogin: boolean;

  constructor(private readonly run: Run, private readonly path: ProbedPath) {
    this.isTls = /SSL$/.test(path.listener.protocol);
    this.asksForLogin = path.listener.protocol.startsWith('SASL_');
  }

  public async go(): Promise<void> {
    const { contract, options, lookup } = this.run;
    const { listener, brokerId, host, port } = this.path;
    const addresses = await lookup(host);

    this.step = 'tcp';
    const address = judgeKnocks(await Promise.all(addresses.map(each => knock(each, port, options.timeoutMs))), port);

    if (this.isTls) {
      this.step = 'tls';
      this.warnings.push(...(await everywhere(addresses, each => this.checkTls(each)))[0]);
    }
    this.step = 'identity';
    if (listener.clientCertificate && !this.run.client?.hasCertificate) {
      return this.unchecked('the listener asks for a certificate');
    }
    // What takes connections need not have a broker behind it.
    if (!this.isTls || this.asksForLogin) {
      await everywhere(addresses, each => this.withSession(each, false, session => checkIdentity(session, undefined, [])));
    }
    if (this.asksForLogin) {
      const login = this.run.client?.login;
      if (!login) { return this.unchecked(`the listener asks for ${listener.saslMechanisms.join(' or ')}`); }
      if (!SPOKEN.includes(login.mechanism)) { return this.unchecked(`this command does not speak ${login.mechanism}`); }
    }
    await this.withSession(address, true, async session => {
      this.step = 'identity';
      let told = contract.clusterId === undefined ? await this.afterLogin(() => askMetadata(session, [])) : undefined;
      const clusterId = contract.clusterId ?? told?.clusterId;
      const meant = brokerId === undefined || !clusterId ? undefined : { clusterId, brokerId };
      let identity = await checkIdentity(session, meant, contract.brokerIds);

      this.step = 'metadata';
      const isUnknown = identity === 'unchecked' && brokerId !== undefined;
      const wanted = options.topic !== undefined ? [options.topic] : isUnknown ? null : [];
      told = await this.afterLogin(() => askMetadata(session, wanted));
      this.warnings.push(...judgeMetadata(told, contract, this.path, identity === 'checked'));
      if (brokerId !== undefined && identity === 'unchecked') { identity = await checkLeader(session, brokerId, told); }
      if (brokerId !== undefined && identity === 'unchecked') {
        const why = 'the broker is older than Kafka 4.4, and leads nothing that the client sees';
        this.warnings.push(findingOf('Doctor.identityUnchecked', why));
      }

      if (options.topic !== undefined && brokerId !== undefined) {
        this.step = 'data';
        await checkData(session, options.topic, brokerId, told, options.timeoutMs);
      }
      if (options.idleMs !== undefined) {
        this.step = 'idle';
        await this.checkIdle(session, options.idleMs);
      }
    });
  }

  private async checkTls(address: string): Promise<Finding[]> {
    const { client, options, now } = this.run;
    const { host, port, listener } = this.path;
    const shown = await handshake(address, port, host, client?.tls ?? {}, options.timeoutMs);
    if ('error' in shown) {
      const speaksKafka = () => this.answersWithoutTls(address);
      return judgeHandshake(shown, speaksKafka, listener.clientCertificate === true);
    }
    const authoritiesKnown = client !== undefined || listener.truststoreType === undefined;
    return judgeCertificate(shown, host, authoritiesKnown, now());
  }

  private async answersWithoutTls(address: string): Promise<boolean> {
    const { host, port } = this.path;
    const { timeoutMs } = this.run.options;
    try {
      const session = await Session.open({ address, port, host, timeoutMs });
      try {
        await checkIdentity(session, undefined, []);
      } finally {
        session.close();
      }
      return true;
    } catch {
      return false;
    }
  }

  /** A connection for a part of the way. `logsIn` only says whether it may; the listener decides. */
  private async withSession(address: string, logsIn: boolean, use: (session: Session) => Promise<unknown>): Promise<void> {
    const { client, options: { timeoutMs } } = this.run;
    const { host, port } = this.path;
    const login = logsIn && this.asksForLogin ? client?.login : undefined;
    if (login) { this.step = 'login'; }
    let session: Session | undefined;
    try {
      const sasl = login && await saslOf(login, client!, timeoutMs);
      // Without a client nobody trusts anything, and nothing secret is sent.
      const tls = this.isTls ? { ...client?.tls, rejectUnauthorized: client !== undefined } : undefined;
      session = await Session.open({ address, port, host, tls, sasl, timeoutMs });
      await use(session);
    } catch (error) {
      if (login && this.step === 'login' && errorCodeOf(error) !== undefined) { judgeLogin(error, login); }
      await this.judgeEnd(error, address);
    } finally {
      session?.close();
    }
  }

  /** What a broker ends that waits for a login. */
  private async afterLogin<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (this.asksForLogin || isToldApart(error)) { throw error; }
      return fail('Doctor.loginProtocol', `the contract says ${this.path.listener.protocol}, `
        + 'and the broker ended the connection at the first request, as it does before a login');
    }
  }

  private async checkIdle(session: Session, idleMs: number): Promise<void> {
    await sleep(idleMs);
    try {
      await askMetadata(session, []);
    } catch (error) {
      const why = (error as Error).message || 'no answer';
      fail('Doctor.idleCut', `a connection that was idle for ${idleMs / 1000} s answers no more (${why})`);
    }
  }

  /** What it means that a connection ended, or that nothing came. */
  private async judgeEnd(error: unknown, address: string): Promise<never> {
    if (error instanceof Problem) { throw error; }
    const { step, isTls, path: { host, port }, run: { options: { timeoutMs } } } = this;
    if (error instanceof Silence) {
      return fail('Doctor.silent', `the connection was taken, and there was no answer at the step ${step}`);
    }
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    if (isOfClientCertificate(cause)) {
      return fail('Doctor.clientCertificate', `the broker ended the connection with ${cause!.code}`);
    }
    const code = errorCodeOf(error);
    if (code !== undefined) { return fail('Doctor.protocolError', `the broker answered with error ${code} at the step ${step}`); }
    // A broker answers in TLS what is none, and others hang up.
    if (step !== 'identity') { return fail('Doctor.protocolError', `the connection ended at the step ${step}`); }
    if (!isTls && 'certificate' in await handshake(address, port, host, {}, timeoutMs)) {
      return fail('Doctor.tls', 'TLS answers on this port');
    }
    if (isTls && 'certificate' in await handshakeInside(address, port, host, timeoutMs)) {
      return fail('Doctor.tlsTwice', 'TLS answers on this port, and TLS again inside of that');
    }
    return fail('Doctor.targetUnhealthy', 'the connection ended at the step identity');
  }

  private unchecked(why: string): void {
    this.warnings.push(findingOf('Doctor.loginUnchecked', why));
  }
}

/** The same at each address. Where it fails at some of them only, it is the addresses that differ. */
async function everywhere<T>(addresses: readonly string[], check: (address: string) => Promise<T>): Promise<T[]> {
  const results = await Promise.all(addresses.map(async address => {
    try {
      return { address, value: await check(address) };
    } catch (error) {
      if (!(error instanceof Problem)) { throw error; }
      return { address, problem: error };
    }
  }));
  const failed = results.filter(result => result.problem);
  if (failed.length === results.length) { throw failed[0].problem!; }
  if (failed.length > 0) {
    fail('Doctor.zoneClosed', failed.map(({ address, problem }) => `${address}: ${problem!.message}`).join('; '));
  }
  return results.map(({ value }) => value!);
}

function isToldApart(error: unknown): boolean {
  return error instanceof Problem || error instanceof Silence || errorCodeOf(error) !== undefined
    || isOfClientCertificate((error as Error).cause);
}
