/** Repeated attempts with growing waits: `retry`, `backoffMs`, `parseRetryAfter`, `sleep`. */

import { setTimeout as delay } from "node:timers/promises";
import { deriveSeed, uniformAt } from "../../io/random.ts";
import { DownloadError } from "./download_error.ts";

/** Waits between attempts, in milliseconds. */
export interface Backoff {
  /** Before the second attempt; doubled before each further one. @default 500 */
  baseMs?: number;
  /** At most. @default 30000 */
  maxMs?: number;
}

/** Options of `retry`. */
export interface RetryOptions extends Backoff {
  /** Requests at most, 1 or more. @default 4 */
  attempts?: number;
  /** Draws the jitter of the waits. @default 1 */
  seed?: number;
  /** Ends the waiting. */
  signal?: AbortSignal;
}

/** Result of `retry`. */
export type Attempted<T> =
  | { attempts: number; value: T; error: undefined }
  /** Why the last attempt failed. */
  | { attempts: number; value: undefined; error: DownloadError };

/**
 * Call `attempt` until it works, fails for good or has failed too often, waiting longer each time.
 *
 * @param key of the download; with the seed it decides the jitter
 * @throws what `attempt` throws other than a `DownloadError`, and the signal's reason
 */
export async function retry<T>(
  key: string,
  { attempts = 4, seed = 1, signal, ...backoff }: RetryOptions,
  attempt: () => Promise<T>,
): Promise<Attempted<T>> {
  for (let n = 1;; n++) {
    try {
      return { attempts: n, value: await attempt(), error: undefined };
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      if (!error.again || n >= attempts) return { attempts: n, value: undefined, error };
      await sleep(backoffMs(n, { ...backoff, key, seed }), signal);
    }
  }
}

/**
 * Wait after failed attempt `attempt` (from 1): `d/2 + u d/2` with `d = min(max, base 2^(attempt-1))`
 * and u from [0, 1) drawn from the seed, the key and the attempt, so that downloads that failed
 * together do not all come back together. If the server asks for more, `HostGate` waits for that.
 */
export function backoffMs(
  attempt: number,
  { key, seed, baseMs = 500, maxMs = 30_000 }: Backoff & { key: string; seed: number },
): number {
  const longest = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
  return longest / 2 * (1 + uniformAt(deriveSeed(seed, key), attempt));
}

/**
 * Milliseconds that a Retry-After header asks to wait from `now`: it holds seconds or a date (RFC
 * 9110, 10.2.3). Undefined if there is none or it is neither; 0 for a date that is past.
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date has a month's name; Date.parse alone would take "-5" for one.
  const time = /[a-z]{3}/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}

/** Wait `ms` milliseconds. @throws the signal's reason if it is aborted meanwhile */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (ms <= 0) return;
  await delay(ms, undefined, { signal }).catch(() => signal?.throwIfAborted());
}
