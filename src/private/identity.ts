import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Resolves as usual, but shows a resource of another stack by its path: in two stacks two resources can have one logical id. */
class ForeignByPath extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    return Reference.isReference(token) && Stack.of(token.target) !== Stack.of(context.scope)
      ? `${token.target.node.path} ${token.displayName}`
      : super.resolveToken(token, context, postProcessor);
  }
}

/** What two values have in common when they mean the same: a literal is itself, a token is what it stands for. */
export function identityOf(scope: IConstruct, value: string): string {
  return Token.isUnresolved(value)
    ? JSON.stringify(Tokenization.resolve(value, { scope, resolver: new ForeignByPath(), preparing: false }))
    : value;
}
