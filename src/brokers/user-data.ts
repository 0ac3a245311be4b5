import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnResource, IResolvable, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { NodeSettings } from './node-settings';
import { Problems } from '../private/validation';

/** Writes the scripts and starts them. The same place from `src/` and from `lib/`. */
const UNPACK = join(__dirname, '..', '..', 'assets', 'node', 'unpack.sh');

/** Its text, read once: it is the same for every node. */
let unpack: string | undefined;

/**
 * Before it is encoded.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
 */
const MAX_USER_DATA = 16 * 1024;

/** More than any value that is only known when deployed: ids, addresses, names of stacks. */
const LONGEST_TOKEN_VALUE = 128;

/** The longest of EC2's ids and addresses that a node is told. */
const EC2_VALUE = 'vol-0123456789abcdef0'.length;

/** What CloudFormation puts behind a name that it makes: 12 characters, and those between. */
const MADE_NAME = '--0123456789AB'.length;

/** An id of a stack, but for its name. */
const STACK_ID = 'arn:aws-us-gov:cloudformation:ap-southeast-1:111111111111:stack//12345678-1234-1234-1234-123456789012'.length;

const END = '@';

/** Undoes `shortened`: a line stands for one with each of the prefixes above it, or for itself. */
const EXPAND = "awk '/^\\[/{n=split(substr($0,2,length-2),p,\" \");next}{for(i=n>0;i<=n;i++)print p[i] $0}'";

/** Shorter ones are not worth a line of their own. */
const SHORTEST_SHARED_ARN = 20;

/**
 * What an instance does at its first boot: write its settings and the scripts, and start them.
 *
 * All of it is in the launch template, so a version of the template is the complete definition of a node. Nothing is substituted when it
 * is written, so that dollar signs and tokens stay what they are; the scripts put `$ARN` in when they read the settings.
 */
export function userDataOf(settings: NodeSettings, serverProperties: string): string {
  const env = Object.entries(settings).filter(([, value]) => value !== undefined).map(([key, value]) => `${key}=${value}`);
  return [
    '#!/bin/bash',
    'mkdir -p /etc/kafka-node',
    `cat > /etc/kafka-node/env <<'${END}'`,
    ...withSharedArn(env),
    END,
    `${EXPAND} > /etc/kafka-node/server.properties <<'${END}'`,
    ...shortened(serverProperties),
    END,
    unpack ??= readFileSync(UNPACK, 'ascii'),
  ].join('\n');
}

/**
 * There is no room to spare: comments, which nobody reads on a node, are left out, and what is the same at the beginning of a listener's keys stands
 * above them once, as in `[listener.name.client.]`, until the next one; `[]` is the end. Listeners that are equal stand above the same lines.
 */
function shortened(serverProperties: string): string[] {
  const blocks: { prefixes: string[]; lines: string[] }[] = [];
  for (const line of serverProperties.split('\n').filter(text => !/^(#|$)/.test(text))) {
    const prefix = /^listener\.name\.[^.=]+\./.exec(line)?.[0] ?? '';
    if (blocks.at(-1)?.prefixes[0] !== prefix) { blocks.push({ prefixes: [prefix], lines: [] }); }
    blocks.at(-1)!.lines.push(line.slice(prefix.length));
  }
  const merged = blocks.reduce<typeof blocks>((before, block) => {
    const equal = block.prefixes[0] === '' ? undefined : before.find(({ prefixes: [first], lines }) => first !== '' && lines.join('\n') === block.lines.join('\n'));
    equal?.prefixes.push(...block.prefixes);
    return equal ? before : [...before, block];
  }, []);
  return merged.flatMap(({ prefixes, lines }, i) => [...i === 0 && prefixes[0] === '' ? [] : [`[${prefixes.join(' ')}]`], ...lines]);
}

/** What the ARNs of secrets begin with stands once, and the shell that reads the settings puts it in. */
function withSharedArn(env: string[]): string[] {
  const arns = env.flatMap(line => line.match(/(?<==)arn:[^=,]*/g) ?? []);
  // Up to a separator, so that no letter follows the variable's name, and no token is cut.
  const arn = /^(?:\$\{Token\[[^\]]*\]\}|[^$])*(?=[:/])/.exec(arns.reduce(commonStart, arns[0] ?? ''))?.[0] ?? '';
  return arns.length < 2 || arn.length < SHORTEST_SHARED_ARN ? env : [`ARN=${arn}`, ...env.map(line => line.replaceAll(`=${arn}`, '=$ARN'))];
}

function commonStart(one: string, other: string): string {
  const end = [...one].findIndex((char, i) => char !== other[i]);
  return end < 0 ? one : one.slice(0, end);
}

/** Adds a problem if EC2 would refuse the user data of a node. */
export function checkUserDataSize(problems: Problems, nodeId: number, userData: string, serverProperties: string): void {
  const size = sizeOf(userData);
  if (size > MAX_USER_DATA) {
    problems.add('MultiAzKafkaBrokers.userDataTooLong', `the user data of node ${nodeId} takes up to ${size} bytes, and EC2 allows ${MAX_USER_DATA}; server.properties has ${sizeOf(serverProperties)} of them: `
      + "shorten 'overrides', for example by a file that a config provider reads, or have fewer client listeners");
  }
}

function sizeOf(text: string): number {
  const filled = Tokenization.reverseString(text).mapTokens({ mapToken: token => '0'.repeat(longestValue(token)) }).join(new StringConcat());
  return Buffer.byteLength(filled);
}

/** How long a value can become that is known only when deployed. */
function longestValue(token: IResolvable): number {
  if (!Reference.isReference(token)) { return LONGEST_TOKEN_VALUE; }
  const { target, displayName } = token;
  const { stackName } = Stack.of(target);
  const nameLength = Token.isUnresolved(stackName) ? LONGEST_TOKEN_VALUE : stackName.length;
  if (displayName === 'AWS::StackId') { return STACK_ID + nameLength; }
  if (!CfnResource.isCfnResource(target)) { return LONGEST_TOKEN_VALUE; }
  if (target.cfnResourceType.startsWith('AWS::EC2::')) { return EC2_VALUE; }
  return target instanceof CfnLogGroup && displayName === 'Ref' && Stack.of(target).resolve(target.logGroupName) === undefined
    ? nameLength + Stack.of(target).getLogicalId(target).length + MADE_NAME
    : LONGEST_TOKEN_VALUE;
}
