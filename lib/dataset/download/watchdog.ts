/** Ends a request that takes too long: `Watchdog`. */

import { connectionError, DownloadError } from "./errors.ts";

/** How long a request may take. */
export interface WatchdogOptions {
  /** Longest time without an answer or another byte, in milliseconds. @default 10000 */
  stallMs?: number;
  /** Longest time in all, in milliseconds. @default 60000 */
  totalMs?: number;
  /** Ends it from outside. */
  signal?: AbortSignal;
}

/** A signal that aborts when a request stalls, takes too long in all, or is ended from outside. */
export class Watchdog {
  readonly #controller = new AbortController();
  readonly #total: ReturnType<typeof setTimeout>;
  readonly #outside: AbortSignal | undefined;
  readonly #stallMs: number;
  #stall: ReturnType<typeof setTimeout> | undefined;

  constructor({ stallMs = 10_000, totalMs = 60_000, signal }: WatchdogOptions = {}) {
    this.#stallMs = stallMs;
    this.#outside = signal;
    this.#total = setTimeout(() => this.#bark(`took more than ${totalMs} ms`), totalMs);
    if (signal?.aborted) this.#abort();
    signal?.addEventListener("abort", this.#abort, { once: true });
    this.#reset();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * What a request answers.
   *
   * @throws {DownloadError} what the watchdog ended it for, or what the network did wrong
   */
  async watch<T>(request: Promise<T>): Promise<T> {
    try {
      const answer = await request;
      this.#reset();
      return answer;
    } catch (error) {
      this.signal.throwIfAborted();
      throw connectionError(error);
    }
  }

  /** The chunks of a body, each as `watch` would; a body that is not read to its end is canceled. */
  async *chunks(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array, void, void> {
    if (body === null) return;
    const reader = body.getReader();
    try {
      for (let part; !(part = await this.watch(reader.read())).done;) yield part.value!;
    } finally {
      await reader.cancel().catch(() => {});
      reader.releaseLock();
    }
  }

  #reset(): void {
    clearTimeout(this.#stall);
    this.#stall = setTimeout(
      () => this.#bark(`sent nothing for ${this.#stallMs} ms`),
      this.#stallMs,
    );
  }

  /** The request is over. */
  stop(): void {
    clearTimeout(this.#stall);
    clearTimeout(this.#total);
    this.#outside?.removeEventListener("abort", this.#abort);
  }

  readonly #abort = () => this.#controller.abort(this.#outside!.reason);

  #bark(reason: string): void {
    this.#controller.abort(new DownloadError(reason, { again: true }));
  }
}
