/** The data set that settings name, prepared: `openDataset`. */

import {
  boardsDirectory,
  datasetDirectory,
  datasetName,
  isNamed,
  type Profile,
  PROFILES,
  type Settings,
} from "../experiment.ts";
import { boardsSource } from "./boards_source.ts";
import { readImageFolder } from "./image_folder.ts";
import { prepareDataset, type PreparedStore } from "./prepare.ts";

/** Items drawn where a profile names no number: as many as the original sampled. */
const ORIGINAL_ITEMS = 50_000;

/** How far the work is. */
export interface DatasetProgress {
  /** What is being done, for people. */
  stage: "Drawing boards" | "Preparing photos";
  /** Items or files done, of how many. */
  done: number;
  total: number;
}

/** Options of `openDataset`. */
export interface OpenDatasetOptions {
  /** Called after each board and file; not at all where the data set lies there already. */
  onProgress?: (progress: DatasetProgress) => void;
}

/**
 * The image store of the photos that `settings` name, drawn and prepared if it is not there or not
 * of these photos; the caller closes it.
 *
 * @throws {RangeError} if the folder cannot be used, saying why
 */
export async function openDataset(
  settings: Settings,
  { onProgress }: OpenDatasetOptions = {},
): Promise<PreparedStore> {
  const { dataset, profile, seed } = settings;
  const { photos }: Profile = PROFILES[profile];
  const preparation = {
    directory: datasetDirectory(settings),
    name: datasetName(settings),
    seed,
    onProgress: ({ done, total }: { done: number; total: number }) =>
      onProgress?.({ stage: "Preparing photos", done, total }),
  };
  if (!isNamed(dataset)) {
    return await prepareDataset(await readImageFolder(dataset), { ...preparation, limit: photos });
  }
  const { source } = await boardsSource({
    directory: boardsDirectory(settings),
    items: photos ?? ORIGINAL_ITEMS,
    seed,
    onProgress: ({ items, total }) => onProgress?.({ stage: "Drawing boards", done: items, total }),
  });
  return await prepareDataset(source, preparation);
}
