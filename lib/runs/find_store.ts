/** The prepared photos that a run was made of: `findStore`. */

import { join } from "node:path";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import { readManifest } from "../dataset/store/store_files.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { folderNames } from "./folder_names.ts";

/** Where prepared photos lie. */
const DATASETS = join(PROJECT_ROOT, "data", "datasets");

/** The prepared photos with this fingerprint, if they lie here; the caller closes the store. */
export async function findStore(
  fingerprint: string,
  datasets = DATASETS,
): Promise<ImageStore | undefined> {
  for (const name of await folderNames(datasets)) {
    const directory = join(datasets, name);
    // A folder of something else, or of a store that is being prepared, has no manifest.
    const manifest = await readManifest(directory).catch(() => undefined);
    if (manifest?.fingerprint === fingerprint) return await openImageStore(directory);
  }
  return undefined;
}
