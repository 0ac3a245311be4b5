import { changesIn, Fate, ResourceChange } from '../../updates/cdk-diff';

/** One of these in the place of another is as good: it holds no data, no address and no name that others know. */
const HOLDS_NOTHING = [
  'AWS::CDK::Metadata', 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::Dashboard', 'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::Lambda::Permission',
];

const LOSES: readonly Fate[] = ['replace', 'may be replaced', 'destroy', 'orphan'];

/** What a deployment takes away or makes anew, of all that holds something. A type that nobody thought of is one that holds something. */
export const losses = (changes: readonly ResourceChange[]): ResourceChange[] =>
  changes.filter(({ type, fate }) => LOSES.includes(fate) && !HOLDS_NOTHING.includes(type));

/** The same of what `cdk diff` has printed for each stack, in words. */
export function lossesIn(printed: { readonly [stack: string]: string }): string[] {
  return Object.entries(printed).flatMap(([stack, text]) =>
    losses(changesIn(text)).map(({ type, logicalId, fate }) => `${stack} ${logicalId} (${type}): ${fate}`));
}
