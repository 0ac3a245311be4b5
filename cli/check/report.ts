import { checkPaths } from './check';
import { complete, Completion } from '../assembly/completed';
import type { Contract } from '../assembly/contracts';
import { Finding, Findings } from '../assembly/findings';
import { allPaths, Path } from '../assembly/paths';
import type { Assembly } from '../assembly/template';
import type { AppOptions } from '../assembly/topology';

/** What `check` found. */
export interface Report {
  readonly findings: readonly Finding[];
  /** What nobody can know from the files, each kind once. */
  readonly notes: readonly string[];
  /**
   * Ways that were followed: each from the clients of an endpoint, or from a load balancer if no endpoint of these templates has
   * chosen the listener.
   */
  readonly paths: readonly Path[];
}

/** Follows every path through apps, as far as their files go. */
export function reportOf(assembly: Assembly, contracts: readonly Contract[], options: AppOptions = {}): Report {
  return reportOn(complete(assembly, contracts, options));
}

/** The same of apps that were read already. */
export function reportOn({ clusters, notes }: Completion): Report {
  const findings = new Findings();
  for (const { topology, assembly } of clusters) {
    for (const { cause, message } of checkPaths(topology, assembly.brokerFiles, assembly.controllerFiles)) {
      findings.add(cause, message);
    }
  }
  const paths = clusters.filter(({ topology }) => topology.complete).flatMap(({ topology }) => allPaths(topology));
  return { findings: findings.all, notes, paths };
}

