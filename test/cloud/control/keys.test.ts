import { checkLaunch, defaultKey, keyToGrant } from '../../e2e/cloud/control/keys';

const PLACE = { account: '1', region: 'eu-west-1' };

test('a volume has the key that it names, else the one that the account has chosen', () => {
  expect(keyToGrant('arn:aws:kms:eu-west-1:1:key/own', PLACE)).toBe('arn:aws:kms:eu-west-1:1:key/own');
  expect(keyToGrant(undefined, PLACE)).toBe(defaultKey(PLACE));
  expect(keyToGrant('alias/aws/ebs', PLACE)).toBeUndefined();
});

test.each<[string, any, string]>([
  ['no key', [{ Ebs: { Encrypted: true } }], 'Client.InternalError: Client error on launch'],
  ['one of two without a key', [{ Ebs: { Encrypted: true, KmsKeyId: 'alias/aws/ebs' } }, { Ebs: {} }], 'Client.InternalError'],
  ["a customer's", [{ Ebs: { Encrypted: true, KmsKeyId: 'arn:aws:kms:eu-west-1:1:key/own' } }], 'is not played here'],
])('nothing is launched with %s', (_, mappings, message) => {
  expect(() => checkLaunch(mappings)).toThrow(message);
});

test("it is launched with AWS's own key", () => {
  expect(() => checkLaunch([{ Ebs: { Encrypted: true, KmsKeyId: 'alias/aws/ebs' } }])).not.toThrow();
});
