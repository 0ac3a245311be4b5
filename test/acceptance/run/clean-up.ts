import { Context } from './context';
import { destroy } from './deployments';
import { ToolFailed, typed } from './tools';
import { Role, stackNameOf, TAG } from '../apps/place';

/** What is left in an account, and how one deletes it. */
export interface Leftover {
  readonly what: string;
  readonly command: string;
}

/** What no stack deletes, by the ARN: disks and logs that stay on purpose, and what calls made. */
const DELETED_BY_CALL: readonly [RegExp, (...found: string[]) => string[]][] = [
  [/^arn:[^:]+:ec2:.*:volume\/(.+)$/, id => ['ec2', 'delete-volume', '--volume-id', id]],
  [/^(arn:[^:]+:acm:.*:certificate\/.+)$/, arn => ['acm', 'delete-certificate', '--certificate-arn', arn]],
  [/^(arn:[^:]+:secretsmanager:.*:secret:.+)$/, arn => ['secretsmanager', 'delete-secret', '--secret-id', arn, '--force-delete-without-recovery']],
  [/^arn:[^:]+:logs:.*:log-group:([^:]+)(?::\*)?$/, name => ['logs', 'delete-log-group', '--log-group-name', name]],
];

/** Deletes what the group made: stacks first, the last one first. */
export async function cleanUp(context: Context): Promise<Leftover[]> {
  const { group, own, file, place, profiles, log } = context;
  const left: Leftover[] = [];
  const order = Object.keys(group.stacks).reverse().filter(stack => own.stacks.includes(stack));
  for (const stack of order) {
    log(`deletes ${stackNameOf(group.name, stack)}`);
    try {
      await destroy(context, [stack]);
    } catch (error) {
      log(`${stackNameOf(group.name, stack)} was not deleted: ${(error as Error).message}`);
      const role = group.stacks[stack];
      left.push({
        what: `stack ${stackNameOf(group.name, stack)}`,
        command: typed(['aws', 'cloudformation', 'delete-stack', '--stack-name', stackNameOf(group.name, stack), '--profile', profiles[role], '--region', place.regions[role]]),
      });
    }
  }
  left.push(...await deleteTagged(context));
  if (left.length === 0) { delete file.state.groups[group.name]; } else { own.done = []; }
  file.save();
  return left;
}

async function deleteTagged({ group, place, profiles, tools, log }: Context): Promise<Leftover[]> {
  const left: Leftover[] = [];
  const places = new Map(Object.values(group.stacks).map((role: Role) => [`${profiles[role]} ${place.regions[role]}`, role]));
  for (const role of places.values()) {
    const [profile, region] = [profiles[role], place.regions[role]];
    const where = ['--profile', profile, '--region', region];
    const question = ['resourcegroupstaggingapi', 'get-resources', '--tag-filters', `Key=${TAG},Values=${group.name}`];
    let resources: { ResourceARN: string }[];
    try {
      ({ ResourceTagMappingList: resources = [] } = await tools.aws(profile, region, question));
    } catch (error) {
      left.push({ what: `what has the tag ${TAG} in ${region}: ${(error as Error).message}`, command: typed(['aws', ...question, ...where]) });
      continue;
    }
    for (const { ResourceARN: arn } of resources) {
      // Of other kinds this list names some that are gone already, for an hour: stacks have deleted them.
      for (const [pattern, commandOf] of DELETED_BY_CALL) {
        const found = pattern.exec(arn);
        if (!found) { continue; }
        const call = commandOf(...found.slice(1));
        log(`deletes ${arn}`);
        try {
          await tools.aws(profile, region, call);
        } catch (error) {
          const isGone = error instanceof ToolFailed && /NotFound|does not exist/.test(error.ran.errors);
          if (!isGone) { left.push({ what: arn, command: typed(['aws', ...call, ...where]) }); }
        }
      }
    }
  }
  return left;
}
