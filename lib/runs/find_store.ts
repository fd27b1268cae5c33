/**
 * The prepared images that a run was made of: `findStore`. Apart from `findDataset`, which tasks use that
 * may load no native code.
 */

import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import { findDataset } from "./folder_names.ts";

/** The store with this fingerprint, if it is here; the caller closes it. */
export async function findStore(
  fingerprint: string,
  datasets?: string,
): Promise<ImageStore | undefined> {
  const found = await findDataset(fingerprint, datasets);
  return found && await openImageStore(found.directory);
}
