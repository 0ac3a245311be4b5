import { github, javascript } from 'projen';

/** Signs in by OIDC: nobody keeps a key. The variables of the environment `acceptance` name the roles: docs/acceptance.md. */
const signIn = (profile: string, role: string): github.workflows.JobStep[] => [
  {
    name: `Sign in as ${profile}`,
    if: `\${{ vars.${role} != '' }}`,
    uses: 'aws-actions/configure-aws-credentials@v5.0.0',
    with: { 'role-to-assume': `\${{ vars.${role} }}`, 'aws-region': 'eu-west-1', 'role-duration-seconds': 21600, 'unset-current-credentials': true },
  },
  {
    name: `Keep it as a profile: ${profile}`,
    if: `\${{ vars.${role} != '' }}`,
    run: [
      `aws configure set aws_access_key_id "$AWS_ACCESS_KEY_ID" --profile ${profile}`,
      `aws configure set aws_secret_access_key "$AWS_SECRET_ACCESS_KEY" --profile ${profile}`,
      `aws configure set aws_session_token "$AWS_SESSION_TOKEN" --profile ${profile}`,
    ].join('\n'),
  },
];

/** The acceptance, when somebody starts it: it costs money, and needs an environment with roles. */
export function acceptanceWorkflow(project: javascript.NodeProject): void {
  const workflow = project.github!.addWorkflow('acceptance');
  workflow.on({
    workflowDispatch: {
      inputs: {
        only: { description: 'hypotheses, for example H1,H3; none is all', required: false, default: '', type: 'string' },
        from: { description: 'the last release, which this one is deployed over, for example latest; none leaves that out', required: false, default: '', type: 'string' },
        regions: { description: 'regions that are bootstrapped', required: true, default: 'eu-west-1,eu-central-1', type: 'string' },
      },
    },
  });
  workflow.addJob('run', {
    runsOn: ['ubuntu-latest'],
    environment: 'acceptance',
    permissions: { contents: github.workflows.JobPermission.READ, idToken: github.workflows.JobPermission.WRITE },
    timeoutMinutes: 355,
    // Two runs would have stacks of the same names.
    concurrency: { group: 'acceptance', cancelInProgress: false },
    env: { ONLY: '${{ inputs.only }}', FROM: '${{ inputs.from }}', REGIONS: '${{ inputs.regions }}', SECOND: '${{ vars.ACCEPTANCE_ROLE_B }}' },
    steps: [
      github.WorkflowSteps.checkout(),
      { uses: 'actions/setup-node@v7.0.0', with: { 'node-version': '22.x', 'package-manager-cache': false } },
      { run: 'npm ci' },
      ...signIn('A', 'ACCEPTANCE_ROLE_A'),
      ...signIn('B', 'ACCEPTANCE_ROLE_B'),
      { name: 'Run', run: 'npx projen acceptance --profile A ${SECOND:+--profile B} --regions "$REGIONS" ${ONLY:+--only "$ONLY"} ${FROM:+--from "$FROM"} --yes' },
      { name: 'Delete what is left', if: 'always()', run: 'test ! -f build/acceptance/state.json || npx projen acceptance --clean' },
      { if: 'always()', uses: 'actions/upload-artifact@v4.6.2', with: { 'name': 'results', 'path': 'docs/acceptance', 'if-no-files-found': 'ignore' } },
    ],
  });
}
