import { existsSync } from 'node:fs';
import { answersOf } from './answers';
import type { Aws } from './aws';
import { judge, ProviderFinding } from './judge';
import { readContractFile } from '../../assembly/contract-file';
import type { Contract } from '../../assembly/contracts';
import { UserError } from '../../assembly/findings';
import { EXIT, Result } from '../../command';
import { printable } from '../../plan/escape';
import { causesOf, warningsOf } from '../text';

/** The provider's side of a service, given by a contract, its name or its id. */
export async function doctorOfProvider(
  given: string, { region, json }: { readonly region?: string; readonly json: boolean }, aws: Aws,
): Promise<Result> {
  const contract = existsSync(given) ? readContractFile(given) : undefined;
  const name = contract ? contract.serviceName : given;
  const [serviceId] = /vpce-svc-[0-9a-f]+$/.exec(name ?? '') ?? [];
  if (serviceId === undefined) {
    const why = contract ? 'has no serviceName' : 'is neither a file nor the id or name of an endpoint service';
    throw new UserError(`${given} ${why}`);
  }
  const answers = await answersOf(serviceId, region ?? contract?.region ?? regionOf(name!), aws);
  if (!answers) {
    throw new UserError(`AWS has no endpoint service ${serviceId} here: are these the provider's account and region?`);
  }
  const findings = judge(answers, contract);
  return {
    status: findings.every(({ isWarning }) => isWarning) ? EXIT.fine : EXIT.findings,
    text: json ? JSON.stringify(findings, undefined, 2) : asText(serviceId, findings, contract),
  };
}

function regionOf(name: string): string | undefined {
  return /\.vpce\.([a-z0-9-]+)\.vpce-svc-/.exec(name)?.[1];
}

function asText(serviceId: string, findings: readonly ProviderFinding[], contract?: Contract): string {
  const wrong = findings.filter(({ isWarning }) => !isWarning);
  return [
    ...causesOf(wrong),
    ...warningsOf(findings.filter(({ isWarning }) => isWarning)),
    ...wrong.length > 0
      ? [`${wrong.length} ${wrong.length === 1 ? 'finding' : 'findings'} at ${serviceId}.`]
      : [`${serviceId} is as it must be.${contract ? '' : ' Without a contract its ports were not compared.'}`],
  ].map(printable).join('\n');
}
