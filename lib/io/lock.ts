/**
 * A lock on a folder, so that one process at a time works in it: `lockFolder`.
 *
 * The lock is the operating system's own, on the file `.lock`: it ends with the process that holds
 * it, however that ends, so none is ever left over. `.lock.json` beside it says who holds it.
 */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { ifExists, naming, writeJsonAtomic } from "./files.ts";

/** A process that works in a folder. */
interface LockHolder {
  pid: number;
  host: string;
  /** When it began, ISO 8601. */
  since: string;
  /** Its work: "train". */
  task: string;
}

/** Options of `lockFolder`. */
export interface LockOptions {
  /** The work, as it reads on after "cannot": "train", "prepare photos". */
  task: string;
  /** Name of the lock: work under locks of different names does not wait for each other. */
  name?: string;
  /** Wait for another process instead of throwing. @default false */
  wait?: boolean;
  /**
   * Called with a message about the process that is waited for, and about one that was killed.
   *
   * @default console.warn
   */
  onWarning?: ((warning: string) => void | Promise<void>) | undefined;
}

/** Within this process: when the last caller that asked for a lock releases it, by its path. */
const queues = new Map<string, Promise<void>>();

/** How often, and how long apart in milliseconds, to look for the name of a holder. */
const LOOKS = 10, LOOK_AFTER_MS = 100;

/**
 * Lock `directory`, which is made if it is missing. Callers in one process take turns.
 *
 * @returns the lock, which is free again once the caller disposes it
 * @throws {Error} if another process holds the lock, saying which and since when, unless `wait` is
 *   set; or if the folder cannot be written
 *
 * @example
 * ```ts
 * import { lockFolder } from "./lock.ts";
 *
 * const folder = await Deno.makeTempDir();
 * using _lock = await lockFolder(folder, { task: "count photos", wait: true });
 * ```
 */
export async function lockFolder(
  directory: string,
  { task, name, wait = false, onWarning = console.warn }: LockOptions,
): Promise<Disposable> {
  const file = `.${name ? `${name}.` : ""}lock`;
  const path = join(directory, file);
  const facts = `${path}.json`;
  await naming(path, Deno.mkdir(directory, { recursive: true }));
  // Disposed of in reverse: the facts are removed, the file is closed, the turn is passed on.
  using held = new DisposableStack();
  held.defer(await turnOf(join(await Deno.realPath(directory), file)));
  const lock = held.use(await naming(path, Deno.open(path, { write: true, create: true })));
  const other = await holderUnlessFree(lock, path, facts);
  if (other !== undefined) {
    const what = `${nameOf(other)} holds it`;
    if (!wait) {
      throw new Error(
        `Cannot ${task} in "${directory}" as no other process may work there: ${what} ` +
          `(wait for its end, or stop it)`,
      );
    }
    await onWarning(`Waiting to ${task} in "${directory}": ${what}`);
    await lock.lock(true);
  }
  const killed = await readHolder(facts);
  if (killed) {
    await onWarning(
      `${nameOf(killed)} did not end as it should (it was killed, or the machine went down): ` +
        `going on from what it saved in "${directory}"`,
    );
  }
  const holder = { pid: Deno.pid, host: Deno.hostname(), since: new Date().toISOString(), task };
  await writeJsonAtomic(facts, holder);
  // The folder itself may be gone by then.
  held.defer(() => rmSync(facts, { force: true }));
  return held.move();
}

/** Wait for the callers in this process that asked before; what is returned passes the turn on. */
async function turnOf(key: string): Promise<() => void> {
  const before = queues.get(key);
  const { promise: turn, resolve } = Promise.withResolvers<void>();
  queues.set(key, turn);
  await before;
  return () => {
    if (queues.get(key) === turn) queues.delete(key);
    resolve();
  };
}

/** Undefined once the lock is taken; else who holds it, or "unknown" if it does not say. */
async function holderUnlessFree(
  file: Deno.FsFile,
  path: string,
  facts: string,
): Promise<LockHolder | "unknown" | undefined> {
  for (let look = 1;; look++) {
    if (await naming(path, file.tryLock(true))) return undefined;
    const holder = await readHolder(facts);
    if (holder) return holder;
    if (look === LOOKS) return "unknown";
    // It has just begun, or is about to end.
    await new Promise((resolve) => setTimeout(resolve, LOOK_AFTER_MS));
  }
}

async function readHolder(facts: string): Promise<LockHolder | undefined> {
  const text = await ifExists(Deno.readTextFile(facts));
  try {
    return text && JSON.parse(text);
  } catch {
    // A damaged file does not say who it was; the lock does not depend on it.
    return undefined;
  }
}

function nameOf(holder: LockHolder | "unknown"): string {
  if (holder === "unknown") return "a process that does not say which it is";
  const { pid, host, since, task } = holder;
  return `process ${pid} on "${host}", which began to ${task} there at ${since},`;
}
