/** The folder of the prepared images that a run was made of: `findDataset`. */

import { join } from "node:path";
import { readManifest } from "../dataset/store/store_files.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { folderNames } from "./folder_names.ts";

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
