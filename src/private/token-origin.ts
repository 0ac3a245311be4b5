import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Resolves as usual and remembers whose values it met, however deep in lazy or joined values. */
class ReferenceRecorder extends DefaultTokenResolver {
  public readonly stacks = new Set<Stack>();

  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (Reference.isReference(token)) {
      this.stacks.add(Stack.of(token.target));
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

/** The stacks of another account or region whose resources a value refers to. */
export function foreignStacks(scope: IConstruct, value: string): Stack[] {
  const recorder = new ReferenceRecorder();
  Tokenization.resolve(value, { scope, resolver: recorder, preparing: true });
  const own = Stack.of(scope);
  return [...recorder.stacks].filter(stack => differs(stack.account, own.account) || differs(stack.region, own.region));
}

/** How a stack's environment is shown in a message. */
export function environmentOf(stack: Stack): string {
  const [account, region] = [stack.account, stack.region].map(value => Token.isUnresolved(value) ? 'unknown' : value);
  return `account ${account}, region ${region}`;
}

/** Two values that are not known at synth count as equal, one that is known and one that is not as different: so does the CDK. */
function differs(a: string, b: string): boolean {
  return Token.isUnresolved(a) && Token.isUnresolved(b) ? false : a !== b;
}
