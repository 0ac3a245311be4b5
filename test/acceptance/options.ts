import { parseArgs } from 'util';
import { HYPOTHESES } from './hypotheses';
import { KAFKA } from './run/archive';

export interface Options {
  readonly profiles: readonly string[];
  readonly regions: readonly string[];
  /** Ids of hypotheses; all, if nobody chose. */
  readonly only: readonly string[];
  readonly plan: boolean;
  readonly yes: boolean;
  readonly keep: boolean;
  readonly clean: boolean;
  /** `H38=holds: why` or `H38=fails: why`. */
  readonly told: readonly string[];
  /** An earlier release of the library, for `npm pack`. */
  readonly from?: string;
  /** The archive of Kafka, if it is not to be downloaded. */
  readonly kafka?: string;
}

export const EXIT = { fine: 0, findings: 1, unusable: 2, notReady: 3, left: 4, interrupted: 130 } as const;

export const HELP = `Usage: npx projen acceptance [OPTION]...

Deploys small stacks in an account, asks AWS what nobody here could try, and deletes them.

  --plan            print what would be done, what it costs and how long it takes;
                    deploys nothing, needs no account
  --profile NAME    the profile of an account; a second one is the consumer's, for hypotheses about
                    two accounts
  --regions A,B     regions, which work side by side (eu-west-1); a second one is for hypotheses
                    about two regions
  --only ID,...     these hypotheses alone, for example H1,H3
  --from RELEASE    the last release, which is deployed before this one: a version, latest, or the
                    path of a package or its folder; with --plan it says what the deployment would
                    lose
  --yes             do not ask before it begins
  --kafka FILE      the archive of Kafka ${KAFKA}, kafka_2.13-${KAFKA}.tgz (it is downloaded if brokers
                    are needed)
  --keep            leave the stacks when it ends; the same command goes on from there
  --clean           delete what an earlier run left, and do nothing else
  --told 'H38=holds: WHY'   note what a person found, as 'holds' or 'fails'; nothing is deployed

Exit codes: ${EXIT.fine} everything that was tried holds, and nothing is left; ${EXIT.findings} something does not hold or
could not be tried; ${EXIT.unusable} the arguments cannot be used; ${EXIT.notReady} the account is not ready, or you said no;
${EXIT.left} something could not be deleted, and is listed; ${EXIT.interrupted} it was interrupted, and has deleted what
it made.

docs/acceptance.md has every hypothesis.`;

/** What a user did wrong, in a sentence. */
export class UsageError extends Error {}

const listed = (values: readonly string[]) => values.flatMap(value => value.split(',')).map(value => value.trim()).filter(value => value !== '');

export function optionsOf(args: readonly string[]): Options | 'help' {
  const { values } = read(args);
  if (values.help) { return 'help'; }
  const known = HYPOTHESES.map(({ id }) => id);
  const only = listed(values.only ?? []);
  const unknown = only.filter(id => !known.includes(id));
  if (unknown.length) { throw new UsageError(`there is no hypothesis ${unknown.join(', ')}: they are ${known.join(', ')}`); }
  const profiles = listed(values.profile ?? []);
  const needsAccount = !values.plan && !values.told;
  if (needsAccount && profiles.length === 0 && !values.clean) { throw new UsageError('--profile is missing: the profile of the account to deploy to; --plan needs none'); }
  if (profiles.length > 2) { throw new UsageError(`--profile was given ${profiles.length} times; one is for the Kafka account, a second one for the consumer's`); }
  const regions = [...new Set(listed(values.regions ?? ['eu-west-1']))];
  const odd = regions.filter(region => !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region));
  if (odd.length || regions.length === 0) { throw new UsageError(`--regions takes names such as eu-west-1, got ${odd.join(', ') || 'none'}`); }
  const told = values.told ?? [];
  const strange = told.filter(text => !/^H\d+=(holds|fails): \S/.test(text) || !known.includes(text.split('=')[0]));
  if (strange.length) { throw new UsageError(`--told takes 'ID=holds: WHY' or 'ID=fails: WHY' of a hypothesis that there is, got ${strange.join(', ')}`); }
  return {
    profiles,
    regions,
    only,
    told,
    kafka: values.kafka,
    from: values.from,
    plan: values.plan ?? false,
    yes: values.yes ?? false,
    keep: values.keep ?? false,
    clean: values.clean ?? false,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        profile: { type: 'string', multiple: true },
        regions: { type: 'string', multiple: true },
        only: { type: 'string', multiple: true },
        told: { type: 'string', multiple: true },
        kafka: { type: 'string' },
        from: { type: 'string' },
        plan: { type: 'boolean' },
        yes: { type: 'boolean' },
        keep: { type: 'boolean' },
        clean: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}
