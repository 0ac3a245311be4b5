import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AppResources } from './app-resources';

/** What is in an app, as one construct sees it. */
export interface AppView {
  /** What is in the construct's stage, or in the app where it has none. */
  readonly stage: AppResources;
  /** What is in the whole app. */
  readonly app: AppResources;
}

/**
 * Adds a validation that must know what else is in the app. All of them share one walk of the tree for each synth.
 *
 * Tell by the view what is wrong and keep none of it: constructs may be added before the next synth.
 */
export function addAppValidation(construct: IConstruct, validate: (view: AppView) => string[]): void {
  const synths = synthsOf(Stage.of(construct) ?? construct.node.root);
  synths.join(construct);
  construct.node.addValidation({ validate: () => validate(synths.viewOf(construct)) });
}

/** By stage. Not shared by copies of the library: a view holds nothing of theirs, and each copy makes one walk. */
const SYNTHS = new WeakMap<IConstruct, Synths>();

function synthsOf(stage: IConstruct): Synths {
  const synths = SYNTHS.get(stage) ?? new Synths(stage);
  SYNTHS.set(stage, synths);
  return synths;
}

/**
 * The synths of one stage. The CDK calls every validation of a stage once in each, one after the other and the stage's own first,
 * which tells that a synth begins.
 *
 * A view serves each construct once and is forgotten with the last. A construct that asks out of turn, as a test by
 * `node.validate()`, gets one of its own. So no answer is older than the synth in which it is given.
 */
class Synths {
  private readonly constructs = new Set<IConstruct>();
  private waiting = new Set<IConstruct>();
  private view?: AppView;

  constructor(private readonly stage: IConstruct) {
    stage.node.addValidation({ validate: () => this.begin() });
  }

  public join(construct: IConstruct): void {
    this.constructs.add(construct);
  }

  public viewOf(construct: IConstruct): AppView {
    if (!this.waiting.delete(construct)) { return new LazyView(this.stage); }
    const view = this.view ?? new LazyView(this.stage);
    this.view = this.waiting.size > 0 ? view : undefined;
    return view;
  }

  private begin(): string[] {
    this.waiting = new Set(this.constructs);
    this.view = undefined;
    return [];
  }
}

/** Walks when it is asked, since most constructs never ask for more than their own stage. */
class LazyView implements AppView {
  private ofStage?: AppResources;
  private ofApp?: AppResources;

  constructor(private readonly root: IConstruct) {}

  public get stage(): AppResources {
    return this.ofStage ??= new AppResources(this.root);
  }

  public get app(): AppResources {
    const { root } = this.root.node;
    return this.ofApp ??= root === this.root ? this.stage : new AppResources(root);
  }
}
