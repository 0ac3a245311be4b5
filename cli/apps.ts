import { loadAssemblies } from './assembly/assemblies';
import { readContractFile } from './assembly/contract-file';
import type { Contract } from './assembly/contracts';
import { UserError } from './assembly/findings';
import { Assembly, pendingLookups } from './assembly/template';
import type { AppOptions } from './assembly/topology';

const MANY = { type: 'string', multiple: true, default: [] as string[] } as const;

/** What says which apps are meant, for `parseArgs`. */
export const APP_ARGUMENTS = {
  'contract': MANY, 'ignore': MANY, 'properties': MANY, 'restricted-group': MANY, 'service': MANY,
};

/** The same for `--help`. */
export const APP_HELP = `CDK_OUT is an output directory of 'cdk synth', cdk.out if none is given. Give several to read
several apps as one.

  --contract FILE         a consumer's contract file: it joins the apps of provider and consumer,
                          or stands for a provider's app that is not given
  --properties DIR        the server.properties of brokers that are not in the apps: every
                          *.properties file below DIR that has a node.id or a broker.id
  --service ID=NAME       which service an endpoint leads to, if several are possible:
                          vpce-svc-0123=Stack.LogicalId
  --ignore TYPE           a resource type to leave out, since it cannot change what a client reaches
  --restricted-group ID   a security group, such as sg-0123, that no template makes and that allows
                          nothing by itself: egress rules take nothing away from it`;

/** Apps as a user names them. */
export interface Apps {
  readonly assembly: Assembly;
  readonly contracts: Contract[];
  readonly options: AppOptions;
  /** What the templates themselves wait for. */
  readonly notes: string[];
}

/** Reads the apps that the arguments name. */
export function appsOf(values: { readonly [name in keyof typeof APP_ARGUMENTS]: string[] }, positionals: readonly string[]): Apps {
  const directories = positionals.length > 0 ? positionals : ['cdk.out'];
  return {
    assembly: loadAssemblies({ directories, properties: values.properties }),
    contracts: values.contract.map(readContractFile),
    options: {
      services: Object.fromEntries(values.service.map(serviceOf)),
      ignore: Object.fromEntries(values.ignore.map(type => [type, 'ignored by the command line'])),
      restrictedGroups: values['restricted-group'],
    },
    notes: pendingNotes(directories),
  };
}

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
