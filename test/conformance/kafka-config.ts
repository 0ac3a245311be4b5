import { ChildProcess, spawn } from 'child_process';
import { join } from 'path';
import { createInterface } from 'readline';
import { javaProgram, KafkaJars, Log } from '../../cli/run/kafka/jars';

/** Before each answer of the JVM. */
const MARK = 'verdict ';

/** What Kafka's own configuration class says of a `server.properties`. */
export interface Verdict {
  readonly ok: boolean;
  /** Why it was rejected. */
  readonly exception?: string;
  readonly message?: string;
  /** The keys and values that Kafka read. */
  readonly read?: { [key: string]: string };
  /** Each as `NAME://host:port PROTOCOL`. */
  readonly bound?: string[];
  readonly advertised?: string[];
  readonly controllers?: string[];
  readonly betweenBrokers?: string;
  /** Keys that mean nothing to Kafka. */
  readonly ignored?: string[];
  /** Why a listener would not start, although the file is accepted. */
  readonly listenerProblem?: string;
}

/** `kafka.server.KafkaConfig` in one JVM, which is asked as often as one likes. */
export class KafkaConfig<T = Verdict> {
  public static async start(jars: KafkaJars, log: Log): Promise<KafkaConfig> {
    return new KafkaConfig(await javaProgram(jars, ['KafkaConfigVerdicts', 'Verdicts'].map(name => join(__dirname, 'java', `${name}.java`)), log));
  }

  private readonly jvm: ChildProcess;
  private readonly waiting: { answer: (verdict: T) => void; fail: (error: Error) => void }[] = [];

  /** @param program the command line of a Java program that answers each line of its standard input */
  constructor([command, ...argv]: string[]) {
    this.jvm = spawn(command, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
    const { jvm } = this;
    createInterface({ input: jvm.stdout! }).on('line', line => {
      // Nothing else is expected there, and a log may say what it likes.
      if (line.startsWith(MARK)) { this.waiting.shift()!.answer(JSON.parse(line.slice(MARK.length))); }
    });
    jvm.on('exit', code => this.waiting.splice(0).forEach(({ fail }) => fail(new Error(`the JVM ended with ${code}`))));
  }

  public load(text: string): Promise<T> {
    return new Promise((answer, fail) => {
      this.waiting.push({ answer, fail });
      this.jvm.stdin!.write(`${JSON.stringify(text)}\n`);
    });
  }

  public async stop(): Promise<void> {
    const ended = new Promise(resolve => this.jvm.once('exit', resolve));
    this.jvm.stdin!.end();
    await ended;
  }
}
