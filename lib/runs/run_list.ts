/** All runs that there are, and their end: `listRuns`, `removeRun`. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../io/errors.ts";
import { lockFolder } from "../io/lock.ts";
import { exists, PROJECT_ROOT } from "../io/paths.ts";
import { checkFolder, folderNames } from "./folder_names.ts";
import { readRun, type RunFiles, RUNS } from "./run_files.ts";

/** One run. */
export interface ListedRun {
  run: string;
  /** Size of its folder. */
  bytes: number;
  /** When its newest file was written; undefined without files. */
  changed: Date | undefined;
  /** What it has left, or why that cannot be read. */
  files: RunFiles | string;
}

/** Every run in `data/runs`, by name. */
export async function listRuns(runs = RUNS): Promise<ListedRun[]> {
  const listed: ListedRun[] = [];
  for (const run of await folderNames(runs)) {
    const directory = join(runs, run);
    const files = await readRun(run, directory).catch((error) => {
      if (error instanceof SyntaxError) return messageOf(error);
      throw error;
    });
    listed.push({ run, files, ...await measureFolder(directory) });
  }
  return listed;
}

async function measureFolder(directory: string): Promise<Pick<ListedRun, "bytes" | "changed">> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries.filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => Deno.stat(join(parentPath, name))),
  );
  const newest = Math.max(0, ...files.map(({ mtime }) => mtime?.getTime() ?? 0));
  return {
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    changed: newest > 0 ? new Date(newest) : undefined,
  };
}

/**
 * Delete a run's results and reports. Prepared photos stay, as other runs may use them.
 *
 * @throws {RangeError} if there is no such run, with those that exist
 * @throws {Error} if another process works in it, saying which
 */
export async function removeRun(
  run: string,
  { runs = RUNS, reports = join(PROJECT_ROOT, "data", "reports") } = {},
): Promise<void> {
  await checkFolder(run, "delete run", runs);
  const directory = join(runs, run);
  for (const name of await folderNames(directory)) {
    const folder = join(directory, name);
    if (!await exists(join(folder, ".lock"))) continue;
    using _free = await lockFolder(folder, { task: "delete run", onWarning: () => {} });
  }
  await Deno.remove(directory, { recursive: true });
  const pages = join(reports, run);
  if (await exists(pages)) await Deno.remove(pages, { recursive: true });
}
