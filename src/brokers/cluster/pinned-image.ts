import { CfnParameter, Reference, Token, Tokenization } from 'aws-cdk-lib';

/**
 * Whether an image's id may be another one at the next deployment: then every node, and at the worst moment, would be replaced by
 * a change that nobody made.
 */
export function isFloating(imageId: string): boolean {
  if (/resolve:ssm:/.test(imageId)) { return true; }
  return Token.isUnresolved(imageId) && Tokenization.reverseString(imageId).tokens.some(token =>
    Reference.isReference(token) && token.target instanceof CfnParameter
      && token.target.type.startsWith('AWS::SSM::Parameter::Value'));
}
