/** Many photos from the web into a folder, resumably: `downloadPhotos`. */

import { basename, join } from "node:path";
import { addressForPeople } from "../../io/address.ts";
import { concatBytes, sha256 } from "../../io/bytes.ts";
import { ifExists, removeTemporaryFiles, writeFileAtomic } from "../../io/files.ts";
import { lockFolder } from "../../io/lock.ts";
import { checkPhoto } from "./content.ts";
import { DownloadLog, type DownloadOutcome, LOG_FILE } from "./download_log.ts";
import { HostGate, type HostLimits } from "./host_gate.ts";
import { readUrl, type ReadUrlOptions } from "./read_url.ts";
import { retry, type RetryOptions } from "./retry.ts";

/** One photo to download. */
export interface DownloadTask {
  /** Its name in the log; for a board its signature. */
  signature: string;
  url: string;
  /** Name of its file in the folder; no folder below it. */
  file: string;
}

/** Options of `downloadPhotos`. */
export interface DownloadOptions
  extends RetryOptions, HostLimits, Pick<ReadUrlOptions, "stallMs" | "totalMs" | "allowedHosts"> {
  /** Requests at once, 1 to 16. @default 16 */
  concurrency?: number;
  /** Largest photo, in bytes. @default 4 MiB */
  maxBytes?: number;
  /**
   * Give up when this many photos in a row failed because of the host or the network: trying
   * thousands more would not help. @default 100
   */
  giveUpAfter?: number;
  /** Ends the download; photos that are complete stay, and the next run goes on. */
  signal?: AbortSignal;
  /** Called at the start and after each photo. */
  onProgress?: (progress: DownloadProgress) => void;
}

/** Progress of a download. */
export interface DownloadProgress {
  /** Photos asked for. */
  total: number;
  /** Photos that are done: present, downloaded or failed. */
  done: number;
  /** Photos that were in the folder before. */
  present: number;
  downloaded: number;
  failed: number;
  /** Bytes of photos downloaded in this run. */
  bytes: number;
}

/** Result of a download. */
export interface DownloadReport extends Omit<DownloadProgress, "done"> {
  /** The outcome of each photo asked for, in their order. */
  outcomes: DownloadOutcome[];
}

const MAX_CONCURRENCY = 16;

/**
 * Download photos into `directory`, at most 16 at once, each file whole or not at all. Photos that
 * are present are not downloaded again; missing ones, and those that failed in an earlier run, are
 * tried. Every outcome is a line of `downloads.jsonl`. The program may end at any point; the next
 * run goes on. Two programs with the same folder take turns.
 *
 * A photo that cannot be downloaded is an outcome, not an error.
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
  const missing = await findMissing(tasks, directory, log);
  const present = tasks.length - missing.length;
  const progress = {
    total: tasks.length,
    done: present,
    present,
    downloaded: 0,
    failed: 0,
    bytes: 0,
  };
  onProgress?.({ ...progress });
  await downloadAll(missing, directory, options, (outcome) => {
    log.add(outcome);
    progress.done++;
    progress[outcome.status]++;
    progress.bytes += outcome.bytes;
    onProgress?.({ ...progress });
  });
  const { done: _, ...counts } = progress;
  return { ...counts, outcomes: tasks.map(({ signature }) => log.outcomes.get(signature)!) };
}

/**
 * The photos whose file is missing or has not the size in the log. A file that the log does not
 * know, because the program was killed between the two, is added to it.
 */
async function findMissing(
  tasks: readonly DownloadTask[],
  directory: string,
  log: DownloadLog,
): Promise<DownloadTask[]> {
  const missing: DownloadTask[] = [];
  for (const task of tasks) {
    const path = join(directory, task.file);
    const outcome = log.outcomes.get(task.signature);
    if (outcome?.status === "downloaded") {
      const info = await ifExists(Deno.stat(path));
      if (info?.size !== outcome.bytes) missing.push(task);
    } else {
      const bytes = await ifExists(Deno.readFile(path));
      if (bytes) log.add(success(task, 0, bytes));
      else missing.push(task);
    }
  }
  return missing;
}

async function downloadAll(
  tasks: readonly DownloadTask[],
  directory: string,
  options: DownloadOptions,
  onOutcome: (outcome: DownloadOutcome) => void,
): Promise<void> {
  const { concurrency = MAX_CONCURRENCY, giveUpAfter = 100, signal: outside } = options;
  // The first error of one worker ends the others.
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(outside ? [outside] : [])]);
  const gate = new HostGate(options);
  const queue = tasks.values();
  let failedInARow = 0;
  const work = async () => {
    for (const task of queue) {
      const { outcome, again } = await download(task, directory, { ...options, signal }, gate);
      onOutcome(outcome);
      failedInARow = again ? failedInARow + 1 : 0;
      if (failedInARow >= giveUpAfter) {
        throw new Error(
          `Cannot download as the host must answer: the last ${failedInARow} photos all failed, ` +
            `"${addressForPeople(task.url)}" as it ${outcome.error}`,
        );
      }
    }
  };
  const workers = Array.from(
    { length: concurrency },
    () => work().catch((error) => stop.abort(error)),
  );
  // Nothing is written any more when an error is thrown.
  await Promise.all(workers);
  signal.throwIfAborted();
}

/** Download one photo; `again` says whether it failed because of the host or the network. */
async function download(
  task: DownloadTask,
  directory: string,
  options: DownloadOptions,
  gate: HostGate,
): Promise<{ outcome: DownloadOutcome; again: boolean }> {
  const { maxBytes = 4 * 2 ** 20 } = options;
  const { attempts, value, error } = await retry(
    task.signature,
    options,
    () =>
      readUrl(task.url, { ...options, maxBytes, gate }, async ({ chunks }) => {
        const bytes = concatBytes(await Array.fromAsync(chunks));
        checkPhoto(bytes);
        return bytes;
      }),
  );
  if (error) {
    const { signature } = task;
    const failed = { status: "failed", error: error.message, bytes: 0, sha256: null } as const;
    return { outcome: { signature, ...failed, attempts }, again: error.again };
  }
  await writeFileAtomic(join(directory, task.file), value);
  return { outcome: success(task, attempts, value), again: false };
}

function success({ signature }: DownloadTask, attempts: number, bytes: Uint8Array) {
  return {
    signature,
    status: "downloaded",
    error: null,
    attempts,
    bytes: bytes.length,
    sha256: sha256(bytes),
  } as const;
}
