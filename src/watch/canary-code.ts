import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { FileSystem } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KafkaServiceContract } from '../model/service-contract';

/** The same place from `src/` and from `lib/`. */
const FOLDER = join(__dirname, '../../assets/canary');

/** The probe with its library, made by `cli:bundle`, and the licences of what is in it. */
const FILES = ['probe.js', 'THIRD-PARTY-LICENSES.txt'];

/** In `cli/probe/canary.ts`. */
export const HANDLER = 'probe.handler';

/** The code, and beside it what it looks at: no template names a broker then. The same files have the same hash. */
export function codeWith(
  files: { readonly contract?: KafkaServiceContract; readonly authorities?: string }, use: (code: lambda.Code) => lambda.Function,
): lambda.Function {
  const folder = FileSystem.mkdtemp('kafka-canary-');
  try {
    FILES.forEach(name => copyFileSync(join(FOLDER, name), join(folder, name)));
    if (files.contract) { writeFileSync(join(folder, 'contract.json'), contractText(files.contract)); }
    if (files.authorities !== undefined) { writeFileSync(join(folder, 'authorities.pem'), readFileSync(files.authorities)); }
    return use(lambda.Code.fromAsset(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is wrong with a file of authorities, or undefined. */
export function authoritiesProblem(path: string): string | undefined {
  if (!existsSync(path)) { return `does not exist (the working directory is ${process.cwd()})`; }
  return readFileSync(path, 'utf8').includes('-----BEGIN CERTIFICATE-----') ? undefined : 'has no certificate in PEM';
}

/** Without what may be known only after deployment, on which no path depends. */
function contractText(contract: KafkaServiceContract): string {
  const { serviceName: _, region: __, ...document } = JSON.parse(contract.toJson());
  return JSON.stringify(document);
}
