import { Token } from 'aws-cdk-lib';
import { place, Setup, Step } from './setup';
import { FACTS_AS_OF, sourcesOf, VendorFacts } from '../facts';

/** The steps in order, under what they rely on. */
export function textOf(row: VendorFacts, setup: Setup, steps: Step[]): string {
  return [
    `# ${row.name} reads Kafka over AWS PrivateLink`,
    `Facts as of ${FACTS_AS_OF}, from these copies. Nothing was connected to the vendor from here:`,
    ...sourcesOf(row).map(({ title, url, copy }) => `- ${title} (${copy}): ${url}`),
    '',
    ...[principalStep(row), ...steps, acceptStep(row, setup)].flatMap((step, i) =>
      [`${i + 1}. ${step.title}`, ...codeOf(step), '']),
    ...listNote(row),
    `To undo it: ${row.leaving.value}. A service can't be deleted while an endpoint is connected or waits.`,
    '',
  ].join('\n');
}

function codeOf({ language, code }: Step): string[] {
  return code === undefined ? [] : ['', `\`\`\`${language}`, code, '```'];
}

function principalStep({ fixedPrincipal, principalFrom }: VendorFacts): Step {
  return {
    title: fixedPrincipal ? 'The service lets the vendor in: its principal is the same for everybody.' : 'The service must let '
      + `the vendor in. Its principal: ${principalFrom.value}. Give it as one of \`principals\`, and deploy.`,
  };
}

function acceptStep({ acceptance }: VendorFacts, { serviceName }: Setup): Step {
  const serviceId = Token.isUnresolved(serviceName) ? place('vpce-svc-…') : serviceName.split('.').at(-1);
  return {
    title: `Accept the endpoint the same day, if the service asks for it (${acceptance.value}):`,
    language: 'shell',
    code: `aws ec2 accept-vpc-endpoint-connections --service-id ${serviceId} --vpc-endpoint-ids ${place('vpce-…')}`,
  };
}

function listNote({ keepsBrokerList }: VendorFacts): string[] {
  return keepsBrokerList ? ['The vendor has a list of brokers. Tell it of a broker first and add the broker then, '
    + 'or its partitions stop there.', ''] : [];
}
