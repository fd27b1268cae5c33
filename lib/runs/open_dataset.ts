/** The data set that settings name, fetched or drawn if need be, and prepared: `openDataset`. */

import { boardsSource } from "../dataset/sources/boards.ts";
import { clothingSource } from "../dataset/sources/clothing.ts";
import type { TableReport } from "../dataset/sources/complete_the_look/read_table.ts";
import {
  completeTheLookSource,
  ORIGINAL_ROWS,
} from "../dataset/sources/complete_the_look/source.ts";
import type { DownloadReport } from "../dataset/download/download_photos.ts";
import { readImageFolder } from "../dataset/sources/folder.ts";
import { isNamed } from "../dataset/sources/named.ts";
import { prepareDataset, type PreparedStore } from "../dataset/prepare.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import type { PhotoSource } from "../dataset/photo_source.ts";
import { openOnnxEncoder } from "../model/onnx/onnx_encoder.ts";
import { openBrought } from "./brought_embeddings.ts";
import { isOfSomeRun, refuseChangedPhotos } from "./run_origin.ts";
import { refuseTooFew } from "./dataset_needs.ts";
import { datasetDirectory, originalsDirectory } from "./directories.ts";
import { type Profile, PROFILES } from "./profiles.ts";
import { folderName, type Settings } from "./settings.ts";

/** How far the work is. */
export interface DatasetProgress {
  /** What is being done, for people. */
  stage: string;
  /** Units done, those of an earlier run included, of how many; the total is 0 if nobody knows. */
  done: number;
  total: number;
  /** Plural of what is counted. */
  unit: string;
  /** Units that an earlier run did. @default 0 */
  initial?: number;
  /** What else to say, by name, such as how many failed. */
  extra?: Readonly<Record<string, number>>;
}

/** Options of `openDataset`. */
export interface OpenDatasetOptions {
  /** Called often while something is done; not at all if the data set is cached. */
  onProgress?: (progress: DatasetProgress) => void;
  /**
   * Called before anything is downloaded: what, under which licence, how much, where to; and if
   * another program prepares the same photos, which is waited for.
   */
  onMessage?: (message: string) => void | Promise<void>;
  /** Ends a download; the next run goes on. */
  signal?: AbortSignal;
}

/** A prepared data set, and what is known of how it came here. */
export interface OpenedDataset extends PreparedStore {
  /** Items that there were, if these are a sample of them; of downloaded boards, those of the table. */
  readonly available?: number | undefined;
  /** What the table of boards and boxes holds; undefined where there are no boards. */
  readonly table?: TableReport;
  /** What became of the boards that were wanted; undefined where none had to be downloaded. */
  readonly downloads?: DownloadReport;
}

/** A source, and what is known of it. */
interface Origin extends Pick<OpenedDataset, "table" | "downloads"> {
  source: PhotoSource;
  /** At most this many items; undefined where the source has no more than asked for. */
  limit?: number;
}

/**
 * The image store of the photos that `settings` name: downloaded, drawn and prepared as far as it is
 * not there or not of these photos. The caller closes it.
 *
 * @throws {RangeError} if the folder cannot be used or holds too few photos, saying why
 * @throws {OtherStateError} if the run was made of other photos; these and their store stay as they are
 * @throws {RangeError} if EMBEDDINGS or ENCODER cannot be used with these photos, saying why
 * @throws {SyntaxError} if a table or archive is another kind of file
 * @throws {Error} if something cannot be downloaded, or the reason of an aborted `signal`
 */
export async function openDataset(
  settings: Settings,
  options: OpenDatasetOptions = {},
): Promise<OpenedDataset> {
  const { source, limit, table, downloads } = await findSource(settings, options);
  const store = await prepareDataset(source, {
    directory: datasetDirectory(settings),
    name: folderName(settings.dataset),
    seed: settings.seed,
    limit,
    check: async (prepared) => {
      refuseTooFew(prepared);
      await refuseChangedPhotos(settings, prepared);
    },
    keepOlder: isOfSomeRun,
    onWarning: options.onMessage,
    onProgress: ({ done, total, skipped }) =>
      options.onProgress?.({
        stage: "Preparing photos",
        done,
        total,
        unit: "files",
        extra: skipped > 0 ? { skipped } : undefined,
      }),
  });
  try {
    // Before anything is trained, not when it is evaluated.
    await openBrought(settings, store);
    if (settings.encoder) await (await openOnnxEncoder(settings.encoder)).dispose();
  } catch (error) {
    store.close();
    throw error;
  }
  return { ...store, table, downloads, available: store.available ?? (downloads && table?.rows) };
}

/**
 * The image store that notebook 01 has prepared for `settings`; the caller closes it.
 *
 * @throws {Error} if it is missing or damaged, with what to do
 */
export async function openStore(settings: Settings): Promise<ImageStore> {
  return await openImageStore(datasetDirectory(settings));
}

async function findSource(settings: Settings, options: OpenDatasetOptions): Promise<Origin> {
  const { dataset, profile } = settings;
  const { photos }: Profile = PROFILES[profile];
  if (!isNamed(dataset)) return { source: await readImageFolder(dataset), limit: photos };
  const items = photos ?? ORIGINAL_ROWS;
  switch (dataset) {
    case "boards":
      return await drawBoards(settings, items, options);
    case "complete-the-look":
      return await downloadBoards(settings, items, options);
    case "clothing":
      return { source: await downloadClothing(settings, options), limit: photos };
  }
}

async function drawBoards(
  settings: Settings,
  items: number,
  { onProgress }: OpenDatasetOptions,
): Promise<Origin> {
  const { heldOut }: Profile = PROFILES[settings.profile];
  return await boardsSource({
    directory: originalsDirectory(settings),
    items,
    seed: settings.seed,
    split: settings.split,
    // Dealt row by row, as the original did, no board is held out as a whole.
    heldOut: settings.split === "rows" ? 0 : heldOut,
    onProgress: ({ items, total, isHeldOut }) => {
      const stage = isHeldOut ? "Drawing held-out boards" : "Drawing boards";
      onProgress?.({ stage, done: items, total, unit: "items" });
    },
  });
}

async function downloadBoards(
  settings: Settings,
  rows: number,
  { onProgress, onMessage, signal }: OpenDatasetOptions,
): Promise<Origin> {
  return await completeTheLookSource({
    directory: originalsDirectory(settings),
    tsv: settings.origin!,
    boardsUrl: settings.mirror,
    rows,
    seed: settings.seed,
    split: settings.split,
    onMessage,
    download: {
      signal,
      onProgress: ({ done, total, present, failed }) =>
        onProgress?.({
          stage: "Downloading boards",
          done,
          total,
          unit: "boards",
          initial: present,
          extra: { failed },
        }),
    },
  });
}

async function downloadClothing(
  settings: Settings,
  { onProgress, onMessage, signal }: OpenDatasetOptions,
): Promise<PhotoSource> {
  const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;
  return await clothingSource({
    directory: originalsDirectory(settings),
    archive: settings.origin!,
    onMessage,
    signal,
    onDownload: (bytes, total = 0) =>
      onProgress?.({
        stage: "Downloading the archive",
        done: megabytes(bytes),
        total: megabytes(total),
        unit: "MB",
      }),
    onExtract: (done, total) =>
      onProgress?.({ stage: "Unpacking photos", done, total, unit: "files" }),
  });
}
