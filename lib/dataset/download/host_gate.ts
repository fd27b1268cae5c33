/** Politeness to each host: `HostGate`. */

import { sleep } from "./backoff.ts";

/** What a host is spared. */
export interface HostLimits {
  /** Requests to one host at once. @default 16 */
  perHost?: number;
  /** Least time between the starts of two requests to one host, in milliseconds. @default 20 */
  gapMs?: number;
  /** Longest pause that a host may ask for, in milliseconds. @default 60000 */
  maxPauseMs?: number;
}

interface Host {
  active: number;
  /** Requests that wait for one to end, the oldest first. */
  waiting: (() => void)[];
  /** Earliest time of the next start, by `performance.now()`. */
  next: number;
  /** No start before this time. */
  pausedUntil: number;
}

/** Lets requests through as their hosts' limits allow. */
export class HostGate {
  readonly #hosts = new Map<string, Host>();
  readonly #perHost: number;
  readonly #gapMs: number;
  readonly #maxPauseMs: number;

  constructor({ perHost = 16, gapMs = 20, maxPauseMs = 60_000 }: HostLimits = {}) {
    this.#maxPauseMs = maxPauseMs;
    this.#perHost = perHost;
    this.#gapMs = gapMs;
  }

  /**
   * Wait for a turn. The result ends it and is to be called once.
   *
   * @throws the signal's reason if it is aborted meanwhile
   */
  async enter(name: string, signal?: AbortSignal): Promise<() => void> {
    const host = this.#host(name);
    while (host.active >= this.#perHost) {
      await new Promise<void>((resolve) => host.waiting.push(resolve));
    }
    host.active++;
    const leave = () => {
      host.active--;
      host.waiting.shift()?.();
    };
    try {
      const start = Math.max(performance.now(), host.next);
      host.next = start + this.#gapMs;
      await sleep(start - performance.now(), signal);
      // A pause may be lengthened while it lasts. After it, starts keep their gaps.
      while (host.pausedUntil > performance.now()) {
        await sleep(host.pausedUntil - performance.now(), signal);
        const turn = Math.max(performance.now(), host.next);
        host.next = turn + this.#gapMs;
        await sleep(turn - performance.now(), signal);
      }
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** Begin no request to a host for `ms` milliseconds: it asked for that. */
  pause(name: string, ms: number): void {
    const host = this.#host(name);
    host.pausedUntil = Math.max(
      host.pausedUntil,
      performance.now() + Math.min(ms, this.#maxPauseMs),
    );
  }

  #host(name: string): Host {
    let host = this.#hosts.get(name);
    if (host === undefined) {
      host = { active: 0, waiting: [], next: 0, pausedUntil: 0 };
      this.#hosts.set(name, host);
    }
    return host;
  }
}
