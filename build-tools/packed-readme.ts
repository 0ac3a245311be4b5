/** Makes the links of the README in the compiled assembly absolute: every package but npm's has its README from there. */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { absoluteLinks, relativeLinks } from './docs/absolute-links';

const ASSEMBLY = join(__dirname, '..', '.jsii');
const assembly = JSON.parse(readFileSync(ASSEMBLY, 'utf8'));
assembly.readme.markdown = absoluteLinks(assembly.readme.markdown, assembly.repository.url);
const left = relativeLinks(assembly.readme.markdown);
if (left.length > 0) { throw new Error(`these links of README.md lead nowhere outside of the repository: ${left.join(', ')}`); }
writeFileSync(ASSEMBLY, JSON.stringify(assembly, undefined, 2));
