/** Work that keeps a device at its clock while something is measured: `Load`. */

import { submit, submitted, type WebgpuBackend } from "./dispatch.ts";

// An H200 at rest has 345 MHz and at work 1,980. It gets there within a second, and falls back as fast
// while it has little to do, as when kernels are compiled.
const RAMP_MS = 1000;
const BUSY_MS = 30;

/** A kernel that is run again and again. */
export class Load {
  readonly #backend: WebgpuBackend;
  readonly #run: () => void;
  /** Runs that take some `BUSY_MS`. */
  #runs = 1;

  /** @param run puts a kernel into the queue that takes long, and gives back what it makes */
  constructor(backend: WebgpuBackend, run: () => void) {
    this.#backend = backend;
    this.#run = run;
  }

  /** Work until the clock of a device that was at rest is up. */
  async rampUp(): Promise<void> {
    const end = performance.now() + RAMP_MS;
    while (performance.now() < end) {
      const start = performance.now();
      this.queue();
      await submitted(this.#backend);
      if (performance.now() - start < BUSY_MS) this.#runs *= 2;
    }
  }

  /** Put work into the queue, for about as long as JavaScript then waits for what is measured. */
  queue(): void {
    for (let i = 0; i < this.#runs; i++) {
      this.#run();
      // What a run gives back can be used again from its submission on.
      submit(this.#backend);
    }
  }
}
