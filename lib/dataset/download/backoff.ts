/** When to try again: `backoffMs`, `parseRetryAfter`; and waiting that can be ended: `sleep`. */

import { deriveSeed, uniformAt } from "../../io/random.ts";

/** How long to wait between attempts, in milliseconds. */
export interface Backoff {
  /** Before the second attempt; doubled before each further one. @default 500 */
  baseMs?: number;
  /** At most. @default 30000 */
  maxMs?: number;
  /** At most, where the server names a time by Retry-After. @default 60000 */
  maxRetryAfterMs?: number;
}

/**
 * Wait after failed attempt `attempt` (from 1): `d/2 + u d/2` with `d = min(max, base 2^(attempt-1))`
 * and u from [0, 1) drawn from the seed, the key and the attempt, so that downloads that failed
 * together do not all come back together. If the server asks for more, that, up to its own limit.
 */
export function backoffMs(
  attempt: number,
  { key, seed, retryAfterMs, baseMs = 500, maxMs = 30_000, maxRetryAfterMs = 60_000 }:
    & Backoff
    & { key: string; seed: number; retryAfterMs?: number },
): number {
  const longest = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
  const wait = longest / 2 * (1 + uniformAt(deriveSeed(seed, key), attempt));
  return Math.max(wait, Math.min(retryAfterMs ?? 0, maxRetryAfterMs));
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
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const stop = () => reject(signal!.reason);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
