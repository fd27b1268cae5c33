/**
 * Folders by name: `folderNames`, and `checkFolder`, for a name that somebody gave; and `findDataset`, the
 * folder of the prepared images that a run was made of.
 */

import { join } from "node:path";
import { readManifest } from "../dataset/store/store_files.ts";
import { ifExists } from "../io/files.ts";
import { PROJECT_ROOT } from "../io/paths.ts";

/** Names of the folders in `directory`, sorted; none where it does not exist. */
export async function folderNames(directory: string): Promise<string[]> {
  const entries = await ifExists(Array.fromAsync(Deno.readDir(directory))) ?? [];
  return entries.filter(({ name, isDirectory }) => isDirectory && !name.startsWith("."))
    .map(({ name }) => name).sort();
}

/**
 * Nothing, if `directory` holds a folder of this very name: no path, no link.
 *
 * @param task what the message says cannot be done
 * @throws {RangeError} if it holds none, with those that it holds
 */
export async function checkFolder(name: string, task: string, directory: string): Promise<void> {
  const known = await folderNames(directory);
  if (known.includes(name)) return;
  throw new RangeError(
    `Cannot ${task} as RUN must be one of ${
      known.join(", ") || "the runs (there are none yet)"
    }: ` +
      `current value is ${JSON.stringify(name)}`,
  );
}

/** Folder and manifest of the prepared images with this fingerprint; undefined if not here. */
export async function findDataset(
  fingerprint: string,
  datasets = join(PROJECT_ROOT, "data", "datasets"),
) {
  for (const name of await folderNames(datasets)) {
    const directory = join(datasets, name);
    // A folder of something else, or of a store that is being prepared, has no manifest.
    const manifest = await readManifest(directory).catch(() => undefined);
    if (manifest?.fingerprint === fingerprint) return { directory, manifest };
  }
  return undefined;
}
