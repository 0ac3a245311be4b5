/** `npx projen acceptance`: see options.ts. */
import { join } from 'path';
import { acceptance } from './acceptance';

void acceptance(process.argv.slice(2), join(__dirname, '../../build/acceptance'), join(__dirname, '../../docs/acceptance'))
  .then(status => { process.exitCode = status; });
