/** What a promise gives, or what `late` gives if it takes longer. Nothing waits for the timer. */
export async function within<T, L>(ms: number, promise: Promise<T>, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([promise, new Promise<void>(wake => { timer = setTimeout(wake, ms); }).then(late)]);
  } finally {
    clearTimeout(timer);
  }
}
