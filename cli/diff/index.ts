import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Change, isUrgent, PARTS } from './change';
import { consumerChanges } from './consumers';
import { contractChanges } from './contracts';
import { nodeChanges } from './nodes';
import { pathChanges } from './paths';
import { refusals } from './refusals';
import { targetGroupChanges } from './target-groups';
import { loadAssemblies } from '../assembly/assemblies';
import { readContractFile } from '../assembly/contract-file';
import type { Contract } from '../assembly/contracts';
import { Findings, UserError } from '../assembly/findings';
import { readContracts } from '../assembly/read-contracts';
import type { Assembly } from '../assembly/template';
import { Unknowns } from '../assembly/unknowns';
import { World } from '../assembly/world';
import { Command, EXIT } from '../command';
import { planOf } from '../plan/read';

const HELP = `Usage: cdk-kafka-privatelink diff OLD NEW [--json]

Says what a change does: which nodes restart and in which order, which ports, names and principals
change, what AWS will refuse, what vendors must be told first, and what each consumer has to do.
OLD and NEW are two output directories of 'cdk synth', or two contract files of a consumer.

  --json   print JSON

Examples:
  cdk-kafka-privatelink diff before/cdk.out cdk.out
  cdk-kafka-privatelink diff kafka.contract.json new.contract.json

Exit codes: ${EXIT.fine} nobody has to act; ${EXIT.findings} a consumer has to act, a vendor must be told, or AWS will refuse;
${EXIT.unusable} the arguments or files cannot be used.`;

export const diff: Command = {
  summary: 'say what a change does to nodes, ports and consumers, and what AWS will refuse',
  help: HELP,
  run: args => {
    const { positionals, values } =
      parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
    if (positionals.length !== 2) {
      throw new UserError(`diff: two things are compared, OLD and NEW; got ${positionals.length}`);
    }
    const [old, now] = positionals;
    const [oldIsFile, nowIsFile] = positionals.map(isFile);
    if (oldIsFile !== nowIsFile) {
      throw new UserError(`diff: two directories or two contracts, and not one of each: ${old}, ${now}`);
    }
    const changes = oldIsFile
      ? contractChanges(readContractFile(old), readContractFile(now))
      : appChanges(
        loadAssemblies({ directories: [old], properties: [] }), loadAssemblies({ directories: [now], properties: [] }),
      );
    return {
      status: changes.some(isUrgent) ? EXIT.findings : EXIT.fine,
      text: values.json ? JSON.stringify(changes, undefined, 2) : asText(changes),
    };
  },
};

function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) { throw new UserError(`there is no ${path}`); }
  return found.isFile();
}

function appChanges(before: Assembly, now: Assembly): Change[] {
  const [was, is] = [planOf(before), planOf(now)];
  const { pairs, lost } = pairsOf(contractsOf(before), contractsOf(now));
  return [
    ...refusals(before.stacks, now.stacks),
    ...pairs.flatMap(pair => contractChanges(...pair)),
    ...lost.map(({ source }): Change => ({ part: 'consumers', what: `${source} is no longer there`, duty: 'change clients' })),
    ...consumerChanges({ stacks: before.stacks, plan: was }, { stacks: now.stacks, plan: is }),
    ...nodeChanges(before.stacks, now.stacks),
    ...pathChanges(was, is),
    ...targetGroupChanges(before.stacks, now.stacks),
  ];
}

/** The contracts of one service; of a service that is another one those of one place in the app. */
function pairsOf(before: readonly Contract[], now: readonly Contract[]): { pairs: [Contract, Contract][]; lost: Contract[] } {
  let [left, open] = [[...before], [...now]];
  const pairs = [(one: Contract) => one.serviceName, (one: Contract) => one.source].flatMap(key => open.flatMap((
    contract,
  ): [Contract, Contract][] => {
    const found = left.find(one => key(one) !== undefined && key(one) === key(contract));
    if (!found) { return []; }
    left = left.filter(one => one !== found);
    open = open.filter(one => one !== contract);
    return [[found, contract]];
  }));
  return { pairs, lost: left };
}

function contractsOf(assembly: Assembly): Contract[] {
  return readContracts(new World(assembly, new Findings(), new Unknowns()), assembly.stacks);
}

function asText(changes: readonly Change[]): string {
  if (changes.length === 0) { return 'Nothing changes for vendors, consumers, nodes, ports and names.'; }
  const parts = Object.keys(PARTS) as (keyof typeof PARTS)[];
  return parts.map(part => ({ part, own: changes.filter(change => change.part === part) })).filter(({ own }) => own.length > 0)
    .map(({ part, own }) =>
      [`${PARTS[part]}:`, ...own.map(({ what, duty }) => `  ${duty === undefined ? '' : `${duty}: `}${what}`)].join('\n'))
    .join('\n\n');
}
