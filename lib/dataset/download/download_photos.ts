/** Many photos from the web into a folder, resumably: `downloadPhotos`. */

import { basename, join } from "node:path";
import { removeTemporaryFiles, writeFileAtomic } from "../../io/files.ts";
import { lockFolder } from "../../io/lock.ts";
import { type Attempted, type AttemptsOptions, tryRepeatedly } from "./attempts.ts";
import { joinChunks, limited } from "./body.ts";
import { checkPhoto } from "./content.ts";
import { DownloadLog, type DownloadOutcome } from "./download_log.ts";
import { HostGate, type HostLimits } from "./host_gate.ts";
import { findPresent } from "./present.ts";
import { type DownloadProgress, Progress } from "./progress.ts";
import { readUrl } from "./read_url.ts";
import { sha256Hex } from "./sha256.ts";

/** One photo to download. */
export interface DownloadTask {
  /** Names it in the log; for a board its signature. */
  signature: string;
  url: string;
  /** Name of its file in the folder; no folder below it. */
  file: string;
}

/** How to download. */
export interface DownloadOptions extends AttemptsOptions, HostLimits {
  /** Requests at once, 1 to 16. @default 16 */
  concurrency?: number;
  /** Largest photo, in bytes. @default 4 MiB */
  maxBytes?: number;
  /** Longest time without an answer or another byte, in milliseconds. @default 10000 */
  stallMs?: number;
  /** Longest time of a request in all, in milliseconds. @default 60000 */
  totalMs?: number;
  /** Hosts that redirects may lead to, besides the one that was asked. @default none */
  allowedHosts?: readonly string[];
  /**
   * Give up when this many photos in a row failed for reasons that lie with the host or the
   * network: there is then no use in trying thousands more. @default 100
   */
  giveUpAfter?: number;
  /** Ends it; what is there by then stays, and the next run goes on. */
  signal?: AbortSignal;
  /** Called at the start and after each photo. */
  onProgress?: (progress: DownloadProgress) => void;
}

/** What became of all photos. */
export interface DownloadReport {
  /** Asked for. */
  total: number;
  /** On disk before. */
  present: number;
  downloaded: number;
  failed: number;
  /** Bytes of photos downloaded in this run. */
  bytes: number;
  /** The outcome of each photo asked for, in their order. */
  outcomes: DownloadOutcome[];
}

/** Name of the log in the folder. */
export const LOG_FILE = "downloads.jsonl";

const MAX_CONCURRENCY = 16;

/**
 * Download photos into `directory`, at most 16 at once, each file whole or not at all. Photos that
 * are there are kept; missing ones, and those that failed in an earlier run, are tried. Every
 * outcome is a line of `downloads.jsonl`, whose last line for a photo counts. The program may end
 * at any point; the next run goes on. Two programs with the same folder take turns.
 *
 * A photo that cannot be had is an outcome, not an error.
 *
 * @throws {Error} if `giveUpAfter` photos in a row failed, with the last reason
 * @throws {RangeError} if an option or an address is out of range
 * @throws the signal's reason if it is aborted
 */
export async function downloadPhotos(
  tasks: readonly DownloadTask[],
  directory: string,
  options: DownloadOptions = {},
): Promise<DownloadReport> {
  const { concurrency = 16, signal, onProgress } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY) {
    throw new RangeError(
      `Cannot download as concurrency must be a whole number from 1 to ${MAX_CONCURRENCY}: ` +
        `current value is ${concurrency}`,
    );
  }
  const path = tasks.find(({ file }) => file !== basename(file) || /^$|^\.|[\\\0]/.test(file));
  if (path !== undefined) {
    throw new RangeError(
      `Cannot download as a file must be a plain name in the folder: ` +
        `current value is "${path.file}"`,
    );
  }
  signal?.throwIfAborted();
  using _lock = await lockFolder(directory, { task: "download photos", wait: true });
  const files = new Set(tasks.map(({ file }) => file));
  await removeTemporaryFiles(directory, (name) => files.has(name) || name === LOG_FILE);
  using log = await DownloadLog.open(join(directory, LOG_FILE));
  const present = await findPresent(tasks, directory, log);
  const missing = tasks.filter(({ signature }) => !present.has(signature));
  const progress = new Progress(tasks.length, tasks.length - missing.length);
  onProgress?.(progress.now());
  await downloadAll(missing, directory, options, (outcome) => {
    log.add(outcome);
    progress.add(outcome);
    onProgress?.(progress.now());
  });
  const { downloaded, failed, bytes } = progress.now();
  return {
    total: tasks.length,
    present: tasks.length - missing.length,
    downloaded,
    failed,
    bytes,
    outcomes: tasks.map(({ signature }) => log.outcomes.get(signature)!),
  };
}

async function downloadAll(
  tasks: readonly DownloadTask[],
  directory: string,
  options: DownloadOptions,
  onOutcome: (outcome: DownloadOutcome) => void,
): Promise<void> {
  const { concurrency = 16, giveUpAfter = 100, signal: outside } = options;
  // The first error of one worker ends the others.
  const stop = new AbortController();
  const signal = outside === undefined ? stop.signal : AbortSignal.any([outside, stop.signal]);
  const gate = new HostGate(options);
  let next = 0, inARow = 0;
  const finish = async (task: DownloadTask, attempted: Attempted<Uint8Array<ArrayBuffer>>) => {
    const outcome = await keep(task, directory, attempted);
    onOutcome(outcome);
    inARow = attempted.error?.again ? inARow + 1 : 0;
    if (inARow >= giveUpAfter) {
      throw new Error(
        `Cannot download as the host must answer: the last ${inARow} photos all failed, ` +
          `"${task.url}" as it ${outcome.error}`,
      );
    }
  };
  const work = async () => {
    // A photo is flushed to disk while the next one is on its way.
    let finishing = Promise.resolve();
    try {
      while (next < tasks.length) {
        signal.throwIfAborted();
        const task = tasks[next++]!;
        const attempted = await fetchPhoto(task, { ...options, signal }, gate);
        await finishing;
        finishing = finish(task, attempted);
        // It is thrown where it is awaited, but ends the others at once.
        finishing.catch((error) => stop.abort(error));
      }
    } finally {
      await finishing;
    }
  };
  const workers = Array.from(
    { length: Math.min(concurrency, tasks.length) },
    () =>
      work().catch((error) => {
        stop.abort(error);
        throw error;
      }),
  );
  // All have ended before anything is thrown: nothing is written after that.
  await Promise.allSettled(workers);
  signal.throwIfAborted();
}

async function fetchPhoto(
  { signature, url }: DownloadTask,
  options: DownloadOptions,
  gate: HostGate,
): Promise<Attempted<Uint8Array<ArrayBuffer>>> {
  const { maxBytes = 4 * 2 ** 20 } = options;
  return await tryRepeatedly(
    signature,
    options,
    () =>
      readUrl(url, { ...options, gate }, async (body) => {
        const bytes = await joinChunks(limited(body, maxBytes));
        checkPhoto(bytes);
        return bytes;
      }),
  );
}

async function keep(
  { signature, file }: DownloadTask,
  directory: string,
  { attempts, value, error }: Attempted<Uint8Array<ArrayBuffer>>,
): Promise<DownloadOutcome> {
  if (value === undefined) {
    const reason = error!.message;
    return { signature, status: "failed", error: reason, attempts, bytes: 0, sha256: null };
  }
  await writeFileAtomic(join(directory, file), value);
  const [bytes, sha256] = [value.length, await sha256Hex(value)];
  return { signature, status: "downloaded", error: null, attempts, bytes, sha256 };
}
