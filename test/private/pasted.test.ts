import * as iam from 'aws-cdk-lib/aws-iam';
import { AdvertisedHost, KafkaBroker, KafkaServiceContract } from '../../src';
import { principalProblem } from '../../src/private/service-principals';
import { contractJson, listenerJson, SERVICE_NAME } from '../private-link/fixtures';

/** What people paste, and what they are told: what they meant, and what to give. */
describe('as a host', () => {
  const HOST = /AdvertisedHost.dnsName/;

  test.each<[string, string]>([
    ['kafka.pay.example.com:9092', 'has the port "9092"; give the host alone, "kafka.pay.example.com": each broker\'s port follows from the listener\'s \'slot\', or \'firstPort\''],
    ['kafka.pay.example.com:', 'has the port ""; give the host alone, "kafka.pay.example.com"'],
    ['10.0.0.10:9092', 'has the port "9092"; give the host alone, "10.0.0.10"'],
    ['https://kafka.pay.example.com/', 'is a URL; give the host alone, "kafka.pay.example.com"'],
    ['SASL_SSL://kafka.pay.example.com:9094', 'is a URL; give the host alone, "kafka.pay.example.com"'],
    ['https://user:secret@kafka.pay.example.com:443/topics?x=1', 'is a URL; give the host alone, "kafka.pay.example.com"'],
    ['b1.pay.example.com:9092,b2.pay.example.com:9092', "is a list; give one host: brokers differ by port, and clients start from the listener's bootstrap port"],
    ['b1.pay.example.com b2.pay.example.com', 'is a list; give one host'],
    [' kafka.pay.example.com', 'has blanks at its ends; give "kafka.pay.example.com"'],
    ['kafka.pay.example.com\n', 'has blanks at its ends; give "kafka.pay.example.com"'],
    ['kafka.pay.example.com.', 'ends with a dot; give "kafka.pay.example.com"'],
    ['kafka.pay.example.com/v1', 'has a path; give the host alone, "kafka.pay.example.com"'],
    ['*.kafka.pay.example.com', 'is a wildcard; for a name for each broker give AdvertisedHost.perBroker("b{brokerId}.kafka.pay.example.com"), whose records are one'],
    ['10.0.0.10', 'is an address; clients are told a DNS name'],
    ['fd00::1', 'is an address; clients are told a DNS name'],
  ])('%j', (host, message) => {
    expect(() => AdvertisedHost.shared(host)).toThrow(HOST);
    expect(() => AdvertisedHost.shared(host)).toThrow(`advertised host ${JSON.stringify(host)}: AdvertisedHost.dnsName: ${message}`);
  });

  test.each<[string, string, string]>([
    ['b${brokerId}.kafka.pay.example.com', '${brokerId}', '{brokerId}'],
    ['b#{broker_id}.kafka.pay.example.com', '#{broker_id}', '{brokerId}'],
    ['b{{brokerId}}.kafka.pay.example.com', '{{brokerId}}', '{brokerId}'],
    ['b{{ broker_id }}.kafka.pay.example.com', '{{ broker_id }}', '{brokerId}'],
    ['b{brokerid}.kafka.pay.example.com', '{brokerid}', '{brokerId}'],
    ['b{id}.kafka.pay.example.com', '{id}', '{brokerId}'],
    ['b{}.kafka.pay.example.com', '{}', '{brokerId}'],
    ['b$brokerId.kafka.pay.example.com', '$brokerId', '{brokerId}'],
    ['b<broker-id>.kafka.pay.example.com', '<broker-id>', '{brokerId}'],
    ['b%d.kafka.pay.example.com', '%d', '{brokerId}'],
    ['$(BROKER_ID).kafka.pay.example.com', '$(BROKER_ID)', '{brokerId}'],
    ['{zone_id}.kafka.pay.example.com', '{zone_id}', '{zoneId}'],
    ['${zoneId}.kafka.pay.example.com', '${zoneId}', '{zoneId}'],
    ['<az>.kafka.pay.example.com', '<az>', '{zoneId}'],
  ])('%s', (pattern, written, placeholder) => {
    for (const make of [AdvertisedHost.shared, AdvertisedHost.perBroker, AdvertisedHost.perZone]) {
      expect(() => make(pattern)).toThrow(`AdvertisedHost.dnsName: has ${JSON.stringify(written)}; the placeholder is written ${placeholder}, as plain text`);
    }
  });

  test('in a contract', () => {
    const json = contractJson({ listeners: [listenerJson({ host: 'kafka.pay.example.com:9092' })] });
    expect(() => KafkaServiceContract.fromJson(json)).toThrow('KafkaServiceContract.contradiction: \'host\' "kafka.pay.example.com:9092" of listener "CLIENT" has the port "9092"');
  });
});

