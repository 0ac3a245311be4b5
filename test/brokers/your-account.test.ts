import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { clientListener, DIGEST, ENV, setup } from './fixtures';
import { BrokerCertificate, KafkaDistribution, ListenerSecurity } from '../../src';

// What docs/your-account.md says of keys.
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/client-AbCdEf';

const mayDecrypt = { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt', Effect: 'Allow', Resource: KEY })]) };
const inStack = () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  return { stack, key: kms.Key.fromKeyArn(stack, 'Key', KEY) };
};
const tls = (secret: secrets.ISecret) => [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromSecret(secret)) })];
const count = (stack: Stack, type: string) =>
  Object.keys(Template.fromStack(stack).findResources(type, { Properties: { PolicyDocument: mayDecrypt } })).length;
/** How often any key may be used. */
const decrypts = (stack: Stack) => JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy')).split('"kms:Decrypt"').length - 1;

test('every node may use the key of an imported bucket that names it, and no key where none is named', () => {
  const { stack, key } = inStack();
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Artifacts', { bucketName: 'artifacts', encryptionKey: key });
  setup({ stack, kafka: KafkaDistribution.fromBucket(bucket, 'kafka.tgz', '4.4.0', DIGEST) });
  expect(count(stack, 'AWS::IAM::ManagedPolicy')).toBe(6);

  const { stack: other } = inStack();
  setup({ stack: other, kafka: KafkaDistribution.fromBucket(s3.Bucket.fromBucketName(other, 'Artifacts', 'artifacts'), 'kafka.tgz', '4.4.0', DIGEST) });
  expect(count(other, 'AWS::IAM::ManagedPolicy')).toBe(0);
  expect(decrypts(other)).toBe(6); // that of the scripts, by the bucket in which they are
});

test('every broker may use the key of an imported secret that names it', () => {
  const { stack, key } = inStack();
  setup({ stack, clientListeners: tls(secrets.Secret.fromSecretAttributes(stack, 'Certificate', { secretCompleteArn: SECRET, encryptionKey: key })) });
  expect(count(stack, 'AWS::IAM::ManagedPolicy')).toBe(3);
  expect(decrypts(stack)).toBe(6 + 3);
});

test('the role of a node is found where the documentation says', () => {
  const { stack, key } = inStack();
  const { brokers } = setup({ stack });
  for (const nodeId of [0, 1, 2, 1000, 1001, 1002]) {
    key.grantDecrypt(brokers.node.findChild(`Node${nodeId}`).node.findChild('Role') as iam.Role);
  }
  expect(count(stack, 'AWS::IAM::Policy')).toBe(6);
});
