import { rmSync } from 'fs';

/** After the last test: the directory that `begin.ts` made. */
export default function end(): void {
  rmSync(process.env.TMPDIR!, { recursive: true, force: true });
}
