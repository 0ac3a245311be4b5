import { spawnSync } from 'child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '../../..');

/** The two apps of docs/getting-started.md as the page has them, each synthesized by a process of its own: their directories. */
export function gettingStarted(): { kafka: string; payments: string; contract: string } {
  const [kafkaStack, paymentsStack] = [...readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8').matchAll(/```ts nofixture\n([^]*?)```/g)].map(([, code]) => code);
  const work = join(ROOT, 'build/tests', `getting-started-${process.pid}`); // below the package, which they import by its name
  mkdirSync(work, { recursive: true });
  copyFileSync(join(ROOT, 'examples/typescript/two-accounts/kafka.contract.json'), join(work, 'kafka.contract.json'));
  const synth = (file: string, code: string, name: string) => {
    writeFileSync(join(work, `${file}-stack.ts`), code);
    writeFileSync(join(work, `${file}.ts`), `import { App } from 'aws-cdk-lib';\nimport { ${name} } from './${file}-stack';\nconst app = new App();\nnew ${name}(app, '${name}');\napp.synth();\n`);
    const out = join(work, `${file}.out`);
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', `${file}.ts`], {
      cwd: work, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: out, CDK_VALIDATION: 'false', NODE_OPTIONS: '' },
    });
    if (status !== 0) { throw new Error(stderr); }
    return out;
  };
  return {
    kafka: synth('kafka', kafkaStack, 'KafkaStack'),
    payments: synth('payments', paymentsStack, 'PaymentsStack'),
    contract: join(work, 'kafka.contract.json'),
  };
}
