/** Limits on the requests to each host: `HostGate`. */

import { sleep } from "./retry.ts";

/** Limits of a host. */
export interface HostLimits {
  /** Least time between the starts of two requests to one host, in milliseconds. @default 20 */
  gapMs?: number;
  /** Longest pause that a host may ask for, in milliseconds. @default 60000 */
  maxPauseMs?: number;
}

/** Delays requests as their hosts' limits require. */
export class HostGate {
  /** Earliest time of the next start, by host and `performance.now()`. */
  readonly #next = new Map<string, number>();
  readonly #pausedUntil = new Map<string, number>();

  constructor(private readonly limits: HostLimits) {}

  /** Wait for a turn to start a request. @throws the signal's reason if it is aborted meanwhile */
  async enter(host: string, signal?: AbortSignal): Promise<void> {
    const { gapMs = 20 } = this.limits;
    do {
      const paused = this.#pausedUntil.get(host) ?? 0;
      await sleep(paused - performance.now(), signal);
      const start = Math.max(performance.now(), this.#next.get(host) ?? 0);
      this.#next.set(host, start + gapMs);
      await sleep(start - performance.now(), signal);
      // A pause may begin, or become longer, while another is waited for.
    } while ((this.#pausedUntil.get(host) ?? 0) > performance.now());
  }

  /** Start no request to a host for `ms` milliseconds, as it asked. */
  pause(host: string, ms: number): void {
    const { maxPauseMs = 60_000 } = this.limits;
    const until = performance.now() + Math.min(ms, maxPauseMs);
    this.#pausedUntil.set(host, Math.max(this.#pausedUntil.get(host) ?? 0, until));
  }
}
