/** Has one thing done after another, in the order in which they are asked for. One that fails does not keep the next one from its turn. */
export function inTurn(): <Result>(act: () => Promise<Result>) => Promise<Result> {
  let before: Promise<unknown> = Promise.resolve();
  return async act => {
    const result = before.then(act);
    before = result.catch(() => {});
    return result;
  };
}
