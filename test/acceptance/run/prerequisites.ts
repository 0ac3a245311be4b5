import type { Entry } from '../agenda';
import type { RunState } from './state';
import { Tools, ToolFailed } from './tools';
import type { Role, Zone } from '../apps/place';

/** What AWS says of the accounts before anything is made. */
export interface Ready {
  readonly accounts: { readonly [role in Role]: string };
  /** Three zones of each region, by profile and region. */
  readonly zones: (profile: string, region: string) => readonly Zone[];
}

const VPCS_OF_REGION = ['vpc', 'L-F678F1CE'] as const;
const PROCESSORS = ['ec2', 'L-1216C47A'] as const;

const unready = (error: unknown) => error instanceof ToolFailed ? error.ran.errors.trim().split('\n').at(-1)! : (error as Error).message;

/** Everything that is missing, at once; or what was found. */
export async function prerequisites(
  tools: Tools, profiles: { readonly [role in Role]: string }, entries: readonly Entry[], regions: readonly string[], state: RunState,
): Promise<{ readonly problems: readonly string[]; readonly ready?: Ready }> {
  const problems: string[] = [];
  const accounts = new Map<string, string>();
  for (const profile of new Set(Object.values(profiles))) {
    try {
      accounts.set(profile, (await tools.aws(profile, regions[0], ['sts', 'get-caller-identity'])).Account);
    } catch (error) {
      problems.push(`profile ${profile} has no credentials: ${unready(error)}. Log in, for example by 'aws sso login --profile ${profile}'`);
    }
  }
  if (profiles.kafka !== profiles.consumer && accounts.size === 2 && new Set(accounts.values()).size === 1) {
    problems.push(`profiles ${profiles.kafka} and ${profiles.consumer} are of one account, ${accounts.get(profiles.kafka)}; give one of another account, or leave the second one out`);
  }
  const zones = new Map<string, Zone[]>();
  for (const [profile, account] of accounts) {
    for (const region of regions) {
      try {
        const found = await regionProblems(tools, profile, account, region, profile === profiles.kafka ? entries : entries.filter(({ group }) => group.needs === 'second account'), state);
        problems.push(...found.problems);
        zones.set(`${profile} ${region}`, found.zones);
      } catch (error) {
        problems.push(`account ${account} in ${region}: ${unready(error)}`);
      }
    }
  }
  if (problems.length) { return { problems }; }
  return {
    problems,
    ready: {
      accounts: { kafka: accounts.get(profiles.kafka)!, consumer: accounts.get(profiles.consumer)! },
      zones: (profile, region) => zones.get(`${profile} ${region}`)!,
    },
  };
}

async function regionProblems(tools: Tools, profile: string, account: string, region: string, entries: readonly Entry[], state: RunState) {
  const problems: string[] = [];
  const aws = (...call: string[]) => tools.aws(profile, region, call);
  const { AvailabilityZones } = await aws('ec2', 'describe-availability-zones', '--filters', 'Name=zone-type,Values=availability-zone', 'Name=state,Values=available');
  const zones: Zone[] = AvailabilityZones.map(({ ZoneName, ZoneId }: any) => ({ name: ZoneName, id: ZoneId })).slice(0, 3);
  if (zones.length < 3) { problems.push(`${region} has ${zones.length} zones, and 3 are needed; choose another region`); }
  await aws('cloudformation', 'describe-stacks', '--stack-name', 'CDKToolkit')
    .catch(error => problems.push(`${region} is not bootstrapped (${unready(error)}): npx cdk bootstrap aws://${account}/${region} --profile ${profile}`));

  // Groups of a region run one after another, so the largest counts. A group of two regions may be in any of them.
  const here = entries.filter(entry => entry.region === region || entry.group.needs === 'second region');
  const most = (of: (entry: Entry) => number) => Math.max(0, ...here.map(of));
  const quota = async ([service, code]: readonly [string, string]) => (await aws('service-quotas', 'get-service-quota', '--service-code', service, '--quota-code', code)).Quota.Value as number;
  const vpcs = (await aws('ec2', 'describe-vpcs')).Vpcs.length as number;
  const free = await quota(VPCS_OF_REGION) - vpcs;
  if (free < most(entry => entry.vpcs)) { problems.push(`${region} has room for ${free} more VPCs, and ${most(entry => entry.vpcs)} are needed: delete some, or have quota ${VPCS_OF_REGION[1]} raised`); }
  const processors = await quota(PROCESSORS);
  if (processors < most(entry => entry.processors)) {
    problems.push(`${region} allows ${processors} vCPUs of standard instances, and ${most(entry => entry.processors)} are needed: have quota ${PROCESSORS[1]} raised`);
  }
  const { Stacks } = await aws('cloudformation', 'describe-stacks');
  const strange = Stacks.map(({ StackName }: any) => StackName as string)
    .filter((name: string) => name.startsWith('acceptance-') && !Object.keys(state.groups).some(group => name.startsWith(`acceptance-${group}-`)));
  if (strange.length) { problems.push(`${region} has stacks of another run, which this one would change: ${strange.join(', ')}; delete them first`); }
  return { problems, zones };
}
