import { programOf } from './program';

// Whoever reads a part only, such as `head`, closes the pipe: no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') { throw error; }
});

void programOf(process.argv.slice(2)).then(({ status, out, errors }) => {
  process.exitCode = status; // and no exit: what a pipe has not taken yet would be lost
  if (out !== '') { process.stdout.write(`${out}\n`); }
  if (errors !== '') { process.stderr.write(`${errors}\n`); }
});
