/**
 * Reads results off the device together: `gatherReads`, `readsAtOnce`.
 *
 * As Deno waits for a result, JavaScript stands still until all that is queued is done, and then the
 * device until JavaScript has queued more. So a read waits for others, as long as more is being queued
 * and the device is not kept from telling for long.
 */

import type { WebgpuBackend } from "./dispatch.ts";

// How long a device may work between reads.
const WORK_MS = 200;
// How long nothing more is queued before a read no longer waits.
const IDLE_MS = 5;
// Reads together at most: each holds what it reads.
const MOST = 15;

const gatherers = new WeakMap<WebgpuBackend, Gatherer>();

/**
 * From now on `backend.read` reads several results together where the device is fast: as many as take
 * it `workMs` milliseconds.
 */
export function gatherReads(backend: WebgpuBackend, workMs = WORK_MS): void {
  gatherers.set(backend, new Gatherer(backend, workMs));
}

/** Results to have under way so that the device has work while they are read; 1 on a slow one. */
export function readsAtOnce(backend: WebgpuBackend): number {
  const together = gatherers.get(backend)?.together ?? 1;
  return together === 1 ? 1 : together + 1;
}

/** Reads that go together. */
interface Group {
  count: number;
  turn: PromiseWithResolvers<void>;
  /** Whether the device was given work for it that is not measured yet. */
  isWork: boolean;
}

/** Tells whether a device was given work since. */
type QueueState = Pick<WebgpuBackend, "commandQueueOwnedIds" | "dispatchCountInPass">;

class Gatherer {
  /** Reads to wait for. */
  together = 1;
  readonly #backend: WebgpuBackend;
  readonly #workMs: number;
  #waiting: Group | undefined;
  /** As the last read left it. */
  #left: QueueState | undefined;
  #lastEnd = performance.now();

  constructor(backend: WebgpuBackend, workMs: number) {
    this.#backend = backend;
    this.#workMs = workMs;
    const read = backend.read.bind(backend);
    backend.read = async (dataId) => {
      // What never was on the device needs no waiting.
      if (backend.tensorMap.get(dataId)?.values) return await read(dataId);
      const group = this.#join();
      await group.turn.promise;
      const reading = read(dataId);
      this.#left = this.#state();
      const values = await reading;
      this.#ended(group);
      return values;
    };
  }

  #join(): Group {
    const group = this.#waiting ??= {
      count: 0,
      turn: Promise.withResolvers(),
      isWork: !this.#isAt(this.#left),
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
    const state = this.#state();
    setTimeout(() => {
      if (this.#waiting !== group) return;
      if (this.#isAt(state)) this.#open(group);
      else this.#openWhenIdle(group);
    }, IDLE_MS);
  }

  #state(): QueueState {
    const { commandQueueOwnedIds, dispatchCountInPass } = this.#backend;
    return { commandQueueOwnedIds, dispatchCountInPass };
  }

  #isAt(state: QueueState | undefined): boolean {
    const now = this.#state();
    return state?.commandQueueOwnedIds === now.commandQueueOwnedIds &&
      state.dispatchCountInPass === now.dispatchCountInPass;
  }

  /**
   * Learn from how long `group` took since the device last had nothing left to do; its reads end at
   * about the same time. Weights that are read from a device at rest say nothing about steps.
   */
  #ended(group: Group): void {
    const now = performance.now();
    if (group.isWork) {
      const each = (now - this.#lastEnd) / group.count;
      this.together = Math.max(1, Math.min(MOST, Math.floor(this.#workMs / each)));
      group.isWork = false;
    }
    this.#lastEnd = now;
  }
}
