import { setTimeout as delay } from 'timers/promises';

/** Waits until something holds, for 20 seconds. */
export async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!await condition()) {
    if (Date.now() > deadline) { throw new Error(`waited 20 s until ${what}`); }
    await delay(50);
  }
}
