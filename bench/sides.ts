/** The sides of the benchmark as programs: compiled, so that a process pays for no compiler. */
import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';
import { transformSync } from 'esbuild';
import { Shape } from './shape';

const BENCH = __dirname;
const ROOT = join(BENCH, '..');
const SOURCES = ['shape', 'ours', 'nodes', 'l1', 'l1-nodes', 'l2', 'synth'];

export type Side = 'library' | 'L1' | 'L2' | 'L1 with L2 roles';

/** What one process says of itself, and what it wrote. */
export interface Run {
  /** Of processor time, without the import of modules if they were loaded before. */
  readonly milliseconds: number;
  readonly mebibytes: number;
  /** By the clock, from its start to its end. */
  readonly seconds: number;
  readonly template: string;
}

/** A checkout with its own aws-cdk-lib, in which the sides run. */
export class Place {
  public readonly cdk: string;
  private readonly modules: string;
  private readonly node: string;

  constructor(private readonly root = ROOT) {
    const own = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
    this.node = existsSync(own) ? own : process.execPath;
    this.cdk = JSON.parse(readFileSync(join(root, 'node_modules/aws-cdk-lib/package.json'), 'utf8')).version;
    this.modules = usedModules(join(root, 'lib')).join();
    const compiled = join(root, 'build/bench');
    mkdirSync(compiled, { recursive: true });
    for (const name of SOURCES) {
      const { code } = transformSync(readFileSync(join(BENCH, `${name}.ts`), 'utf8'), {
        loader: 'ts', format: 'cjs', target: 'node20', define: { __dirname: JSON.stringify(join(root, 'bench')) },
      });
      writeFileSync(join(compiled, `${name}.js`), code);
    }
  }

  /** The version of Node by which the sides run here. */
  public get nodeVersion(): string {
    return execFileSync(this.node, ['--version'], { encoding: 'utf8' }).trim();
  }

  /** The names of the modules of aws-cdk-lib that the library uses. */
  public get usedModules(): string[] {
    return this.modules.split(',');
  }

  /** @param whole whether the process imports by itself what it needs, as a user's app does */
  public run(side: Side, app: string, shape: Shape, whole = false): Run {
    const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
    const start = process.hrtime.bigint();
    const output = this.execute([join(this.root, 'build/bench/synth.js'), side, app, JSON.stringify(shape), outdir, whole ? '' : this.modules]);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const template = readFileSync(join(outdir, 'Stack.template.json'), 'utf8');
    rmSync(outdir, { recursive: true });
    return { ...JSON.parse(output), seconds, template };
  }

  /** Runs a script by the Node of this place, without the CDK's own validation unless the environment says otherwise. */
  public execute(args: string[], environment: NodeJS.ProcessEnv = { CDK_VALIDATION: 'false', JSII_DEPRECATED: 'quiet' }): string {
    return execFileSync(this.node, args, { cwd: this.root, encoding: 'utf8', env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  }
}

/** The copies with other versions that 'npx projen test:matrix' has made, if they are of the same sources. */
export function otherPlaces(cdk: string): { place?: Place; note?: string }[] {
  const matrix = join(ROOT, 'build/matrix');
  const copies = existsSync(matrix) ? readdirSync(matrix).map(name => join(matrix, name)).filter(copy => existsSync(join(copy, 'lib/index.js'))) : [];
  return copies.map(copy => {
    if (treeOf(join(copy, 'src')) !== treeOf(join(ROOT, 'src'))) { return { note: `${relative(ROOT, copy)} has other sources than this checkout` }; }
    const place = new Place(copy);
    return place.cdk === cdk ? {} : { place };
  });
}

function treeOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).sort().map(file => file + readFileSync(join(folder, file), 'utf8')).join();
}

/** What the compiled library imports of its peers. */
function usedModules(lib: string): string[] {
  const compiled = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js')).map(file => readFileSync(join(lib, file), 'utf8'));
  return [...new Set(compiled.flatMap(text => [...text.matchAll(/require\("((?:aws-cdk-lib|constructs)[^"]*)"\)/g)].map(match => match[1])))];
}
