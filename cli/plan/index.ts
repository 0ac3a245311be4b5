import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { asHtml, Checked } from './html';
import { asMarkdown } from './markdown';
import type { Plan } from './model';
import { planOf } from './read';
import { asSvg } from './svg';
import { asText } from './text';
import { loadAssemblies } from '../assembly/assemblies';
import { readContractFile } from '../assembly/contract-file';
import type { Contract } from '../assembly/contracts';
import { UserError } from '../assembly/findings';
import type { Assembly } from '../assembly/template';
import { reportOf } from '../check/report';
import { Command, EXIT } from '../command';

const HELP = `Usage: cdk-kafka-privatelink plan [CDK_OUT]... [OPTION]...

Reads the templates that 'cdk synth' wrote to CDK_OUT (cdk.out if none is given), and prints the
paths to Kafka. For each client listener and broker: the address that clients are told, the port of
the load balancer, the target, and the resources that carry them. Then: names for certificates, who
may connect, what a consumer opens, head-room against AWS's limits, what is paid for by the hour.
It needs no AWS credentials and no network.

  --contract FILE  a contract that no template has, as JSON
  --json           print JSON
  --markdown       print Markdown with a picture of Mermaid
  --svg FILE       write a picture: VPCs, endpoints, load balancers, ports and brokers
  --html FILE      write a page with the picture, tables that filter, and what 'check' finds;
                   the page needs no other file and no network

Give several directories to read them as one app: that of the service, and those of its consumers.
At the end stands what the templates do not tell.

Examples:
  cdk-kafka-privatelink plan
  cdk-kafka-privatelink plan kafka/cdk.out payments/cdk.out
  cdk-kafka-privatelink plan payments/cdk.out --contract payments/kafka.contract.json
  cdk-kafka-privatelink plan --markdown --svg plan.svg --html plan.html > plan.md
  cdk-kafka-privatelink plan --json | jq '.loadBalancers[].listeners[].certificateNames'

Exit codes: ${EXIT.fine} the plan is printed; ${EXIT.unusable} the arguments or files cannot be used.`;

export const plan: Command = {
  summary: 'print names, ports, brokers and consumers, limits and costs, as the templates have them',
  help: HELP,
  run: args => {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        contract: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        svg: { type: 'string' },
        html: { type: 'string' },
      },
    });
    if (values.json && values.markdown) { throw new UserError('plan: one of --json and --markdown, not both'); }
    const assembly = load(positionals.length > 0 ? positionals : ['cdk.out']);
    const contracts = values.contract.map(readContractFile);
    const made = planOf(assembly, contracts);
    if (values.svg !== undefined) { write(values.svg, asSvg(made)); }
    if (values.html !== undefined) { write(values.html, asHtml(made, checked(assembly, contracts))); }
    return {
      status: EXIT.fine,
      text: values.json ? JSON.stringify(made, undefined, 2) : values.markdown ? asMarkdown(made) : asText(made),
    };
  },
};

/** The plan of what `cdk synth` wrote to some directories, which are one app. */
export function loadPlan(directories: readonly string[]): Plan {
  return planOf(load(directories));
}

function load(directories: readonly string[]): Assembly {
  return loadAssemblies({ directories, properties: [] });
}

function checked(assembly: Assembly, contracts: readonly Contract[]): Checked {
  const { findings, notes } = reportOf(assembly, contracts);
  return { findings, notes };
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}
