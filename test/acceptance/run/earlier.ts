import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { pathToFileURL } from 'url';
import { ToolFailed, Tools, typed } from './tools';
import type { Place, Variant } from '../apps/place';

const LIBRARY = 'cdk-kafka-privatelink';

/** What `npm pack` takes: a version of the registry, or a path to a package or a folder of one. */
const packageOf = (from: string) => /^(\d+\.\d+\.\d+\S*|latest)$/.test(from) ? `${LIBRARY}@${from}` : resolve(from);

/**
 * An earlier release of the library, with the apps of this kit beside it: what a user has who upgrades the library and changes nothing else. Its code is loaded by
 * another process, since two releases cannot be in one.
 */
export class EarlierLibrary {
  private isReady?: Promise<void>;

  constructor(private readonly from: string, private readonly folder: string, private readonly tools: Tools) {}

  /** Synthesizes the app of the place's group into the folder, and returns the path of the assembly. */
  public async synthesize(place: Place, variant: Variant, folder: string): Promise<string> {
    await (this.isReady ??= this.fetch());
    const outdir = join(folder, 'earlier.out');
    rmSync(outdir, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const argument = join(folder, 'earlier.json');
    writeFileSync(argument, JSON.stringify({ place, variant, outdir }));
    await this.do('node', '--import', pathToFileURL(require.resolve('tsx')).href, join(this.folder, 'apps/synthesize.ts'), argument);
    return outdir;
  }

  private async fetch(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    const modules = join(this.folder, 'node_modules');
    mkdirSync(join(modules, LIBRARY), { recursive: true });
    const [{ filename }] = JSON.parse(await this.do('npm', 'pack', packageOf(this.from), '--pack-destination', this.folder, '--json'));
    await this.do('tar', '-xzf', join(this.folder, filename), '-C', join(modules, LIBRARY), '--strip-components', '1');
    // The CDK is the same one: what differs is the library's.
    for (const name of ['aws-cdk-lib', 'constructs']) { symlinkSync(dirname(require.resolve(`${name}/package.json`)), join(modules, name)); }
    cpSync(join(__dirname, '../apps'), join(this.folder, 'apps'), { recursive: true });
    // Of a folder without a name of its own, the library is what node_modules has.
    writeFileSync(join(this.folder, 'package.json'), '{"private":true}\n');
  }

  private async do(...command: string[]): Promise<string> {
    const ran = await this.tools.run(command);
    if (ran.status !== 0) { throw new ToolFailed(typed(command.slice(0, 3)), ran); }
    return ran.out;
  }
}
