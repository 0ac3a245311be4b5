/** The page docs/vendors.md, made from the facts: `npx projen docs:vendors` writes it, and a test compares it. */
import type { TypedIn } from '../../src/private/contract-document';
import { Certainty, Fact, FACTS_AS_OF, factsIn, VendorFacts } from '../../src/vendors/facts';
import { ROWS } from '../../src/vendors/rows';

const FACTORIES: { [vendor: string]: string } = {
  'ClickHouse ClickPipes': 'clickPipes',
  'Databricks serverless': 'databricksServerless',
  'Materialize Cloud': 'materialize',
  'RisingWave Cloud': 'risingWave',
  'Snowflake Openflow': 'snowflake',
  'TiDB Cloud Dedicated': 'tidbCloud',
  'TiDB Cloud Premium': 'tidbCloud',
  'TiDB Cloud Essential': 'tidbCloud',
  'SingleStore Helios': 'singleStore',
};

const SAID: { [key: string]: string } = {
  way: 'how it finds a broker',
  object: 'what is made there',
  fixedPrincipal: 'principal',
  principalFrom: 'where the principal is found',
  typedIn: 'what is typed into it',
  acceptance: 'acceptance',
  forbiddenSuffixes: 'names that it rejects',
  maxNames: 'names of an endpoint',
  exactNames: 'takes names one by one',
  oneHost: 'one host for an endpoint',
  minPort: 'lowest port',
  needsCrossZone: 'comes by any zone, so `crossZone` is on',
  sameRegionOnly: 'same region only',
  protocols: 'protocols',
  keepsBrokerList: 'keeps a list of brokers',
  ownDomain: 'domain of its names',
  ownNamesOnly: 'resolves only its own names',
  publicAuthorityOnly: 'trusts public authorities only',
  nameFrom: 'where its names are found',
  leaving: 'leaving',
};

const TYPED: { [kind in TypedIn]: string } = {
  names: 'names that lead to the endpoint',
  eachName: 'every name',
  patterns: 'patterns of addresses',
  domain: 'domain of the names',
  addresses: 'address of every broker',
  bootstrap: 'address to start from',
  bootstrapPort: 'port to start from',
  zones: 'zone ids',
  protocol: 'security protocol and mechanism',
};

const SURE: { [certainty in Certainty]: string } = { read: 'read in full', part: 'read in part', inferred: 'inferred' };

/** AWS: the service, and how its interfaces come into a VPC of yours. */
const AWS_SERVICES = [
  ['Lambda, event source mapping of self-managed Kafka', 'subnets and security groups of the mapping'],
  ['EventBridge Pipes, self-managed Kafka source', 'subnets and security group of the source'],
  ['MSK Connect', 'subnets and security groups of the connector; it asks the DNS of the VPC'],
  ['MSK Replicator', 'subnets and security groups of the replicator; documented over VPN and Direct Connect'],
  ['Managed Service for Apache Flink, Glue', 'VPC configuration of the application or connection'],
];

const TOP = `# Vendors

A vendor is a managed service that reads or writes your Kafka over PrivateLink from its own account. \`KafkaVendor\` has what is known of each vendor. Give it to \`vendors\` of your service:

- the service lets the vendor's principal in, offers its region, and checks what the vendor asks for;
- \`setup()\` says what you type into the vendor, in order;
- [\`plan\`](command.md#plan) lists what was typed in, and [\`diff\`](command.md#diff) says whom to tell of a change first.

Nothing was connected to a vendor from here ([how each is known](verified.md#privatelink)). The facts were read on ${FACTS_AS_OF} or later, each from a dated copy. A fact that was read in full may refuse your input. Every other fact only warns.
The names, addresses and ports of five of these texts were played on the [local cluster](local-cluster.md#vendors).

\`\`\`ts
const databricks = KafkaVendor.databricksServerless({ listener: client });
const shared = new KafkaPrivateLinkService(this, 'ForVendors', { listeners, allowedPrincipals: [], vendors: [databricks] });
new CfnOutput(this, 'DatabricksSetup', { value: databricks.setup(shared.contract) });
\`\`\`

## Which listener

| how the vendor finds a broker | listener |
|---|---|
| it resolves the names of the listener | one listener for all such vendors, with a shared host in a domain that you own, such as \`kafka.pay.example.com\`: one name, and nothing to do when a broker is added |
| it rewrites addresses, by patterns or a list | the same listener |
| it resolves names of its own, by zone | a listener for this vendor alone, with \`AdvertisedHost.perBrokerAndZone()\` |

A load balancer has 50 listeners: 11 brokers with four client listeners, or 12 with three. So give several vendors one listener in common, if they take it.

**Tell a vendor that keeps a list of a broker before you add the broker.** Otherwise partitions that move to the new broker stop for this vendor. That happens hours later, and nothing here says so.

1. Call \`setup()\` with the brokers that you will have, and change the list at the vendor.
2. Add the id to \`listedBrokerIds\` of the vendor. Until then synth warns, and \`diff\` exits with 1.
3. Add the broker, and deploy.

To remove a broker, deploy first. After that, take the broker out of the list.

**The contract names your vendors.** The contract has the name of each vendor, its listener and what is typed in. It has no principal. Every consumer who gets the contract can read it.
`;

