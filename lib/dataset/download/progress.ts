/** How far a download is: `Progress`. */

import type { DownloadOutcome } from "./download_log.ts";

/** How far a download is. */
export interface DownloadProgress {
  /** Photos asked for, and those done: present before, downloaded or failed. */
  total: number;
  done: number;
  present: number;
  downloaded: number;
  failed: number;
  /** Bytes of the photos downloaded so far. */
  bytes: number;
  /** Photos downloaded or failed a second, over the last 20 seconds or so; 0 at the start. */
  rate: number;
  /** Seconds left at this rate; undefined before there is one. */
  secondsLeft: number | undefined;
}

/** Time that the rate is measured over. */
const WINDOW_MS = 20_000;

/** Counts outcomes. */
export class Progress {
  #downloaded = 0;
  #failed = 0;
  #bytes = 0;
  /** Times at which so many were done; the first is the begin of the window. */
  readonly #marks: { time: number; done: number }[];

  constructor(
    readonly total: number,
    readonly present: number,
    readonly clock: () => number = () => performance.now(),
  ) {
    this.#marks = [{ time: clock(), done: 0 }];
  }

  add({ status, bytes }: Pick<DownloadOutcome, "status" | "bytes">): void {
    if (status === "downloaded") this.#downloaded++;
    else this.#failed++;
    this.#bytes += bytes;
    const time = this.clock();
    // A mark a second is enough, and they do not grow with the number of photos.
    if (time - this.#marks.at(-1)!.time >= 1000) {
      this.#marks.push({ time, done: this.#downloaded + this.#failed });
      while (this.#marks.length > 2 && time - this.#marks[1]!.time > WINDOW_MS) this.#marks.shift();
    }
  }

  now(): DownloadProgress {
    const tried = this.#downloaded + this.#failed;
    const [first] = this.#marks;
    const seconds = (this.clock() - first!.time) / 1000;
    const rate = seconds > 0 ? (tried - first!.done) / seconds : 0;
    const done = this.present + tried;
    return {
      total: this.total,
      done,
      present: this.present,
      downloaded: this.#downloaded,
      failed: this.#failed,
      bytes: this.#bytes,
      rate,
      secondsLeft: rate > 0 ? (this.total - done) / rate : undefined,
    };
  }
}
