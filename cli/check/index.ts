import { parseArgs } from 'node:util';
import { APP_ARGUMENTS, APP_HELP, appsOf } from '../apps';
import { CAUSES, line, UserError } from '../assembly/findings';
import { Command, EXIT } from '../command';
import { Report, reportOf } from './report';

const HELP = `Usage: cdk-kafka-privatelink check [CDK_OUT]... [OPTION]...

Follows every path of a client through the templates that 'cdk synth' wrote: name, endpoint,
security groups, load balancer, target group, broker. It needs no AWS credentials and no network.

${APP_HELP}
  --json                  print JSON

Exit codes: ${EXIT.fine} every path is open; ${EXIT.findings} there are findings;
${EXIT.unusable} the arguments or files cannot be used.`;

export const check: Command = {
  summary: 'follow every path of a client through the templates, and say what is wrong',
  help: HELP,
  run: args => {
    const { values, positionals } = parseArgs({
      args, allowPositionals: true, options: { ...APP_ARGUMENTS, json: { type: 'boolean', default: false } },
    });
    const { assembly, contracts, options, notes } = appsOf(values, positionals);
    const found = reportOf(assembly, contracts, options);
    const report = { ...found, notes: [...notes, ...found.notes] };
    refuseNothing(report);
    return {
      status: report.findings.length === 0 ? EXIT.fine : EXIT.findings, text: values.json ? asJson(report) : asText(report),
    };
  },
};

/** Apps without any path are not the ones that somebody meant. */
export function refuseNothing({ findings, paths, notes }: Report): void {
  if (findings.length === 0 && paths.length === 0) {
    throw new UserError(['these apps have no path to follow: no endpoint service with a contract, '
      + 'and no endpoint of a service whose contract is here', ...notes].join('\n'));
  }
}

/** Those that begin at an endpoint, and those that begin at a load balancer. */
function ways(paths: Report['paths']): string {
  const labels = paths.flatMap(({ endpoint }) => endpoint?.label ?? []);
  const others = paths.length - labels.length;
  return [
    ...labels.length === 0 ? [] : [`${counted(labels.length, 'path')} of ${counted(new Set(labels).size, 'endpoint')}`],
    ...others === 0 ? [] : [`${counted(others, 'path')} from the load balancer on, since no endpoint here has the listener`],
  ].join(', and ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function asText({ findings, notes, paths }: Report): string {
  return [
    findings.length === 0 ? `Every path is open: ${ways(paths)}.` : `${counted(findings.length, 'finding')}:`,
    ...findings.map(finding => `  ${line(finding)}`),
    ...notes.length === 0 ? [] : ['', 'What these files do not tell:', ...notes.map(note => `  ${note}`)],
  ].join('\n');
}

function asJson({ findings, notes, paths }: Report): string {
  return JSON.stringify({
    findings: findings.map(({ cause, message }) => ({
      cause, message, means: CAUSES[cause].means, source: CAUSES[cause].source,
    })),
    notes,
    paths: paths.map(({ endpoint, service, listener, nodeId, host, port }) =>
      ({ endpoint: endpoint?.label, service: service.label, listener, brokerId: nodeId, host, port })),
  }, undefined, 2);
}
