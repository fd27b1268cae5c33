/** Doing several things at once and getting the results in order: `mapInOrder`. */

/**
 * Results of `work` for each of `items`, in the order of the items, with at most `inFlight` calls
 * under way or waiting to be taken. The first error of `work` ends it where its turn comes, one of
 * `items` at once; no further work is then begun.
 *
 * @param inFlight 1 or more; a function where it changes
 */
export async function* mapInOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  inFlight: number | (() => number),
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, void> {
  const waiting: Promise<R>[] = [];
  for await (const item of items) {
    const most = typeof inFlight === "number" ? inFlight : inFlight();
    while (waiting.length >= most) yield await waiting.shift()!;
    const result = work(item);
    // An error is thrown where its turn comes; until then nobody listens, which is no fault.
    result.catch(() => {});
    waiting.push(result);
  }
  while (waiting.length > 0) yield await waiting.shift()!;
}
