import { parseArgs } from 'node:util';
import { line } from '../assembly/findings';
import { loadAssembly } from '../assembly/template';
import { buildTopology } from '../assembly/topology';
import { Command, EXIT } from '../command';
import { checkPaths } from './check';

const HELP = `Usage: cdk-kafka-privatelink check [CDK_OUT]

Follows every path of a client through the templates that 'cdk synth' wrote to CDK_OUT (cdk.out if none is given): name, endpoint, security groups,
load balancer, target group, broker. It needs no AWS credentials and no network.`;

export const check: Command = {
  summary: 'follow every path of a client through the templates, and say what is wrong',
  help: HELP,
  run: args => {
    const { positionals: [directory = 'cdk.out'] } = parseArgs({ args, options: {}, allowPositionals: true });
    const assembly = loadAssembly(directory);
    const findings = checkPaths(buildTopology(assembly), assembly.brokerFiles, assembly.controllerFiles);
    return findings.length === 0
      ? { status: EXIT.fine, text: `${directory}: every path is open` }
      : { status: EXIT.findings, text: findings.map(line).join('\n') };
  },
};
