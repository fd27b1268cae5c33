/** The same request again until it works: `tryRepeatedly`. */

import { type Backoff, backoffMs, sleep } from "./backoff.ts";
import { DownloadError } from "./errors.ts";

/** How often to try. */
export interface AttemptsOptions extends Backoff {
  /** Requests at most, 1 or more. @default 4 */
  attempts?: number;
  /** Draws the jitter of the waits. @default 1 */
  seed?: number;
}

/** What came of it. */
export interface Attempted<T> {
  attempts: number;
  /** Undefined if it failed. */
  value?: T;
  /** Why the last attempt failed; undefined if it did not. */
  error?: DownloadError;
}

/**
 * Call `attempt` until it works, fails for good or has failed too often, waiting longer each time.
 *
 * @throws what `attempt` throws other than a `DownloadError`, and the signal's reason
 */
export async function tryRepeatedly<T>(
  key: string,
  { attempts = 4, seed = 1, signal, ...backoff }: AttemptsOptions & { signal?: AbortSignal },
  attempt: () => Promise<T>,
): Promise<Attempted<T>> {
  for (let n = 1;; n++) {
    try {
      return { attempts: n, value: await attempt() };
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      if (!error.again || n >= attempts) return { attempts: n, error };
      const { retryAfterMs } = error;
      await sleep(backoffMs(n, { ...backoff, key, seed, retryAfterMs }), signal);
    }
  }
}
