export * from './cloud';
export * from './contracts';
export * from './properties-file';
export * from './topology';

import type { Cloud } from './cloud';

/** Builds and starts what the templates in a cloud assembly say. Call it inside the sandbox (`harness/sandbox.ts`). */
export type StartCloud = (cdkOut: string) => Promise<Cloud>;
