/** The data set that settings name, prepared: `openDataset`. */

import {
  datasetDirectory,
  datasetName,
  type Profile,
  PROFILES,
  type Settings,
} from "../experiment.ts";
import { readImageFolder } from "./image_folder.ts";
import { prepareDataset, type PreparedStore, type PrepareProgress } from "./prepare.ts";

/** Options of `openDataset`. */
export interface OpenDatasetOptions {
  /** Called after each file; not at all where the data set lies there already. */
  onProgress?: (progress: PrepareProgress) => void;
}

/**
 * The image store of the photos that `settings` name, prepared if it is not there or not of these
 * photos; the caller closes it.
 *
 * @throws {RangeError} if the folder cannot be used, saying why
 */
export async function openDataset(
  settings: Settings,
  { onProgress }: OpenDatasetOptions = {},
): Promise<PreparedStore> {
  const { photos: limit }: Profile = PROFILES[settings.profile];
  const source = await readImageFolder(settings.dataset);
  return await prepareDataset(source, {
    directory: datasetDirectory(settings),
    name: datasetName(settings),
    seed: settings.seed,
    limit,
    onProgress,
  });
}
