import { existsSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { once } from '../../../../cli/run/kafka/jars';

let made: string[] = [];

afterEach(() => made.forEach(directory => rmSync(directory, { recursive: true, force: true })));

test('who makes the same directory at the same time does not disturb the other', async () => {
  const fill = (word: string, ms: number) => async (directory: string) => {
    await delay(ms);
    writeFileSync(join(directory, 'file'), word);
  };
  made = await Promise.all([once('test-once', [__filename], fill('slow', 200)), once('test-once', [__filename], fill('quick', 50))]);
  expect(made[0]).toEqual(made[1]);
  expect(existsSync(join(made[0], 'file'))).toBe(true);
});
