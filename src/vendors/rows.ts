import { Certainty, Fact, Source, VendorFacts } from './facts';

/** The facts of a source. */
function of(title: string, url: string, copy: string, readOn?: string) {
  const source: Source = { title, url, copy, readOn };
  const fact = (certainty: Certainty) => <T>(value: T): Fact<T> => ({ value, certainty, source });
  return { read: fact('read'), part: fact('part'), inferred: fact('inferred') };
}

const clickHouse = of(
  'ClickPipes: AWS PrivateLink', 'https://clickhouse.com/docs/integrations/clickpipes/networking/aws-privatelink',
  'commit 3bdef5d',
);

export const CLICK_PIPES: VendorFacts = {
  name: 'ClickHouse ClickPipes',
  object: clickHouse.read('a reverse private endpoint'),
  way: clickHouse.read('resolves the names of the listener'),
  typedIn: clickHouse.read(['names', 'bootstrap']),
  fixedPrincipal: clickHouse.read({ aws: 'arn:{partition}:iam::072088201116:root' }),
  principalFrom: clickHouse.read('the same account for everybody'),
  acceptance: clickHouse.read('an endpoint that waits is deleted after 1 day, one that is rejected after 1 day, '
    + 'one that failed after 7'),
  // "e.g.": the list is open-ended, and these five are in it.
  forbiddenSuffixes: clickHouse.read(['local', 'localhost', 'internal', 'corp', 'private']),
  needsCrossZone: clickHouse.inferred(true),
  leaving: clickHouse.inferred('delete the pipes and the reverse private endpoint, then reject the endpoint here'),
};

const sra = of(
  'Security reference architecture: Kafka', 'https://github.com/databricks/terraform-databricks-sra',
  '2026-07-23, commit 72a96ea',
);
const databricksRule = of('Provider databricks: mws_ncc_private_endpoint_rule',
  'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/mws_ncc_private_endpoint_rule',
  '2026-08-22, commit 684f442');
const databricksDocs = of('Private connectivity to resources in your VPC',
  'https://docs.databricks.com/aws/en/security/network/serverless-network-security/pl-to-internal-network',
  'only the opening was read');

export const DATABRICKS: VendorFacts = {
  name: 'Databricks serverless',
  object: databricksRule.read('a private endpoint rule of the network connectivity configuration'),
  way: sra.read('resolves the names of the listener'),
  typedIn: databricksRule.read(['eachName', 'bootstrap']),
  fixedPrincipal: sra.read({
    'aws': 'arn:{partition}:iam::565502421330:role/private-connectivity-role-{region}',
    'aws-us-gov': 'arn:{partition}:iam::347038500609:role/private-connectivity-role-{region}',
  }),
  principalFrom: sra.read('one role for each region, the same for everybody; in GovCloud this is the civilian one, '
    + 'and DoD has account 347034940029'),
  acceptance: databricksRule.read('a request that is not accepted in 14 days is EXPIRED'),
  maxNames: databricksDocs.part(10),
  exactNames: sra.read(true),
  needsCrossZone: sra.read(true),
  // Two documents of one repository contradict each other.
  sameRegionOnly: sra.part(true),
  leaving: sra.inferred('delete the rule, then reject the endpoint here: it stays connected by itself'),
};

const materialize =
  of('Materialize: CREATE CONNECTION', 'https://materialize.com/docs/sql/create-connection/', 'copy of 2026, with MATCHING');
const materializeGuide = of(
  'Materialize: self-hosted Kafka, AWS PrivateLink', 'https://materialize.com/docs/ingest-data/kafka/kafka-self-hosted/',
  'commit 233506a',
);
const materializeProvider = of(
  'Provider materialize', 'https://registry.terraform.io/providers/MaterializeInc/materialize/latest/docs',
  '2026-08-05, commit 49b83a0',
);

