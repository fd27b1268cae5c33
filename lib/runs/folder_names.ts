/** Folders by name: `folderNames`, and `checkFolder`, for a name that somebody gave. */

import { ifExists } from "../io/files.ts";

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
