import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ClientProperties, PathResult } from './model';
import { probe } from './probe';

/** Where metrics are. The template of the canary asks for the same. */
const NAMESPACE = 'KafkaPaths';

/** What a path that clients start from has in the place of a broker's id. */
const BOOTSTRAP = 'bootstrap';

/** What the template of the canary says. */
interface Environment {
  readonly CANARY?: string;
  readonly CONTRACT_PARAMETER?: string;
  readonly CREDENTIALS?: string;
  readonly LISTENERS?: string;
  readonly TOPIC?: string;
}

/**
 * The canary's function: looks at every path once, and writes a line for each to the log, from which CloudWatch takes metrics. It
 * calls no API for that, so the VPC needs no way out. Without a line the canary's alarm goes off, so it need not catch anything.
 */
export async function handler(): Promise<void> {
  const { CANARY = '', CONTRACT_PARAMETER, CREDENTIALS, LISTENERS, TOPIC }: Environment = process.env;
  const document = JSON.parse(CONTRACT_PARAMETER ? await parameter(CONTRACT_PARAMETER) : fileOf('contract.json')!);
  const authorities = fileOf('authorities.pem');
  const client: ClientProperties = {
    ...authorities === undefined ? {} : { 'ssl.truststore.certificates': authorities },
    ...CREDENTIALS ? JSON.parse(await secret(CREDENTIALS)) as ClientProperties : {},
  };
  const results = await probe(document, { client, topic: TOPIC, listenerNames: LISTENERS?.split(',') });
  const now = Date.now();
  // Not by console.log, which puts the time and the request in front, and the line is no JSON then.
  process.stdout.write(results.map(result => `${JSON.stringify(metricsOf(CANARY, result, now))}\n`).join(''));
}

/**
 * A path as a line of the log. What is neither metric nor dimension is for people: which step, why, what mends it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function metricsOf(canary: string, { listener, brokerId, ok, ms, ...result }: PathResult, now: number): object {
  return {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [['Canary', 'Listener', 'BrokerId']],
          Metrics: [{ Name: 'PathOk', Unit: 'None' }],
        },
        { Namespace: NAMESPACE, Dimensions: [['Canary', 'Listener']], Metrics: [{ Name: 'PathMs', Unit: 'Milliseconds' }] },
      ],
    },
    Canary: canary,
    Listener: listener,
    BrokerId: `${brokerId ?? BOOTSTRAP}`,
    PathOk: ok ? 1 : 0,
    PathMs: ms,
    ...result,
  };
}

/** A file beside this one. */
function fileOf(name: string): string | undefined {
  const path = join(__dirname, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

// The runtime brings the SDK; it is loaded only where it is needed.

async function parameter(Name: string): Promise<string> {
  const { SSM } = runtime('@aws-sdk/client-ssm');
  return (await new SSM({}).getParameter({ Name })).Parameter.Value;
}

async function secret(SecretId: string): Promise<string> {
  const { SecretsManager } = runtime('@aws-sdk/client-secrets-manager');
  return (await new SecretsManager({}).getSecretValue({ SecretId })).SecretString;
}

function runtime(name: string): any {
  return createRequire(__filename)(name);
}
