import { App, NestedStack, Size, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { ENV, nodeResources, range, setup } from './fixtures';

const MAX = 6144;
const FLAG = '@aws-cdk/aws-iam:minimizePolicies';

interface Options {
  readonly keyed?: boolean;
  readonly oneKey?: boolean;
  readonly volumes?: number;
  readonly context?: Record<string, unknown>;
  readonly env?: Partial<typeof ENV>;
}

/** A cluster whose brokers fetch so many secrets, each under a key of its own. */
function fetching(count: number, { keyed = true, oneKey = false, volumes = 1, context, env = ENV }: Options = {}) {
  const stack = new Stack(new App({ context }), 'Kafka', { env });
  const common = oneKey ? new kms.Key(stack, 'Common') : undefined;
  const keyOf = (i: number) => keyed ? common ?? new kms.Key(stack, `Key${i}`) : undefined;
  return setup({
    stack,
    volumes: range(volumes).map(() => ({ size: Size.gibibytes(100) })),
    secretFiles: Object.fromEntries(range(count).map(i => [`/run/kafka/${i}`, new secrets.Secret(stack, `Secret${i}`, { encryptionKey: keyOf(i) })])),
  });
}

/** As IAM gets it, with values such as AWS gives. */
function deployed(value: any): any {
  if (Array.isArray(value)) { return value.map(deployed); }
  if (typeof value !== 'object' || value === null) { return value; }
  const arn = (resource: string) => `arn:aws:${resource.replace('@', 'eu-west-1:111111111111')}`;
  const of = (id: string): string => ({
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-west-1',
    'AWS::AccountId': '111111111111',
    'AWS::StackId': arn('cloudformation:@:stack/Kafka/12345678-1234-1234-1234-123456789012'),
  })[id] ?? (/^Secret/.test(id) ? arn(`secretsmanager:@:secret:${id}-0123456789AB-AbCdEf`)
    : /^(Key|Common)/.test(id) ? arn('kms:@:key/12345678-1234-1234-1234-123456789012')
      : /Logs/.test(id) ? arn(`logs:@:log-group:Kafka-${id}-0123456789AB:*`) : 'vol-0123456789abcdef0');
  if (value.Ref) { return of(value.Ref); }
  if (value['Fn::GetAtt']) { return of(value['Fn::GetAtt'][0]); }
  if (value['Fn::Join']) { return value['Fn::Join'][1].map(deployed).join(''); }
  return Object.fromEntries(Object.entries(value).map(([key, of_]) => [key, deployed(of_)]));
}

const rightsOf = ({ template }: ReturnType<typeof setup>) => nodeResources(template(), 0).Rights.Properties.PolicyDocument;
const sizeOf = (rights: unknown) => JSON.stringify(deployed(rights)).length;
const having = (rights: any, action: string): any[] => rights.Statement.filter(({ Action }: any) => [Action].flat().includes(action));
const grants = (rights: any, action: string) =>
  new Set(having(rights, action).flatMap(({ Resource }) => [Resource].flat().map(of => JSON.stringify(of))));

test.each<[number, Options]>([
  [11, {}], [13, {}], [9, { volumes: 11 }], [13, { keyed: false }], [13, { oneKey: true }], [13, { context: { [FLAG]: true } }], [11, { env: {} }],
])('with %d secrets, %p, IAM takes the rights of a node, which are all there', (count, options) => {
  const rights = rightsOf(fetching(count, options));
  expect(sizeOf(rights)).toBeLessThanOrEqual(MAX);
  expect(grants(rights, 'secretsmanager:GetSecretValue').size).toBe(count);
  const keys = [...grants(rights, 'kms:Decrypt')].filter(resource => /"(Key|Common)/.test(resource));
  expect(keys).toHaveLength(options.keyed === false ? 0 : options.oneKey ? 1 : count);
  expect(having(rights, 'kms:Decrypt').every(({ Condition }) => Condition?.StringEquals['kms:ViaService'])).toBe(true);
});

test('statements are joined only where they would not fit: other rights are another policy', () => {
  const statements = (count: number) => rightsOf(fetching(count)).Statement.length;
  expect(statements(4) - statements(3)).toBe(2);
  expect(statements(13)).toBe(statements(12));
});

test.each([{}, { [FLAG]: true }])('what can not be made to fit is refused, with the size, the limit and the way out: %p', context => {
  expect(() => fetching(50, { context }))
    .toThrow(/MultiAzKafkaBrokers\.rightsTooLong: the policy .* of node 0 takes up to 1\d{4} characters, and IAM allows 6144; it names 50 secrets/);
});

test('secrets of a nested stack, whose name nobody knows, take no more room', () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const nested = new NestedStack(stack, 'Secrets');
  const secretFiles = Object.fromEntries(range(8).map(i => [`/run/kafka/${i}`, new secrets.Secret(nested, `Secret${i}`)]));
  expect(() => setup({ stack, secretFiles })).not.toThrow();
});
