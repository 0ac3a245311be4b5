import { checkPaths } from './check';
import { joined } from './ways';
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

/** Follows every path through apps, as far as their files go, for each way in which conditions can turn out. */
export function reportOf(assembly: Assembly, contracts: readonly Contract[], options: AppOptions = {}): Report {
  const ways = assembly.alternatives ?? [{ supposed: [], assembly }];
  const reports = ways.map(way => ({ supposed: way.supposed, report: reportOn(complete(way.assembly, contracts, options)) }));
  return reports.length === 1 ? reports[0].report : joined(reports);
}

function reportOn({ clusters, notes }: Completion): Report {
  const findings = new Findings();
  for (const { topology, assembly } of clusters) {
    for (const { cause, message } of checkPaths(topology, assembly.brokerFiles, assembly.controllerFiles)) {
      findings.add(cause, message);
    }
  }
  const paths = clusters.filter(({ topology }) => topology.complete).flatMap(({ topology }) => allPaths(topology));
  return { findings: findings.all, notes, paths };
}

