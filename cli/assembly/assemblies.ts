import { basename, dirname, resolve } from 'node:path';
import { alternativesOf, readAsDefaults } from './conditions';
import { UserError } from './findings';
import { unfolded } from './nested';
import { BrokerFile, inLaunchTemplates, isBroker, readBrokerFiles, readHostFiles } from './properties-file';
import { Assembly, loadStacks, Stack } from './template';

/** What somebody has of one or several apps. */
export interface Sources {
  /** Output directories of `cdk synth`. */
  readonly directories: readonly string[];
  /** Directories with the `server.properties` of hosts that are not in the apps. */
  readonly properties: readonly string[];
}

/** Reads several apps as one. Files of brokers may be missing. */
export function loadAssemblies({ directories, properties }: Sources): Assembly {
  const apps = directories.map(directory => ({ directory, stacks: loadStacks(directory) }));
  const named = withOwnNames(apps);
  if (named.length === 0) { throw new UserError(`there is no stack in ${directories.join(', ')}`); }
  const beside = properties.length > 0 ? properties.flatMap(readHostFiles) : apps.flatMap(besideTemplates);
  const all = unfolded(named);
  const common = { readAsDefaults: readAsDefaults(all) };
  const alternatives = alternativesOf(all).map(({ supposed, stacks }) => {
    const files = [...inLaunchTemplates(stacks), ...beside];
    const [brokerFiles, controllerFiles] = [files.filter(isBroker), files.filter(file => !isBroker(file))];
    return { supposed, assembly: { ...common, stacks, brokerFiles, controllerFiles } };
  });
  return { ...alternatives[0].assembly, ...alternatives.length > 1 ? { alternatives } : {} };
}

interface App {
  readonly directory: string;
  readonly stacks: Stack[];
}

/** An app may also write the files of nodes that its launch templates start. */
function besideTemplates({ directory, stacks }: App): BrokerFile[] {
  const launched = new Set(inLaunchTemplates(unfolded(stacks)).map(({ nodeId }) => nodeId));
  return readBrokerFiles(directory).filter(({ nodeId }) => !launched.has(nodeId));
}

/** A stack of a name that others have, too, is told apart by its region, and by its app's directory. */
function withOwnNames(apps: App[]): Stack[] {
  const all = apps.flatMap(({ stacks }) => stacks);
  const isTaken = (name: string) => all.filter(stack => stack.name === name).length > 1;
  const named = apps.flatMap(({ directory, stacks }) => stacks.map(stack => {
    if (!isTaken(stack.name)) { return stack; }
    const isInRegion = all.filter(({ name, region }) => name === stack.name && region === stack.region).length === 1;
    return { ...stack, stackName: stack.name, name: `${stack.name} (${isInRegion ? stack.region : appOf(directory)})` };
  }));
  const twice = named.find(({ name }, i) => named.findIndex(other => other.name === name) < i);
  if (twice) {
    throw new UserError(`two stacks are named ${twice.stackName}, in one account and region; give them names of their own`);
  }
  return named;
}

/** `payments/cdk.out` is of the app `payments`. */
function appOf(directory: string): string {
  const path = resolve(directory);
  return basename(path) === 'cdk.out' ? basename(dirname(path)) : basename(path);
}
