import { Annotations as Notes, App, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { reportError, reportWarning } from '../src/private/validation';

const ID = 'cdk-kafka-privatelink:PerBrokerNlbListeners.singleZone';
const REASON = 'there is one zone only';

/** A construct that reports, acknowledged before or after. */
function reported(before: (stack: Stack) => void, after: (construct: Construct) => void = () => {}): Annotations {
  const stack = new Stack(new App(), 'Kafka');
  before(stack);
  const construct = new Construct(stack, 'Listeners');
  reportWarning(construct, 'PerBrokerNlbListeners.singleZone', 'one zone');
  reportWarning(construct, 'PerBrokerNlbListeners.plaintext', 'no security');
  reportError(construct, 'PerBrokerNlbListeners.singleZone', 'is an error here');
  after(construct);
  return Annotations.fromStack(stack);
}

/** What a message carries in brackets, which versions of the CDK write in their own ways. */
function wholeId(): string {
  const [{ entry }] = reported(() => {}).findWarning('*', Match.stringLikeRegexp('one zone'));
  return /\[ack: (.+)\]$/.exec(entry.data as string)![1];
}

test('assertions of users see what is reported, with the id', () => {
  const annotations = reported(() => {});
  annotations.hasWarning('/Kafka/Listeners', Match.stringLikeRegexp(`^one zone \\[ack: [A-Za-z-]+::${ID}\\]$`));
  annotations.hasError('/Kafka/Listeners', Match.stringLikeRegexp(`^PerBrokerNlbListeners.singleZone: is an error here \\([A-Za-z-]+::${ID}\\)$`));
});

describe('a warning is acknowledged', () => {
  test.each<[string, () => Annotations]>([
    ['at the construct, by Validations', () => reported(() => {}, at => Validations.of(at).acknowledge({ id: ID, reason: REASON }))],
    ['above it and before, by Validations', () => reported(at => Validations.of(at).acknowledge({ id: ID, reason: REASON }))],
    ['at the construct, by Annotations and the whole id', () => reported(() => {}, at => Notes.of(at).acknowledgeWarning(wholeId()))],
    ['above it and before, by Annotations and the whole id', () => reported(at => Notes.of(at).acknowledgeWarning(wholeId()))],
  ])('%s: it is gone, and nothing else', (_, acknowledged) => {
    const annotations = acknowledged();
    expect(annotations.findWarning('*', Match.anyValue()).map(({ entry }) => entry.data)).toEqual([expect.stringMatching(/^no security /)]);
    annotations.hasError('/Kafka/Listeners', Match.stringLikeRegexp('is an error here'));
  });

  test('and its reason is kept for whoever audits', () => {
    const stack = new Stack(new App(), 'Kafka');
    Validations.of(stack).acknowledge({ id: ID, reason: REASON });
    expect(JSON.stringify(stack.node.metadata.map(({ data }) => data))).toContain(`${ID}":"${REASON}"`);
  });
});
