import { readdirSync, readFileSync } from 'fs';

/** Often enough for commands that start a JVM or an interpreter; one that ends sooner may be missed. */
const SAMPLE_MS = 100;

/** What everybody on the machines could read while they ran: the arguments of every process. */
export class ProcessLists {
  private readonly seen = new Set<string>();
  private readonly timer = setInterval(() => this.sample(), SAMPLE_MS);

  public get lines(): string[] {
    return [...this.seen];
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  /** Processes of machines are seen from here, since their process namespaces lie in this one. */
  private sample(): void {
    for (const id of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      try {
        this.seen.add(readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        // it has ended meanwhile
      }
    }
  }
}
