import { spawn } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** Nothing is asked of the network, not even for updates. */
const ARGUMENTS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** A real Chromium, by the WebDriver protocol: https://www.w3.org/TR/webdriver2/ */
export class Browser {
  public static async start(): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
    // Chromium outlives its driver for a moment, and has a directory of its own besides: both go with its group and with the profile.
    const driver = spawn('chromedriver', ['--port=0'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: profile }, detached: true });
    const stop = () => {
      if (driver.pid) { process.kill(-driver.pid, 'SIGKILL'); }
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    };
    const port = await new Promise<string>((resolve, reject) => {
      driver.once('error', () => reject(new Error("there is no chromedriver: 'apt-get install chromium chromium-driver' brings it on Debian")));
      driver.stdout.on('data', data => {
        const [, found] = /successfully on port (\d+)/.exec(String(data)) ?? [];
        if (found) { resolve(found); }
      });
    });
    const at = `http://127.0.0.1:${port}/session`;
    const capabilities = { alwaysMatch: { 'goog:chromeOptions': { args: [...ARGUMENTS, `--user-data-dir=${profile}`] }, 'goog:loggingPrefs': { browser: 'ALL' } } };
    try {
      const { sessionId } = await send('POST', at, { capabilities });
      return new Browser(`${at}/${sessionId}`, stop);
    } catch (error) {
      stop();
      throw error;
    }
  }

  private constructor(private readonly session: string, private readonly stop: () => void) {}

  public async open(file: string, width: number, scheme: 'light' | 'dark'): Promise<void> {
    await this.devTools('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false });
    await this.devTools('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await send('POST', `${this.session}/url`, { url: `file://${file}` });
  }

  /** What an expression is in the page. */
  public ask(expression: string): Promise<any> {
    return send('POST', `${this.session}/execute/sync`, { script: `return (${expression});`, args: [] });
  }

  /** Presses keys as a person does, wherever the focus is. */
  public async press(...keys: string[]): Promise<void> {
    const actions = keys.flatMap(value => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    await send('POST', `${this.session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** What the page wrote to the console, its faults included, since it was asked last. */
  public async console(): Promise<string[]> {
    const entries: { message: string }[] = await send('POST', `${this.session}/se/log`, { type: 'browser' });
    return entries.map(({ message }) => message);
  }

  public async close(): Promise<void> {
    await send('DELETE', this.session);
    this.stop();
  }

  private devTools(cmd: string, params: object): Promise<unknown> {
    return send('POST', `${this.session}/goog/cdp/execute`, { cmd, params });
  }
}

/** Keys that have no character: https://www.w3.org/TR/webdriver2/#keyboard-actions */
export const KEYS = { tab: '\ue004', escape: '\ue00c' } as const;

async function send(method: string, url: string, body?: object): Promise<any> {
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = await answer.json() as any;
  if (!answer.ok) { throw new Error(`${method} ${url}: ${value.message}`); }
  return value;
}
