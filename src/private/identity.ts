import {
  DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Token, Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { nameIn } from './stack-path';

/** Resolves as usual, but shows a resource of another stack by its name: in two stacks two resources can have one logical id. */
class ForeignByName extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    const own = Stack.of(context.scope);
    return Reference.isReference(token) && Stack.of(token.target) !== own
      ? `${nameIn(own, token.target)} ${token.displayName}`
      : super.resolveToken(token, context, postProcessor);
  }
}

/** Shows a resource by its path, so that what refers to it reads the same in every stack. */
class ByPath extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    return Reference.isReference(token)
      ? `<${token.target.node.path} ${token.displayName}>`
      : super.resolveToken(token, context, postProcessor);
  }
}

/** A value with every resource that it refers to by its path: the same in every stack of an app. */
export function byPath(scope: IConstruct, value: unknown): any {
  return Tokenization.resolve(value, { scope, resolver: new ByPath(), preparing: false });
}

/** A text so, as it is compared. */
export function textByPath(scope: IConstruct, value: string): string {
  return Token.isUnresolved(value) ? JSON.stringify(byPath(scope, value)) : value;
}

/** What two values have in common when they mean the same: a literal is itself, a token is what it stands for. */
export function identityOf(scope: IConstruct, value: string): string {
  return Token.isUnresolved(value)
    ? JSON.stringify(Tokenization.resolve(value, { scope, resolver: new ForeignByName(), preparing: false }))
    : value;
}
