import { parseArgs } from 'node:util';
import { loadAssemblies } from '../assembly/assemblies';
import { readContractFile } from '../assembly/contract-file';
import { CAUSES, line, UserError } from '../assembly/findings';
import { pendingLookups } from '../assembly/template';
import { Command, EXIT } from '../command';
import { Report, reportOf } from './report';

const HELP = `Usage: cdk-kafka-privatelink check [CDK_OUT]... [OPTION]...

Follows every path of a client through the templates that 'cdk synth' wrote: name, endpoint, security groups, load balancer, target group, broker.
It needs no AWS credentials and no network. CDK_OUT is an output directory of 'cdk synth', cdk.out if none is given. Give several to read several apps as one.

  --contract FILE         a contract that a consumer has: the apps of provider and consumer are joined by it, or it stands for a provider's app that is not here
  --properties DIR        the server.properties of brokers that are not in the apps: every *.properties below it with a node.id or a broker.id
  --service ID=NAME       the service that an endpoint means, if several could be meant: vpce-svc-0123=Stack.LogicalId
  --ignore TYPE           a resource type that cannot change what a client reaches
  --restricted-group ID   a security group of somebody else that allows nothing by itself, such as sg-0123: egress rules beside it take nothing away
  --json                  the same as JSON

Exit codes: ${EXIT.fine} every path is open; ${EXIT.findings} there are findings; ${EXIT.unusable} the arguments or files cannot be used.`;

export const check: Command = {
  summary: 'follow every path of a client through the templates, and say what is wrong',
  help: HELP,
  run: args => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'contract': { type: 'string', multiple: true, default: [] },
        'ignore': { type: 'string', multiple: true, default: [] },
        'json': { type: 'boolean', default: false },
        'properties': { type: 'string', multiple: true, default: [] },
        'restricted-group': { type: 'string', multiple: true, default: [] },
        'service': { type: 'string', multiple: true, default: [] },
      },
    });
    const directories = positionals.length > 0 ? positionals : ['cdk.out'];
    const assembly = loadAssemblies({ directories, properties: values.properties });
    const { notes, ...found } = reportOf(assembly, values.contract.map(readContractFile), {
      services: Object.fromEntries(values.service.map(serviceOf)),
      ignore: Object.fromEntries(values.ignore.map(type => [type, 'ignored by the command line'])),
      restrictedGroups: values['restricted-group'],
    });
    const report = { ...found, notes: [...pendingNotes(directories), ...notes] };
    if (report.findings.length === 0 && report.paths.length === 0) {
      throw new UserError(['these apps have no path to follow: no endpoint service with a contract, '
        + 'and no endpoint of a service whose contract is here', ...report.notes].join('\n'));
    }
    return {
      status: report.findings.length === 0 ? EXIT.fine : EXIT.findings, text: values.json ? asJson(report) : asText(report),
    };
  },
};

function serviceOf(pair: string): [string, string] {
  const [id, label, more] = pair.split('=');
  if (!id || !label || more !== undefined) {
    throw new UserError(`--service is ID=NAME, such as vpce-svc-0123=Stack.LogicalId, got ${JSON.stringify(pair)}`);
  }
  return [id, label];
}

function pendingNotes(directories: readonly string[]): string[] {
  const keys = directories.flatMap(pendingLookups);
  return keys.length === 0 ? [] : [`Lookups are pending, so these templates have dummies (${keys.join(', ')}): `
    + "run 'cdk synth' with credentials."];
}

function asText({ findings, notes, paths }: Report): string {
  const clients = new Set(paths.flatMap(({ endpoint }) => endpoint?.label ?? [])).size;
  const ways = `${paths.length} ${paths.length === 1 ? 'path' : 'paths'} of ${clients} `
    + `${clients === 1 ? 'endpoint' : 'endpoints'}`;
  return [
    findings.length === 0 ? `Every path is open: ${ways}.` : `${findings.length} `
      + `${findings.length === 1 ? 'finding' : 'findings'}:`,
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
