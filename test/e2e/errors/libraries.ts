import { HOST, LISTENERS, TOPIC, USER } from './listeners';
import { commandOf } from '../../../cli/run/clients/ask';
import { ClientProgram, ClientPrograms } from '../../../cli/run/clients/client-programs';
import { run } from '../../../cli/run/sandbox/processes';

/** By which users know them. */
export const LIBRARIES = ['Java', 'librdkafka', 'sarama', 'kafkajs'] as const;
export type Library = (typeof LIBRARIES)[number];

export interface Login {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-512';
  readonly password: string;
}

/** How a client comes, in no library's words. */
export interface Attempt {
  readonly listener: keyof typeof LISTENERS;
  /** By which name of the broker's host. The one of its certificate by default. */
  readonly host?: string;
  /** Which authority it trusts; without it there is no TLS. */
  readonly trusts?: string;
  /** As the user that there is. */
  readonly login?: Login;
}

/** The four libraries, each as its users start it. */
export class Clients {
  private readonly programs: { readonly [library in Library]: ClientProgram };

  /** @param authorities the files, by their names */
  constructor(programs: ClientPrograms, sarama: ClientProgram, private readonly authorities: { readonly [name: string]: string }) {
    // Warnings too, as users have them: much of what Java's client knows is in its log only.
    const java = {
      ...programs.java,
      argv: programs.java.argv.map(argument => argument === '-Dlog4j2.level=ERROR' ? '-Dlog4j2.level=WARN' : argument),
      behaviour: { ...programs.java.behaviour, ...JAVA_PATIENCE },
    };
    this.programs = { Java: java, librdkafka: programs.librdkafka, sarama, kafkajs: programs.npm };
  }

  /**
   * What a library says when it asks for the topic, and fails. Where brokers are lost, librdkafka would be content with what it was told at the
   * bootstrap address.
   */
  public async refused(library: Library, attempt: Attempt, properties: { readonly [key: string]: string } = {}): Promise<string> {
    const mustReachLeader = library === 'librdkafka' && attempt.listener === 'LOST';
    const asked = mustReachLeader ? this.produce(attempt.listener, 1, SOON_LOST) : this.describe(library, attempt, properties);
    const { code, stdout, stderr } = await asked;
    if (code === 0 && !(mustReachLeader && stdout.includes('"acknowledged":[],'))) { throw new Error(`${library} is let in:\n${stdout}`); }
    return stderr + stdout;
  }

  /** How many seconds so many records take, for the one who logs in nowhere. */
  public async secondsToProduce(records: number): Promise<number> {
    const begin = Date.now();
    await this.produce('PLAIN', records, SMALL_BATCHES);
    return (Date.now() - begin) / 1000;
  }

  /** By librdkafka. What is not acknowledged is told, and is no failure of the program. */
  private async produce(listener: Attempt['listener'], records: number, properties = {}): ReturnType<typeof run> {
    const { librdkafka } = this.programs;
    const config = {
      bootstrap: bootstrapOf(listener),
      topic: TOPIC,
      producer: librdkafka.name,
      maxSeconds: 60,
      records,
      properties: { ...librdkafka.behaviour, ...properties },
    };
    return run(commandOf(librdkafka, 'produce', config), { timeoutMs: 90_000 });
  }

  private async describe(library: Library, { listener, host = HOST, trusts, login }: Attempt, properties = {}): ReturnType<typeof run> {
    const program = this.programs[library];
    const command = commandOf(program, 'describe', {
      bootstrap: bootstrapOf(listener, host),
      ...trusts && { tls: { ca: this.authorities[trusts] } },
      topic: TOPIC,
      properties: { ...program.behaviour, ...login && LOGIN[library](login, trusts ? 'SASL_SSL' : 'SASL_PLAINTEXT'), ...properties },
    });
    return run(command, { accept: 'any', timeoutMs: 90_000 });
  }
}

function bootstrapOf(listener: Attempt['listener'], host = HOST): string {
  return `${host}:${LISTENERS[listener].port}`;
}

/** When librdkafka gives a record up, which is five minutes otherwise. */
const SOON_LOST = { 'message.timeout.ms': '15000' };

/** A quota is answered to a request after its records were taken: where all of them go by one request, nobody waits. */
const SMALL_BATCHES = { 'batch.num.messages': '100' };

/** A minute otherwise, in which it tells nothing more. */
const JAVA_PATIENCE = { 'default.api.timeout.ms': '30000' };

/** A login in the words of each. */
const LOGIN: { readonly [library in Library]: (login: Login, protocol: string) => { readonly [key: string]: string } } = {
  Java: ({ mechanism, password }, protocol) => ({
    'security.protocol': protocol,
    'sasl.mechanism': mechanism,
    'sasl.jaas.config': `org.apache.kafka.common.security.${mechanism === 'PLAIN' ? 'plain.Plain' : 'scram.Scram'}LoginModule required username="${USER}" `
      + `password="${password.replace(/["\\]/g, '\\$&')}";`,
  }),
  librdkafka: ({ mechanism, password }, protocol) =>
    ({ 'security.protocol': protocol, 'sasl.mechanism': mechanism, 'sasl.username': USER, 'sasl.password': password }),
  sarama: ({ mechanism, password }) => ({ mechanism, username: USER, password }),
  kafkajs: ({ mechanism, password }) => ({ mechanism: mechanism.toLowerCase(), username: USER, password }),
};