describe('as the address of a broker', () => {
  test.each<[string, string]>([
    ['broker-0.internal', "is a host name, and a load balancer's targets are addresses or instances; give the private IPv4 address, one that outlives the instance, or use KafkaBroker.fromInstanceId()"],
    ['ip-10-0-0-10.eu-west-1.compute.internal', 'is a host name'],
    ['localhost', 'is a host name'],
    ['10.0.0.10:9092', "has a port, which is the listener's 'bindPort'; give the address alone, \"10.0.0.10\""],
    ['10.0.0.10/32', 'has a prefix length; give the address alone, "10.0.0.10"'],
    ['10.0.0.10 ', 'has blanks at its ends; give "10.0.0.10"'],
    ['fd00::1', 'is an IPv6 address, and IPv6 targets are not supported'],
    ['[fd00::1]', 'is an IPv6 address'],
    ['i-0123456789abcdef0', 'is the id of an instance; use KafkaBroker.fromInstanceId()'],
    ['eni-0123456789abcdef0', 'is the id of a network interface; give its private IPv4 address'],
    ['PLAINTEXT://10.0.0.10:9092', 'is a URL; give the private IPv4 address alone'],
    ['10.0.0', 'is not an IPv4 address, which is four numbers from 0 to 255 without zeros in front'],
    ['10.0.0.256', 'is not an IPv4 address, which is four numbers'],
    ['10.0.0.010', 'is not an IPv4 address, which is four numbers'],
    ['', 'is not an IPv4 address; give the private one'],
  ])('%j', (address, message) => {
    expect(() => KafkaBroker.fromIpAddress(0, address)).toThrow(`broker 0: KafkaBroker.ipAddress: ${JSON.stringify(address)} ${message}`);
  });
});

describe('as the id of an instance', () => {
  test.each<[string, string]>([
    ['10.0.0.10', 'is an address; use KafkaBroker.fromIpAddress()'],
    ['arn:aws:ec2:eu-west-1:111111111111:instance/i-0123456789abcdef0', 'has more than the id in it; give the id alone, "i-0123456789abcdef0"'],
    ['i-0123456789abcdef0\n', 'has more than the id in it; give the id alone, "i-0123456789abcdef0"'],
    ['i-0123456789abcdef', 'is not an instance id: after "i-" come 17 digits of 0-9 and a-f in small letters, or 8 of an old instance; is it complete?'],
    ['I-0123456789ABCDEF0', 'is not an instance id: after "i-" come'],
    ['broker-0.internal', 'is not an instance id such as "i-0123456789abcdef0"; if the broker is not on an EC2 instance, give its address, by KafkaBroker.fromIpAddress()'],
  ])('%j', (id, message) => {
    expect(() => KafkaBroker.fromInstanceId(0, id)).toThrow(`broker 0: KafkaBroker.instanceId: ${JSON.stringify(id)} ${message}`);
  });
});

describe('as a principal', () => {
  const way = '; give an account, as in new iam.AccountPrincipal("222222222222"), or the ARN of a user or role without a path';

  test.each<[string, iam.ArnPrincipal, string]>([
    ['an account that lost its zero', new iam.AccountPrincipal('22222222222'), '"22222222222" has 11 digits, and the number of an account has 12: one that was read as a number has lost the zeros in front'],
    ['an account with a digit more', new iam.AccountPrincipal('2222222222222'), '"2222222222222" has 13 digits, and the number of an account has 12'],
    ['an account as the console shows it', new iam.AccountPrincipal('2222-2222-2222'), '"2222-2222-2222" is the number of an account with more than its digits, "222222222222"'],
    ['an account where an ARN should be', new iam.ArnPrincipal('222222222222'), '"222222222222" is the number of an account'],
    ['an organization', new iam.ArnPrincipal('o-a1b2c3d4e5'), '"o-a1b2c3d4e5" is an organization or a part of one, which an endpoint service does not know; name its accounts'],
    ['the ARN of one', new iam.ArnPrincipal('arn:aws:organizations::111111111111:organization/o-a1b2c3d4e5'), '"arn:aws:organizations::111111111111:organization/o-a1b2c3d4e5" is an organization or a part of one, which an endpoint service does not know; name its accounts'],
    ['a session', new iam.ArnPrincipal('arn:aws:sts::222222222222:assumed-role/Deploy/me'), '"arn:aws:sts::222222222222:assumed-role/Deploy/me" is a session of a role; give the role, "arn:aws:iam::222222222222:role/Deploy", if it has no path'],
    ['a role with a path', new iam.ArnPrincipal('arn:aws:iam::222222222222:role/teams/Pay'), '"arn:aws:iam::222222222222:role/teams/Pay" has a path, and an endpoint service can\'t allow that; allow the account, and let it restrict its own users'],
    ['a group', new iam.ArnPrincipal('arn:aws:iam::222222222222:group/Pay'), '"arn:aws:iam::222222222222:group/Pay" is not a user or role'],
    ['a service', new iam.ArnPrincipal('ec2.amazonaws.com'), '"ec2.amazonaws.com" is a service of AWS, which has no VPC of its own to connect from'],
    ['a name', new iam.ArnPrincipal('pay-team'), '"pay-team" is not a principal that an endpoint service can allow'],
  ])('%s', (_, principal, message) => {
    expect(principalProblem(principal)).toBe(message + way);
  });
});

