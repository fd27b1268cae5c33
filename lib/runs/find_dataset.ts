/** The prepared images that a run was made of: `findDataset`, `findStore`. */

import { join } from "node:path";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
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

/** The store with this fingerprint, if it is here; the caller closes it. */
export async function findStore(
  fingerprint: string,
  datasets?: string,
): Promise<ImageStore | undefined> {
  const found = await findDataset(fingerprint, datasets);
  return found && await openImageStore(found.directory);
}
