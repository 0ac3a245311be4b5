import { addressesOf, allNames, bootstrapOf, isTls, namesWithWildcards, place, Setup, Step } from './setup';

/** ClickHouse ClickPipes. */
export function clickPipesSteps(setup: Setup): Step[] {
  const mapping = namesWithWildcards(setup).map(name => `    { private_dns_name = "${name}" },`);
  return [
    {
      title: "Ask ClickHouse's support to enable custom private DNS, which is in private preview. "
      + 'A verified private DNS name of the service does without, for a shared host.',
    },
    {
      title: 'Make the endpoint and its names:',
      language: 'hcl',
      code: [
        'resource "clickhouse_clickpipes_reverse_private_endpoint" "kafka" {',
        `  service_id                = "${place('id of the ClickHouse service')}"`,
        '  description               = "Kafka"',
        '  type                      = "VPC_ENDPOINT_SERVICE"',
        `  vpc_endpoint_service_name = "${setup.serviceName}"`,
        '}',
        '',
        'resource "clickhouse_clickpipes_reverse_private_endpoint_custom_private_dns" "kafka" {',
        `  service_id                  = "${place('id of the ClickHouse service')}"`,
        '  reverse_private_endpoint_id = clickhouse_clickpipes_reverse_private_endpoint.kafka.id',
        '  mapping = [',
        ...mapping,
        '  ]',
        '}',
      ].join('\n'),
    },
    {
      title: 'Make the pipe with this '
        + `endpoint${isTls(setup) ? ', and give it the authority of the brokers\' certificate if that is not public' : ''}:`,
      language: 'text',
      code: `Brokers: ${bootstrapOf(setup)}`,
    },
  ];
}

/** Databricks serverless. */
export function databricksSteps(setup: Setup): Step[] {
  return [
    {
      title: 'Make a rule of the network connectivity configuration, by a provider of the account:',
      language: 'hcl',
      code: [
        'resource "databricks_mws_ncc_private_endpoint_rule" "kafka" {',
        `  network_connectivity_config_id = "${place('id of the network connectivity configuration')}"`,
        `  endpoint_service               = "${setup.serviceName}"`,
        `  domain_names                   = [${allNames(setup).map(name => `"${name}"`).join(', ')}]`,
        '}',
      ].join('\n'),
    },
    {
      title: 'Read with Spark, in a workspace of this configuration, with this option:',
      language: 'text',
      code: `kafka.bootstrap.servers: ${bootstrapOf(setup)}`,
    },
  ];
}

/** Snowflake Openflow. */
export function snowflakeSteps(setup: Setup): Step[] {
  const values = [bootstrapOf(setup), ...addressesOf(setup)].map(address => `'${address}'`);
  return [
    {
      title: 'As ACCOUNTADMIN make the endpoint, which takes about 5 minutes:',
      language: 'sql',
      code: `SELECT SYSTEM$PROVISION_PRIVATELINK_ENDPOINT('${setup.serviceName}', '${setup.host.bootstrapHost}');`,
    },
    {
      title: 'Let the runtime out, to every broker and not only to the first:',
      language: 'sql',
      code: [
        'CREATE NETWORK RULE kafka_privatelink',
        '  MODE = EGRESS',
        '  TYPE = PRIVATE_HOST_PORT',
        `  VALUE_LIST = (${values.join(', ')});`,
        'CREATE EXTERNAL ACCESS INTEGRATION kafka_privatelink',
        '  ALLOWED_NETWORK_RULES = (kafka_privatelink)',
        '  ENABLED = TRUE;',
      ].join('\n'),
    },
    {
      title: 'Give the connector the integration, and this:',
      language: 'text',
      code: 'Bootstrap Servers: '
      + `${bootstrapOf(setup)}`,
    },
  ];
}

/** TiDB Cloud Dedicated and Premium. */
export function tidbSteps(setup: Setup): Step[] {
  return [{
    title: 'In *Data → Changefeed* make a private endpoint and a changefeed with these values:',
    language: 'text',
    code: tidbFields(setup),
  }];
}

/** TiDB Cloud Essential. */
export function tidbEssentialSteps(setup: Setup): Step[] {
  return [
    {
      title: 'Make the connection, in one line, and accept it here:',
      language: 'shell',
      code: `ticloud serverless private-link-connection create -c ${place('cluster')} --display-name kafka --type `
        + `AWS_ENDPOINT_SERVICE --aws.endpoint-service-name '${setup.serviceName}'`,
    },
    {
      title: setup.host._isPending
        ? "Ask for the unique name, give the listener AdvertisedHost.perBrokerAndZone('b{brokerId}.{zoneId}.<unique "
          + "name>.aws.plc.tidbcloud.com'), deploy, and call setup() again:"
        : 'Attach the names; the unique name is that in the names of the brokers:',
      language: 'shell',
      code: `ticloud serverless private-link-connection attach-domains -c ${place('cluster')} --private-link-connection-id `
        + `${place('connection')} --type TIDBCLOUD_MANAGED `
        + `${setup.host._isPending ? '--dry-run' : `--unique-name ${setup.host.pattern.split('.')[2]}`}`,
    },
    ...setup.host._isPending
      ? []
      : [{ title: 'Make a changefeed by this connection:', language: 'text' as const, code: tidbFields(setup) }],
  ];
}

/** The console takes ports alone, and of the names in its own domain the part that is yours. */
function tidbFields(setup: Setup): string {
  const { serviceName, zoneIds, host, bootstrapPort } = setup;
  const isManaged = host.pattern.endsWith('.tidbcloud.com');
  return [
    `Endpoint Service Name: ${serviceName}`,
    `Number of AZs: ${zoneIds.length} AZs (${zoneIds.join(', ')})`,
    ...isManaged
      ? [`Kafka Advertised Listener Pattern: ${host.pattern.split('.')[2]}`]
      : host._isPending ? [] : [`Custom domain: ${host.bootstrapHost}`],
    `Bootstrap Ports: ${bootstrapPort}`,
  ].join('\n');
}
