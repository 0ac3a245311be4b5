import { lookup } from 'node:dns/promises';
import { clientOf } from './client';
import type { PathResult, ProbeOptions } from './model';
import { Lookup, resolverOf } from './names';
import { addressOf, pathsOf, ProbedPath } from './paths';
import { findingOf, Problem } from './problem';
import { Run, Walk } from './walk';
import { contractProblems } from '../assembly/contract-problems';
import { Contract, contractOfJson } from '../assembly/contracts';
import { UserError } from '../assembly/findings';

/** The versions of a contract that are known here: docs/adr/0011-contract-versions.md. */
const KNOWN = /^[123]\.\d+$/;

/** Where names and times come from. */
export interface System {
  readonly lookup: Lookup;
  readonly now: () => number;
}

const SYSTEM: System = {
  lookup: async host => (await lookup(host, { all: true })).map(({ address }) => address),
  now: Date.now,
};

/**
 * Looks at every path of a contract from this host, all at the same time. Gives a result for each path, and throws only for
 * arguments that cannot be used.
 *
 * @param document the JSON of a contract, parsed
 * @param options which listeners, which client, and how far
 * @param system of this host, unless given
 */
export async function probe(document: unknown, options: ProbeOptions = {}, system: System = SYSTEM): Promise<PathResult[]> {
  const contract = readContract(document);
  const timeoutMs = options.timeoutMs ?? 3000;
  const unknown = (options.listenerNames ?? []).filter(name => !contract.listeners.some(listener => listener.name === name));
  if (unknown.length > 0) {
    const known = contract.listeners.map(({ name }) => name).join(', ');
    throw new UserError(`the contract has no listener ${unknown.join(', ')}; it has ${known}`);
  }
  const paths = pathsOf(contract, options.listenerNames);
  if (!KNOWN.test(contract.version ?? '1.0')) {
    const finding = findingOf('Doctor.contractVersion', `the contract is of version ${contract.version}`);
    return paths.map(path => ({ ...namesOf(path), step: 'contract', ok: false, ms: 0, ...finding, warnings: [] }));
  }
  const run: Run = {
    contract,
    options: { ...options, timeoutMs },
    client: options.client && clientOf(options.client),
    lookup: resolverOf(system.lookup, timeoutMs),
    now: system.now,
  };
  return Promise.all(paths.map(path => resultOf(run, path)));
}

function readContract(document: unknown): Contract {
  const problems = contractProblems(document);
  if (problems.length > 0) { throw new UserError(`this is not a contract: ${problems.join('; ')}`); }
  return contractOfJson(document, 'the contract');
}

async function resultOf(run: Run, path: ProbedPath): Promise<PathResult> {
  const walk = new Walk(run, path);
  const begin = performance.now();
  const result = { ok: true };
  try {
    await walk.go();
  } catch (error) {
    if (!(error instanceof Problem)) { throw error; }
    Object.assign(result, { ok: false, ...error.finding });
  }
  return { ...namesOf(path), step: walk.step, ...result, ms: Math.round(performance.now() - begin), warnings: walk.warnings };
}

function namesOf(path: ProbedPath): Pick<PathResult, 'listener' | 'brokerId' | 'address'> {
  const { listener, brokerId } = path;
  return { listener: listener.name, ...brokerId !== undefined && { brokerId }, address: addressOf(path) };
}
