import { Project, YamlFile } from 'projen';

const text = (id: string, label: string, description: string, options: { render?: string; required?: boolean } = {}) => ({
  type: 'textarea',
  id,
  attributes: { label, description, ...options.render && { render: options.render } },
  validations: { required: options.required ?? true },
});

/** What the command prints of an app's ports, paths and names: it has no secret, and says more than a description. */
const PLAN = text('plan', 'The plan', 'Paste what `npx cdk-kafka-privatelink plan --json` prints. It has account ids, names and addresses: replace what others must not see.', {
  render: 'json', required: false,
});

const VERSIONS = text('versions', 'Versions', 'Of this library, aws-cdk-lib, Kafka, the client library, and Node.');

/** The forms of `.github/ISSUE_TEMPLATE`. */
export function issueForms(project: Project): void {
  const form = (file: string, obj: object) => new YamlFile(project, `.github/ISSUE_TEMPLATE/${file}.yml`, { obj });
  form('wrong', {
    name: 'Something is wrong',
    description: 'Synth, a deployment or a client does not do what the documentation says',
    labels: ['bug'],
    body: [
      text('expected', 'What should happen', 'With the page or docstring that says so, if there is one.'),
      text('happened', 'What happens', 'The whole message. Of a client: what it prints. Of a node: its boot log.', { render: 'text' }),
      VERSIONS,
      PLAN,
    ],
  });
  form('on-aws', {
    name: 'Seen on AWS',
    description: 'You deployed it. What held, and what did not? Nothing was deployed on AWS from this repository',
    labels: ['verified'],
    body: [
      text('statement', 'Which statement', 'A row of docs/verified.md, or what you tried.'),
      text('seen', 'What you saw', 'With times and figures. Take out ids that others must not see.'),
      VERSIONS,
      PLAN,
    ],
  });
  form('wish', {
    name: 'Something is missing',
    description: 'What you want to do, and what is in the way',
    labels: ['enhancement'],
    body: [text('wish', 'What you want to do', 'The task, not the code for it.'), text('today', 'What you do today', 'Also if it is by hand.'), PLAN],
  });
  form('config', {
    blank_issues_enabled: true,
    contact_links: [{
      name: 'A weakness that others could use',
      url: 'https://github.com/cdk-kafka-privatelink/cdk-kafka-privatelink/security/policy',
      about: 'Please do not open an issue for it: SECURITY.md says where to write.',
    }],
  });
}
