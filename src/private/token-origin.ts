import {
  App, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Stage, StringConcat, Token,
  Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Resolves as usual and remembers whose values it met, however deep in lazy or joined values. */
class ReferenceRecorder extends DefaultTokenResolver {
  public readonly targets = new Set<IConstruct>();

  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (Reference.isReference(token)) {
      this.targets.add(token.target);
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

/** What a value refers to. */
export function targetsOf(scope: IConstruct, value: unknown): IConstruct[] {
  const recorder = new ReferenceRecorder();
  Tokenization.resolve(value, { scope, resolver: recorder, preparing: true });
  return [...recorder.targets];
}

/** The stacks whose resources a value refers to. */
export function stacksOf(scope: IConstruct, value: unknown): Stack[] {
  return [...new Set(targetsOf(scope, value).map(Stack.of))];
}

/**
 * The stacks of another account, region or stage whose resources a value refers to: the CDK carries it over by other means, or
 * not at all.
 */
export function foreignStacks(scope: IConstruct, value: string): Stack[] {
  const own = Stack.of(scope);
  return stacksOf(scope, value).filter(stack =>
    differs(stack.account, own.account) || differs(stack.region, own.region) || Stage.of(stack) !== Stage.of(own));
}

/** How a stack's environment is shown in a message. */
export function environmentOf(stack: Stack): string {
  const [account, region] = [stack.account, stack.region].map(value => Token.isUnresolved(value) ? 'unknown' : value);
  const stage = Stage.of(stack);
  return `account ${account}, region ${region}${stage && !App.isApp(stage) ? `, stage ${stage.node.path}` : ''}`;
}

/** Two values that are not known at synth count as equal, one that is known and one that is not as different: so does the CDK. */
function differs(a: string, b: string): boolean {
  return Token.isUnresolved(a) && Token.isUnresolved(b) ? false : a !== b;
}