const PHASES = `## In two phases

Some vendors tell their principal, or the name of the listener, only when an object at the vendor exists. That object needs your service. So you deploy twice:

1. **Reserve** the name. Deploy the service with the vendor, without the principal or the name. No broker restarts.
2. **Save the contract**, and call \`setup()\`. It prints the steps.
3. **Make the vendor's object.** The table says which one.
4. **Give what the vendor tells you**, and deploy again. A principal goes into \`principals\`: one resource changes, the permissions of the service. A name takes the place of \`AdvertisedHost.pending()\`: each broker restarts once, one after another.
5. **Accept the endpoint the same day.** Vendors delete requests that wait.
6. **Undo** in the order of the last column. AWS deletes no service while an endpoint is connected or waits.

Do not change a name that is in use. Add a listener in another slot, move the vendor to it, then remove the first one.
`;

const AGEING = `## How facts age, and how you override one

The facts are part of a version of the library: no build looks at a clock or a network, so a build does not change by itself. \`factsAsOf\`, the first lines of \`setup()\`, and each message say how old the facts are, and where they come from.

| what is no longer so | what you do, without waiting for a new version |
|---|---|
| the principal | give \`principals\`, in place of the principal that the library knows |
| a warning | acknowledge the warning by its id in the [rules](rules.md#kafkavendor) |
| an error, or the text | \`KafkaVendor.other({ name, … })\` with what you know: each fact that you give is taken for certain |

If a principal changes, the changelog says so. The old principal stays beside the new one for one minor version.

## Services of AWS

Services of AWS need no recipe. Their interfaces are in a VPC of yours, so make a \`KafkaPrivateLinkConsumer\` there and give the security group of the service to \`clients\`.

| service | where its interfaces come from |
|---|---|
${AWS_SERVICES.map(([service, how]) => `| ${service} | ${how} |`).join('\n')}
`;

function shown({ value }: Fact<unknown>): string {
  if (value === true) { return 'yes'; }
  if (Array.isArray(value)) { return value.map(each => `\`${each}\``).join(', '); }
  return typeof value === 'object' ? Object.values(value as object).map(each => `\`${each}\``).join(', ') : `${value}`;
}

function typedIn({ typedIn: { value } }: VendorFacts): string {
  return ['service name', ...value.map(kind => TYPED[kind])].join(', ');
}

function walk(row: VendorFacts): string {
  const { name, fixedPrincipal, principalFrom, object, nameFrom, ownNamesOnly, ownDomain, acceptance, leaving } = row;
  const reserve = ownNamesOnly ? 'nothing: the name comes late' : ownDomain ? 'choose its random string in the console' : 'a name in a domain of yours';
  const deploy = `\`KafkaVendor.${FACTORIES[name]}()\`${ownNamesOnly ? ' with `AdvertisedHost.pending()`' : ''}`;
  const late = [...fixedPrincipal ? [] : [`principal: ${principalFrom.value}`], ...ownNamesOnly && nameFrom ? [`name: ${nameFrom.value}`] : []];
  return `| ${name} | ${reserve} | ${deploy} | ${object.value} | ${late.join('; ') || 'nothing'} | ${acceptance.value} | ${leaving.value} |`;
}

function factsOf(row: VendorFacts): string {
  const lines = factsIn(row).map(([key, fact]) => `| ${SAID[key]} | ${key === 'typedIn' ? typedIn(row) : shown(fact)} | ${SURE[fact.certainty]} | [${fact.source.title}](${fact.source.url}), ${fact.source.copy}${fact.source.readOn ? `, read again ${fact.source.readOn}` : ''} |`);
  return `### ${row.name}\n\n| fact | value | how sure | source |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}

/** The whole page. */
export function vendorsPage(): string {
  return [
    TOP,
    PHASES,
    `| vendor | reserve | deploy | the vendor's object | what comes late | accept | undo |\n|---|---|---|---|---|---|---|\n${ROWS.map(walk).join('\n')}\n`,
    AGEING,
    '## The facts\n\nMade from the facts in the code by `npx projen docs:vendors`.\n',
    ...ROWS.map(factsOf),
    `## Not as recipes

Too little is known of two services. Confluent Cloud has egress gateways, and does not document which of its services read another Kafka through one. MongoDB Atlas Stream Processing does not document a self-managed Kafka on AWS.
Use \`KafkaVendor.other()\`, and say what you found out.
`,
  ].join('\n');
}
