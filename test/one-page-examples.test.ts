import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { loadAssemblies } from '../cli/assembly/assemblies';
import { readContractFile } from '../cli/assembly/contract-file';
import { reportOf } from '../cli/check/report';

const ROOT = join(__dirname, '..');
const EXAMPLES = join(ROOT, 'examples/typescript');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const apps = readdirSync(EXAMPLES).filter(name => name !== 'two-accounts');
const pages = readdirSync(join(ROOT, 'docs')).filter(file => file.endsWith('.md')).map(file => join('docs', file));

const out = mkdtempSync(join(tmpdir(), 'one-page-'));
afterAll(() => rmSync(out, { recursive: true }));

test('there are six', () => {
  expect(apps).toEqual(['adopted-brokers', 'brokers-on-premises', 'by-zone', 'hub-vpc', 'scram-users', 'two-services']);
});

describe.each(apps)('%s', name => {
  const file = `examples/typescript/${name}/app.ts`;

  test('is synthesized as its page has it, with no warning of ours', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, file)], {
      encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: join(out, name), CDK_VALIDATION: 'false' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const assembly = JSON.parse(readFileSync(join(out, name, 'manifest.json'), 'utf8'));
    const stacks = Object.entries<any>(assembly.artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
    expect(stacks.length).toBeGreaterThan(0);
    for (const [stack] of stacks) {
      const entries: any[] = Object.values(JSON.parse(readFileSync(join(out, name, `${stack}.metadata.json`), 'utf8'))).flat();
      const warnings = entries.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data);
      expect(warnings.filter(text => !text.includes('@aws-cdk/aws-ec2:noSubnetRouteTableId'))).toEqual([]);
    }
  });

  test('has no fault that `check` finds on any path', () => {
    const contract = join(EXAMPLES, name, 'kafka.contract.json');
    const app = loadAssemblies({ directories: [join(out, name)], properties: [] });
    const { findings, paths } = reportOf(app, existsSync(contract) ? [readContractFile(contract)] : []);
    expect(findings).toEqual([]);
    expect(paths.length).toBeGreaterThan(3);
  });

  test('is one page, quoted whole in a page of the documentation', () => {
    const code = read(file);
    expect(code.split('\n').length).toBeLessThan(75);
    const quoting = pages.filter(page => read(page).includes(`](../${file})`) && read(page).includes(`\`\`\`ts nofixture\n${code}\`\`\`\n`));
    expect(quoting).toHaveLength(1);
  });
});
