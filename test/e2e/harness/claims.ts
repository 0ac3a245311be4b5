import { UserError } from '../../../cli/assembly/findings';

/** What is repeated of a reason at the end: CI's output may be seen by its end only. */
const REASON_LENGTH = 400;

/** Claims that are tested one after another on what runs; each says how long it took. */
export class Claims {
  /** The claims that do not hold, each with why. */
  private failed: string[] = [];
  private passed = 0;

  /** @param diagnosis what to look at when a claim does not hold, about these ports of the load balancer if the claim is about any */
  constructor(private readonly diagnosis: (ports?: number[]) => string = () => '') {}

  /** Holds if `test` does not fail. What it returns is a note beside the claim. A claim that does not hold does not stop those after it. */
  public async that(claim: string, test: () => Promise<string | void>, ports?: number[]): Promise<void> {
    const begin = Date.now();
    const took = () => `${((Date.now() - begin) / 1000).toFixed(1)} s`;
    try {
      const note = await test();
      this.passed += 1;
      console.log(`ok      ${claim} (${[note, took()].filter(Boolean).join(', ')})`);
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      this.failed.push(`${claim}: ${message.replace(/\s+/g, ' ').slice(0, REASON_LENGTH)}`);
      console.log(`FAILED  ${claim} (${took()})`);
      console.log([error instanceof UserError ? message : stack, this.diagnosis(ports)].join('\n').replace(/^/gm, '        '));
    }
  }

  /** Prints the sum and gives the exit code. */
  public finish(): number {
    console.log(this.failed.length === 0
      ? `${this.passed} claims hold`
      : `${this.failed.length} of ${this.passed + this.failed.length} claims do not hold:\n${this.failed.map(claim => `  - ${claim}`).join('\n')}`);
    return this.failed.length === 0 ? 0 : 1;
  }
}
