/** Work that waits its turn in a queue of limited length: `WorkQueue`. */

import { HttpError } from "./http_error.ts";

/** Does some things at once; others wait, and what finds the queue full is refused. */
export class WorkQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    /** Things done at once. */
    private readonly atOnce: number,
    /** Things that may wait. */
    private readonly most: number,
  ) {}

  /** Things done or waiting. */
  get length(): number {
    return this.#running + this.#waiting.length;
  }

  /**
   * The result of `work`, once it had its turn.
   *
   * @throws {HttpError} 503 if the queue is full
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running === this.atOnce) {
      if (this.#waiting.length >= this.most) {
        const advice = { "retry-after": "1" };
        throw new HttpError(503, `Cannot search as ${this.length} others wait: try later`, advice);
      }
      // Whoever ends passes the turn on, so that the number at work stays the same.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
