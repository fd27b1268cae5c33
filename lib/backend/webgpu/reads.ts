/**
 * Reads results off the device together: `gatherReads`, `readsAtOnce`.
 *
 * As Deno waits for a result, JavaScript stands still until all that is queued is done, and then the
 * device until JavaScript has queued more. So a read waits for others, as long as more is being queued
 * and the device is not kept from telling for long.
 */

import type { WebgpuBackend } from "./dispatch.ts";

/** How long a device may work between reads, in milliseconds. */
const WORK_MS = 200;
/** How long nothing more is queued before a read no longer waits. */
const IDLE_MS = 5;
/** Reads together at most: each holds what it reads. */
const MOST = 15;

const gatherers = new WeakMap<WebgpuBackend, Gatherer>();

/** From now on `backend.read` reads several results together where the device is fast. */
export function gatherReads(backend: WebgpuBackend): void {
  gatherers.set(backend, new Gatherer(backend));
}

/** Results to have under way so that the device has work while they are read; 1 on a slow one. */
export function readsAtOnce(backend: WebgpuBackend): number {
  const together = gatherers.get(backend)?.together ?? 1;
  return together === 1 ? 1 : together + 1;
}

/** Reads that go together. */
interface Group {
  count: number;
  /** When the first was asked for; its work was queued just before. */
  since: number;
  turn: PromiseWithResolvers<void>;
  isMeasured: boolean;
}

class Gatherer {
  /** Reads to wait for: as many as take the device `WORK_MS`. */
  together = 1;
  readonly #backend: WebgpuBackend;
  #waiting: Group | undefined;
  #lastEnd = 0;

  constructor(backend: WebgpuBackend) {
    this.#backend = backend;
    const read = backend.read.bind(backend);
    backend.read = async (dataId) => {
      // What never was on the device needs no waiting.
      if (backend.tensorMap.get(dataId)?.values) return await read(dataId);
      const group = this.#join();
      await group.turn.promise;
      const values = await read(dataId);
      this.#ended(group);
      return values;
    };
  }

  #join(): Group {
    const group = this.#waiting ??= {
      count: 0,
      since: performance.now(),
      turn: Promise.withResolvers(),
      isMeasured: false,
    };
    group.count++;
    if (group.count >= this.together) this.#open(group);
    else if (group.count === 1) this.#openWhenIdle(group);
    return group;
  }

  #open(group: Group): void {
    if (this.#waiting === group) this.#waiting = undefined;
    group.turn.resolve();
  }

  /** Open `group` once nothing more is queued: whoever queues waits for it then. */
  #openWhenIdle(group: Group): void {
    const { commandQueueOwnedIds, dispatchCountInPass } = this.#backend;
    setTimeout(() => {
      if (this.#waiting !== group) return;
      const isIdle = this.#backend.commandQueueOwnedIds === commandQueueOwnedIds &&
        this.#backend.dispatchCountInPass === dispatchCountInPass;
      if (isIdle) this.#open(group);
      else this.#openWhenIdle(group);
    }, IDLE_MS);
  }

  /** Learn from how long `group` took; its reads end at about the same time. */
  #ended(group: Group): void {
    if (group.isMeasured) return;
    group.isMeasured = true;
    const now = performance.now();
    const each = (now - Math.max(group.since, this.#lastEnd)) / group.count;
    this.#lastEnd = now;
    this.together = Math.max(1, Math.min(MOST, Math.floor(WORK_MS / each)));
  }
}
