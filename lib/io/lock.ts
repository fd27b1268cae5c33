/**
 * One process at a time in a folder: `lockFolder`.
 *
 * The lock is the operating system's own, on the file `.lock`: it ends with the process that holds
 * it, however that ends, so none is ever left over. Who holds it stands beside it in `.lock.json`.
 */

import { join } from "node:path";
import { naming, writeJsonAtomic } from "./files.ts";

/** A process that works in a folder. */
export interface LockHolder {
  pid: number;
  host: string;
  /** When it began, ISO 8601. */
  since: string;
  /** What it does: "train". */
  task: string;
}

/** Options of `lockFolder`. */
export interface LockOptions {
  /** What is done in the folder, as in "cannot train": "train", "prepare photos". */
  task: string;
  /** Name of the lock, where several kinds of work in one folder do not mind each other. */
  name?: string;
  /** Wait for another process instead of throwing. @default false */
  wait?: boolean;
  /** Told whom it waits for, and of a process that was killed at this work. @default console.warn */
  onNotice?: ((notice: string) => void | Promise<void>) | undefined;
}

/** A folder that no other process works in until this is disposed. */
export interface FolderLock extends Disposable {
  /** The process that held it last and did not end as it should. */
  readonly killed: LockHolder | undefined;
}

/** Within this process: when the last one who asked for a lock gives it back, by its path. */
const queues = new Map<string, Promise<void>>();

/** How often, and how long apart in milliseconds, a holder is looked for who has only begun. */
const LOOKS = 10, LOOK_AFTER = 100;

/**
 * Lock `directory`, which is made if it is missing. Callers in one process take turns.
 *
 * @throws {Error} if another process holds the lock, saying which and since when, unless it is
 *   waited for; or if the folder cannot be written
 */
export async function lockFolder(directory: string, options: LockOptions): Promise<FolderLock> {
  const file = `.${options.name ? `${options.name}.` : ""}lock`;
  const path = join(directory, file);
  await naming(path, Deno.mkdir(directory, { recursive: true }));
  const key = join(await Deno.realPath(directory), file);
  const before = queues.get(key);
  const { promise: turn, resolve } = Promise.withResolvers<void>();
  queues.set(key, turn);
  const pass = () => {
    if (queues.get(key) === turn) queues.delete(key);
    resolve();
  };
  await before;
  try {
    return await take(path, directory, options, pass);
  } catch (error) {
    pass();
    throw error;
  }
}

async function take(
  path: string,
  directory: string,
  { task, wait = false, onNotice = console.warn }: LockOptions,
  pass: () => void,
): Promise<FolderLock> {
  const facts = `${path}.json`;
  const file = await naming(path, Deno.open(path, { write: true, create: true }));
  try {
    const other = await holderUnlessFree(file, path, facts);
    if (other !== undefined) {
      const what = `${describe(other)} holds it`;
      if (!wait) {
        throw new Error(
          `Cannot ${task} in "${directory}" as no other process may work there: ${what} ` +
            `(wait for its end, or stop it)`,
        );
      }
      await onNotice(`Waiting to ${task} in "${directory}": ${what}`);
      await file.lock(true);
    }
    const killed = await readHolder(facts);
    if (killed) {
      await onNotice(
        `${describe(killed)} did not end as it should (it was killed, or the machine went down): ` +
          `going on from what it saved in "${directory}"`,
      );
    }
    const { pid } = Deno;
    const since = new Date().toISOString();
    await writeJsonAtomic(facts, { pid, host: Deno.hostname(), since, task });
    return {
      killed,
      [Symbol.dispose]() {
        try {
          Deno.removeSync(facts);
        } catch (error) {
          // The folder itself may be gone.
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        } finally {
          file.close();
          pass();
        }
      },
    };
  } catch (error) {
    file.close();
    throw error;
  }
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
    // It has only just begun, or is about to end.
    await new Promise((resolve) => setTimeout(resolve, LOOK_AFTER));
  }
}

async function readHolder(facts: string): Promise<LockHolder | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(facts));
  } catch (error) {
    // What cannot be read says nothing about who it was; the lock does not depend on it.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function describe(holder: LockHolder | "unknown"): string {
  if (holder === "unknown") return "a process that does not say which it is";
  const { pid, host, since, task } = holder;
  return `process ${pid} on "${host}", which began to ${task} there at ${since},`;
}
