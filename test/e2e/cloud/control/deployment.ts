import type { Resource } from '../../../../cli/assembly/resolve';

/** One line of a stack's events. */
export interface StackEvent {
  readonly at: number;
  readonly logicalId: string;
  readonly status: string;
  readonly reason?: string;
}

/** The logical ids that a resource waits for: what it depends on by `DependsOn`, `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export function dependenciesOf(resource: Resource): string[] {
  const known = new Set(Object.keys(resource.stack.template.Resources));
  const found = new Set<string>([(resource as { DependsOn?: string | string[] }).DependsOn ?? []].flat());
  const visit = (value: any): void => {
    if (Array.isArray(value)) { return value.forEach(visit); }
    if (typeof value !== 'object' || value === null) { return; }
    if (typeof value.Ref === 'string') { found.add(value.Ref); }
    if (value['Fn::GetAtt']) { found.add([value['Fn::GetAtt']].flat()[0].split('.')[0]); }
    if (value['Fn::Sub']) { [...JSON.stringify(value['Fn::Sub']).matchAll(/\$\{([A-Za-z0-9]+)/g)].forEach(([, name]) => found.add(name)); }
    Object.values(value).forEach(visit);
  };
  visit(resource.Properties);
  return [...found].filter(name => known.has(name) && name !== resource.logicalId);
}

/** Runs `act` for every resource as soon as it has been run for all that it depends on. After a failure nothing new begins; all that began ends. */
export async function inOrder(resources: Resource[], act: (resource: Resource) => Promise<void>): Promise<void> {
  const byId = new Map(resources.map(resource => [resource.logicalId, resource]));
  const started = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const start = (resource: Resource): Promise<void> => {
    const known = started.get(resource.logicalId);
    if (known) { return known; }
    const running = (async () => {
      await Promise.resolve(); // so that it is known as started before what it depends on is
      await Promise.all(dependenciesOf(resource).filter(id => byId.has(id)).map(id => start(byId.get(id)!)));
      if (failures.length > 0) { throw new Error('cancelled'); }
      await act(resource);
    })();
    running.catch(error => { if (error.message !== 'cancelled') { failures.push(error); } });
    started.set(resource.logicalId, running);
    return running;
  };
  await Promise.allSettled(resources.map(start));
  if (failures.length > 0) { throw failures[0]; }
}

/** Every resource after all that depend on it. */
export function lastFirst(resources: Resource[]): Resource[] {
  const sorted: Resource[] = [];
  const byId = new Map(resources.map(resource => [resource.logicalId, resource]));
  const visit = (resource: Resource) => {
    if (sorted.includes(resource)) { return; }
    dependenciesOf(resource).filter(id => byId.has(id)).forEach(id => visit(byId.get(id)!));
    sorted.push(resource);
  };
  resources.forEach(visit);
  return sorted.reverse();
}

/** `PT1H5M`, in milliseconds. */
export function milliseconds(duration: string): number {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration);
  if (!match) { throw new Error(`${duration} is no duration such as PT1H`); }
  const [hours, minutes, seconds] = match.slice(1).map(part => Number(part ?? 0));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