describe('as a contract', () => {
  test.each<[string, string]>([
    ['None', 'is "None", which the AWS CLI prints if there is no output of that name; look at all of them: aws cloudformation describe-stacks --stack-name <stack> --query "Stacks[0].Outputs"'],
    ['None\n', 'is "None", which the AWS CLI prints'],
    ['"None"', 'is "None", which the AWS CLI prints'],
    ['null', 'must be a JSON object as in the provider\'s output, got "null", which is what a program prints that found no such output'],
    ['undefined', 'is what a program prints that found nothing'],
    ['[object Object]', 'is what JavaScript makes of an object in a text'],
    ['An error occurred (ValidationError) when calling the DescribeStacks operation', 'is an error message'],
    [SERVICE_NAME, 'is the name of an endpoint service, and a contract says more'],
    ['kafka.contract.json', 'is the name of a file; read it by KafkaServiceContract.fromFile()'],
    ['./contracts/kafka.json', 'is the name of a file; read it'],
    ['https://example.com/kafka.contract.json', 'is an address; fetch what is there'],
    ['arn:aws:ssm:eu-west-1:111111111111:parameter/kafka/contract', 'is an ARN; give what is in that resource'],
    ['<!DOCTYPE html><html>', 'is XML or HTML, perhaps the page of a login'],
    ["{'version': '1.0'}", 'has single quotes, as Python prints a dictionary; give json.dumps() of it'],
    ['version: "1.0"\nregion: eu-west-1', 'is YAML; save the value'],
    ['kafka.pay.example.com:20999', "is not JSON but a name; give the value of the provider's contract output"],
    ['', 'is not JSON, perhaps cut off (0 characters): it is empty: the command that wrote it found nothing'],
    [' \n', 'is not JSON, perhaps cut off (2 characters): it is empty'],
    ['[{"OutputKey":"Contract","OutputValue":"{}"}]', "is a list of outputs; save the 'OutputValue' of the contract's alone"],
  ])('%j', (json, message) => {
    expect(() => KafkaServiceContract.fromJson(json)).toThrow(`contract: KafkaServiceContract.json: ${message}`);
  });

  test.each<[object, string]>([
    [{ OutputKey: 'Contract', OutputValue: contractJson() }, "is an output with its key; save its 'OutputValue' alone"],
    [{ Stacks: [] }, "is the answer of describe-stacks; save the contract output's 'OutputValue' alone"],
    [{ Parameter: { Name: '/kafka/contract', Value: contractJson() } }, "is the answer of get-parameter; save 'Parameter.Value' alone"],
  ])('%j', (document, message) => {
    expect(() => KafkaServiceContract.fromJson(JSON.stringify(document))).toThrow(`contract: KafkaServiceContract.version: ${message}`);
  });
});

describe('elsewhere', () => {
  const contract = KafkaServiceContract.fromJson(contractJson({ serviceName: undefined }));

  test.each<[string, string]>([
    ['vpce-svc-0123456789abcdef0', 'is the id of an endpoint service; give its name, which begins with "com.amazonaws.vpce." in most partitions: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"'],
    ['arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint-service/vpce-svc-0123456789abcdef0', 'is the ARN of an endpoint service; give its name'],
    ['vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com', 'is the DNS name of an endpoint service; give its name'],
    ['vpce-0123456789abcdef0', 'is an endpoint, which a consumer has; give the name of the service'],
    ['kafka', 'is not an endpoint service name such as "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"'],
  ])('a service name: %s', (name, message) => {
    expect(() => contract.withServiceName(name)).toThrow(`contract: KafkaServiceContract.serviceName: ${JSON.stringify(name)} ${message}`);
  });

  test.each<[string, string]>([['eu-west-1a', 'is a zone; its region is "eu-west-1"'], ['EU_WEST_1', 'is not a region such as "eu-west-1"'], ['Ireland', 'is not a region such as "eu-west-1"']])(
    'a region: %s', (region, message) => {
      expect(() => contract.listener('CLIENT').clientProperties({ region })).toThrow(`'region' is ${JSON.stringify(region)}, which ${message}`);
    });

  test('a listener in small letters', () => {
    expect(() => contract.listener('client')).toThrow('KafkaServiceContract.unknownListener: there is no listener "client", but "CLIENT"; give the name as it stands in the contract');
  });
});
