/** What may happen to a cluster, each to a broker or a zone. */
export type FaultKind = 'kill' | 'cut-zone' | 'balancer-node' | 'closed-group' | 'roll';

/** One fault of a schedule. */
export interface Step {
  readonly kind: FaultKind;
  /** Which of the brokers it is done to, or in whose zone, by its place among them. */
  readonly broker: number;
  /** How long it lasts. */
  readonly seconds: number;
  /** How long nothing happens after it. */
  readonly rest: number;
}

const KINDS: readonly FaultKind[] = ['kill', 'cut-zone', 'balancer-node', 'closed-group', 'roll'];

/** So many rounds fit into no run. */
const MOST = 1000;

/**
 * The same seed gives the same faults, one after another without an end that a run could reach. Each kind comes once before any comes again, so
 * that it is in every run of so many faults as there are kinds.
 */
export function* scheduleOf(seed: number, brokers: number): Generator<Step> {
  const next = generator(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  for (let i = 0; i < MOST; i++) {
    const left = [...KINDS];
    while (left.length > 0) {
      const [kind] = left.splice(below(left.length), 1);
      yield { kind, broker: below(brokers), seconds: 3 + below(13), rest: 1 + below(5) };
    }
  }
}

/** How a step is told to a person. */
export function saidOf({ kind, seconds }: Step, broker: number, zone: string | undefined): string {
  switch (kind) {
    case 'kill': return `broker ${broker} is killed, for ${seconds} s`;
    case 'cut-zone': return `zone ${zone} is cut, for ${seconds} s`;
    case 'balancer-node': return `the load balancer's node in ${zone} is lost, for ${seconds} s`;
    case 'closed-group': return `the security group of broker ${broker} lets no client in, for ${seconds} s`;
    case 'roll': return 'all brokers are restarted one by one';
  }
}

/** Numbers from 0 to 1, exclusive, that follow from a seed: [the minimal standard generator](https://doi.org/10.1145/63039.63042), with the multiplier 48271. */
function generator(seed: number): () => number {
  const prime = 2_147_483_647;
  let state = seed % (prime - 1) + 1;
  const next = () => {
    state = state * 48_271 % prime;
    return state / prime;
  };
  next(); // the first of neighbouring seeds are alike
  next();
  return next;
}
