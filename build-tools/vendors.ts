/** Writes docs/vendors.md from the facts about vendors. */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { vendorsPage } from './docs/vendors';

writeFileSync(join(__dirname, '../docs/vendors.md'), vendorsPage());