export const MATERIALIZE: VendorFacts = {
  name: 'Materialize Cloud',
  object: materialize.read('a connection to AWS PrivateLink, then one to Kafka'),
  way: materialize.read('rewrites the addresses that a pattern fits'),
  typedIn: materialize.read(['zones', 'patterns', 'bootstrap', 'protocol']),
  principalFrom: materializeGuide.read('a role of each connection, which a query tells after CREATE CONNECTION … TO AWS '
    + 'PRIVATELINK'),
  acceptance: materializeGuide.read('automatic or by hand'),
  protocols: materialize.read(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']),
  leaving: materializeProvider.inferred('drop both connections, then reject the endpoint here'),
};

const risingWave = of(
  'RisingWave Cloud: create a PrivateLink connection', 'https://docs.risingwave.com/cloud/create-a-connection',
  '2026-08-05, commit 747f1f6',
);
const risingWaveCode = of(
  'RisingWave: private_link.rs',
  'https://risingwavelabs.github.io/risingwave/rustdoc/risingwave_connector/source/kafka/private_link/index.html',
  'copy of 2025, with `privatelink.endpoint`', '2026-11-29',
);

export const RISING_WAVE: VendorFacts = {
  name: 'RisingWave Cloud',
  object: risingWave.read('a PrivateLink connection, then a source'),
  way: risingWaveCode.read('rewrites the addresses of a list'),
  typedIn: risingWaveCode.read(['addresses', 'protocol']),
  principalFrom: risingWave.read('*PrivateLink principals* in *Network Access → Cloud Meta*, when the project exists'),
  acceptance: risingWave.inferred('not said'),
  // The code says it of connections as they were before `privatelink.endpoint`. One host for all has the same reason.
  needsCrossZone: risingWaveCode.inferred(true),
  sameRegionOnly: risingWave.read(true),
  keepsBrokerList: risingWaveCode.read(true),
  leaving: risingWave.inferred('drop the sources, delete the connection, then reject the endpoint here'),
};

const snowflake = of('Snowflake: SYSTEM$PROVISION_PRIVATELINK_ENDPOINT',
  'https://docs.snowflake.com/en/sql-reference/functions/system_provision_privatelink_endpoint', 'copy of 2026',
  '2026-11-29');
const openflow = of(
  'Snowflake Openflow: Kafka', 'https://docs.snowflake.com/en/user-guide/data-integration/openflow/connectors/kafka/setup',
  'only the opening was read',
);
const openflowGuide = of('Openflow on SPCS over PrivateLink', 'https://github.com/Snowflake-Labs/coco-skills', 'commit 0ebff4e');

export const SNOWFLAKE: VendorFacts = {
  name: 'Snowflake Openflow',
  object: snowflake.read('a private connectivity endpoint, a network rule and an external access integration'),
  way: snowflake.read('resolves the names of the listener'),
  typedIn: openflow.part(['bootstrap', 'addresses']),
  principalFrom: openflowGuide.read('`privatelink-account-principal` of SYSTEM$GET_PRIVATELINK_CONFIG()'),
  acceptance: openflowGuide.read('by hand is advised'),
  // One host is given. That it may be a wildcard is said of AWS's own services only.
  oneHost: snowflake.inferred(true),
  minPort: openflowGuide.read(1025),
  needsCrossZone: openflowGuide.read(true),
  keepsBrokerList: openflow.part(true),
  leaving: openflowGuide.read('deprovision the endpoint in Snowflake before the load balancer is deleted; '
    + 'it can be restored for 7 days'),
};

const tidb = of('TiDB Cloud: set up a self-hosted Kafka private link service in AWS',
  'https://docs.pingcap.com/tidbcloud/setup-aws-self-hosted-kafka-private-link-service', 'commit 00536ed');
const tidbSink = of(
  'TiDB Cloud: private endpoint for changefeeds', 'https://docs.pingcap.com/tidbcloud/set-up-sink-private-endpoint',
  'commit 000fc79',
);
const tidbChangefeed =
  of('TiDB Cloud: sink to Apache Kafka', 'https://docs.pingcap.com/tidbcloud/changefeed-sink-to-apache-kafka', 'in part');
const tidbEssential = of('TiDB Cloud Essential: self-hosted Kafka in AWS',
  'https://docs.pingcap.com/tidbcloud/serverless-private-link-connection-to-self-hosted-kafka-in-aws',
  'commit 0479792 and a newer copy');
const tidbCli = of('ticloud', 'https://github.com/tidbcloud/tidbcloud-cli', '2026-05-07, commit 19aea6a');

export const TIDB_DEDICATED: VendorFacts = {
  name: 'TiDB Cloud Dedicated',
  object: tidb.read('a private endpoint and a changefeed'),
  way: tidb.read('resolves names by zone'),
  typedIn: tidb.read(['zones', 'domain', 'bootstrapPort']),
  principalFrom: tidb.read('an account, which the console shows before anything exists'),
  acceptance: tidb.read('required in the guide'),
  sameRegionOnly: tidb.read(true),
  ownDomain: tidb.read('tidbcloud.com'),
  publicAuthorityOnly: tidbChangefeed.part(true),
  nameFrom: tidb.read('the console, where you choose a random string before the service exists'),
  leaving: tidbSink.inferred('delete the changefeed and the private endpoint, then reject the endpoint here'),
};

export const TIDB_PREMIUM: VendorFacts = { ...TIDB_DEDICATED, name: 'TiDB Cloud Premium' };

export const TIDB_ESSENTIAL: VendorFacts = {
  ...TIDB_DEDICATED,
  name: 'TiDB Cloud Essential',
  object: tidbEssential.read('a private link connection, its domains and a changefeed'),
  way: tidbEssential.read('resolves names by zone'),
  principalFrom: tidbEssential.read('an account, which the console shows before anything exists'),
  acceptance: tidbEssential.read('required in the guide'),
  sameRegionOnly: tidbEssential.read(true),
  ownNamesOnly: tidbCli.read(true),
  nameFrom: tidbCli.read('attach-domains with --dry-run, when the connection exists'),
  leaving: tidbEssential.inferred('delete the changefeed and the private link connection, then reject the endpoint here'),
};

const singleStore = of(
  'SingleStore Helios: connect to Kafka pipelines using an outbound endpoint', 'https://docs.singlestore.com/cloud/',
  'only the openings were read',
);

export const SINGLE_STORE: VendorFacts = {
  name: 'SingleStore Helios',
  object: singleStore.part('an outbound endpoint, which support makes, then a pipeline'),
  way: singleStore.part('rewrites the addresses of a list'),
  typedIn: singleStore.part(['bootstrap', 'addresses', 'protocol']),
  principalFrom: singleStore.part('support tells the account'),
  acceptance: singleStore.part('by hand'),
  needsCrossZone: singleStore.part(true),
  sameRegionOnly: singleStore.part(true),
  keepsBrokerList: singleStore.part(true),
  leaving: singleStore.inferred('drop the pipelines, let support delete the endpoint, then reject it here'),
};

/** In the order of docs/vendors.md. */
export const ROWS = [
  CLICK_PIPES, DATABRICKS, MATERIALIZE, RISING_WAVE, SNOWFLAKE, TIDB_DEDICATED, TIDB_PREMIUM, TIDB_ESSENTIAL, SINGLE_STORE,
];
