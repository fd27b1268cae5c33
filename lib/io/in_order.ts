/** Concurrent asynchronous work with results in order: `mapInOrder`. */

/**
 * Results of `work` for each of `items`, in the order of the items, with at most `inFlight` calls
 * running or waiting for the caller to take their result. An error of `work` is thrown when its turn
 * comes, an error of `items` at once; no further work is then started.
 *
 * @param inFlight 1 or more; a function if it changes
 *
 * @example
 * ```ts
 * import { mapInOrder } from "./in_order.ts";
 *
 * const work = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms, ms));
 * for await (const ms of mapInOrder([30, 10, 20], 2, work)) console.log(ms); // 30, 10, 20
 * ```
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
    // Its error is thrown when its turn comes; until then it must not count as unhandled.
    result.catch(() => {});
    waiting.push(result);
  }
  while (waiting.length > 0) yield await waiting.shift()!;
}
