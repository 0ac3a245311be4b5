import { execFileSync } from 'child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { BROKERS, CLUSTER_IN, existing } from './existing';
import { Assembly, buildTopology, isBroker, loadStacks, readBrokerFiles, Topology } from '../../../cli/run/cloud';
import type { Asked, ClientNotes, MergeNotes } from '../../apps/migration';

const ROOT = join(__dirname, '../../..');
const WORK = join(ROOT, 'build/e2e/migration');
const APP = join(ROOT, 'test/apps/migration.ts');

/** What is deployed one after another. Where clients move, nothing is. */
export type Deployed = 'before' | 'listener' | 'load-balancer' | 'service' | 'consumer' | 'removal';

/** Synthesizes both apps as their teams would: with the ids of what is there, and the consumer's with the contract that the other one's deployment gave. */
export function synthesize(kafkaVersion: string, trusted: string): void {
  rmSync(WORK, { recursive: true, force: true });
  const { vpcs, subnets, groups } = topologyOf(existing());
  const known = (network: string, group: string) => {
    const vpcId = vpcs.find(({ label }) => label === `${network}.Vpc`)!.id;
    return {
      vpcId,
      subnetIds: subnets.filter(subnet => subnet.vpcId === vpcId).map(({ id }) => id),
      securityGroupId: groups.find(({ label }) => label === `${network}.${group}`)!.id,
    };
  };
  const addresses = Object.fromEntries(BROKERS.map(({ id, address }) => [id, address]));
  runApp({ out: WORK, kafka: { ...known('Network', 'Brokers'), addresses, kafkaVersion } });
  const { source: _, ...contract } = topologyOf(assemblyAfter('service')).contracts[0];
  runApp({ out: WORK, payments: { ...known('PaymentsNetwork', 'App'), contract: JSON.stringify(contract), trusted } });
}

/** All that is deployed after a step, and the files of the hosts. */
export function assemblyAfter(step: Deployed): Assembly {
  const before = existing();
  if (step === 'before') { return before; }
  const ofKafka = step === 'consumer' ? 'service' : step;
  const isConnected = step === 'consumer' || step === 'removal';
  return {
    stacks: [...before.stacks, ...loadStacks(join(WORK, ofKafka)), ...isConnected ? loadStacks(join(WORK, 'consumer')) : []],
    brokerFiles: readBrokerFiles(join(WORK, ofKafka)).filter(isBroker),
    controllerFiles: before.controllerFiles,
  };
}

/** What the merge into the hosts' files said. */
export function mergeNotes(step: 'listener' | 'removal'): MergeNotes {
  return JSON.parse(readFileSync(join(WORK, step, 'merge.json'), 'utf8'));
}

export function clientNotes(): ClientNotes {
  return JSON.parse(readFileSync(join(WORK, 'consumer', 'clients.json'), 'utf8'));
}

function topologyOf(assembly: Assembly): Topology {
  const topology = buildTopology(assembly, { clusterIn: CLUSTER_IN });
  if (topology.findings.length > 0) { throw new Error(topology.findings.map(({ message }) => message).join('\n')); }
  return topology;
}

function runApp(asked: Asked): void {
  mkdirSync(WORK, { recursive: true });
  const file = join(WORK, 'asked.json');
  writeFileSync(file, JSON.stringify(asked));
  execFileSync(process.execPath, ['--import', 'tsx', APP, file], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}
