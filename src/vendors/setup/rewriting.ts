import { addressesOf, bootstrapOf, isSasl, place, Setup, Step } from './setup';

/** Materialize Cloud. Never its default form for all brokers, by which TLS would verify the name of the endpoint. */
export function materializeSteps(setup: Setup): Step[] {
  const { serviceName, zoneIds, otherRegion } = setup;
  const zones = otherRegion === undefined ? zoneIds.map(zoneId => `'${zoneId}'`).join(', ') : '';
  const brokers = [`'${bootstrapOf(setup)}' USING AWS PRIVATELINK kafka_privatelink`, ...matchingRules(setup)];
  return [
    {
      title: 'Make the connection to the '
        + `service${otherRegion === undefined ? ", with the zone ids of the load balancer's subnets, if these are more" : ''}:`,
      language: 'sql',
      code: `CREATE CONNECTION kafka_privatelink TO AWS PRIVATELINK (\n  SERVICE NAME '${serviceName}',\n  AVAILABILITY ZONES `
        + `(${zones})\n);`,
    },
    {
      title: 'Ask for the principal, give it here as one of `principals`, and deploy:',
      language: 'sql',
      code: 'SELECT principal FROM mz_aws_privatelink_connections plc JOIN mz_connections c ON plc.id = c.id WHERE c.name = '
        + "'kafka_privatelink';",
    },
    {
      title: 'Accept the endpoint, then make the connection to Kafka; `enable_kafka_broker_matching_rules` must be on in the '
        + 'region:',
      language: 'sql',
      code: [
        'CREATE CONNECTION kafka TO KAFKA (',
        `  BROKERS (\n${brokers.map(broker => `    ${broker}`).join(',\n')}\n  ),`,
        ...isSasl(setup)
          ? [`  SASL MECHANISMS = '${setup.mechanism}',`, `  SASL USERNAME = '${place('user')}',`, '  SASL PASSWORD = SECRET '
            + 'kafka_password,']
          : [],
        `  SECURITY PROTOCOL = '${setup.protocol}'`,
        ');',
      ].join('\n'),
    },
  ];
}

/** An address that no rule fits is dialled without the endpoint. */
function matchingRules({ host, zoneIds, otherRegion }: Setup): string[] {
  const rule = (pattern: string, zoneId?: string) =>
    `MATCHING '${pattern}:*' USING AWS PRIVATELINK `
      + `kafka_privatelink${zoneId === undefined ? '' : ` (AVAILABILITY ZONE = '${zoneId}')`}`;
  if (host._isPerZone) {
    return zoneIds.map(zoneId => rule(host._nameOfZone(zoneId), otherRegion === undefined ? zoneId : undefined));
  }
  return [rule(host._isPerBroker ? `*.${host.bootstrapHost}` : host.bootstrapHost)];
}

/** RisingWave Cloud. The bootstrap port is in no metadata, so it is no address of the list. */
export function risingWaveSteps(setup: Setup): Step[] {
  const ports = setup.brokers.map(({ port }) => `{"port": ${port}}`);
  return [
    {
      title: 'Make the connection, and accept it here:',
      language: 'hcl',
      code: [
        'resource "risingwavecloud_privatelink" "kafka" {',
        `  cluster_id      = "${place('id of the cluster')}"`,
        '  connection_name = "kafka"',
        `  target          = "${setup.serviceName}"`,
        '}',
      ].join('\n'),
    },
    {
      title: 'Make a source with every broker, and one port for each in the same order. '
        + '`privatelink.endpoint` is the `endpoint` of the connection:',
      language: 'sql',
      code: [
        'CREATE SOURCE kafka_source (*) WITH (',
        "  connector = 'kafka',",
        `  topic = '${place('topic')}',`,
        `  properties.bootstrap.server = '${addressesOf(setup).join(',')}',`,
        `  privatelink.targets = '[${ports.join(', ')}]',`,
        `  privatelink.endpoint = '${place('endpoint of the connection')}',`,
        ...isSasl(setup) ? [
          `  properties.sasl.mechanism = '${setup.mechanism}',`,
          `  properties.sasl.username = '${place('user')}',`,
          `  properties.sasl.password = '${place('password')}',`,
        ] : [],
        `  properties.security.protocol = '${setup.protocol}'`,
        ') FORMAT PLAIN ENCODE JSON;',
      ].join('\n'),
    },
  ];
}

/** SingleStore Helios. Whether the address to bootstrap from must be in the map is not known; there it does no harm. */
export function singleStoreSteps(setup: Setup): Step[] {
  const spoofed =
    [bootstrapOf(setup), ...addressesOf(setup)].map(address => `"${address}": "${place('vpce')}:${address.split(':')[1]}"`);
  return [
    { title: 'Give support this service name, and get the name of the endpoint:', language: 'text', code: setup.serviceName },
    {
      title: 'Make the pipeline, with every broker:',
      language: 'sql',
      code: [
        `CREATE PIPELINE kafka AS LOAD DATA KAFKA '${bootstrapOf(setup)}/${place('topic')}'`,
        `  CONFIG '{"security.protocol": "${setup.protocol.toLowerCase()}", "spoof.dns": {${spoofed.join(', ')}}}'`,
        `  INTO TABLE ${place('table')};`,
      ].join('\n'),
    },
  ];
}
