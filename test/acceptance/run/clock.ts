/** The time, and waiting for it. Tests have one of their own. */
export interface Clock {
  now(): number;
  /** Ends early if the signal says so. */
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
}

export const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (seconds, signal) => new Promise(done => {
    const end = () => { clearTimeout(timer); signal.removeEventListener('abort', end); done(); };
    const timer = setTimeout(end, seconds * 1000);
    signal.addEventListener('abort', end);
    if (signal.aborted) { end(); }
  }),
};
