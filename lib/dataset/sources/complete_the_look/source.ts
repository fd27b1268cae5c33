/** Complete The Look as a source of crops: `completeTheLookSource`. */

import { join, relative } from "node:path";
import { addressForPeople, isAddress } from "../../../io/address.ts";
import { sha256 } from "../../../io/bytes.ts";
import { lockFolder } from "../../../io/lock.ts";
import { exists, PROJECT_ROOT } from "../../../io/paths.ts";
import { downloadFile } from "../../download/download_file.ts";
import {
  type DownloadOptions,
  downloadPhotos,
  type DownloadReport,
} from "../../download/download_photos.ts";
import { originForPeople } from "../named.ts";
import type { PhotoSource } from "../../photo_source.ts";
import { boardFile, BOARDS_URL, boardUrl } from "./board_files.ts";
import { cropsSource, SPLIT_NAMES, type SplitName } from "./crops.ts";
import { readTable, type TableReport } from "./read_table.ts";

/** Rows that the original samples. */
export const ORIGINAL_ROWS = 50_000;

/** Largest table that is downloaded: the published ones have some 10 MB. */
const MAX_TABLE_BYTES = 2 ** 30;

/** Options of `completeTheLookSource`. */
export interface CompleteTheLookOptions {
  /** The table: path of a file, or its address (http or https), downloaded once. */
  tsv: string;
  /** Folder for the boards and their log; made if it is missing. */
  directory: string;
  /** Rows to draw, 1 or more; all if the table has no more. @default 50000, as the original */
  rows?: number;
  /** Draws the rows, and the jitter of waits. */
  seed: number;
  /** "rows" is the original's own split, whose parts share boards. @default "boards" */
  split?: SplitName;
  /** Address that boards are below. @default where they are published */
  boardsUrl?: string;
  /** How to download. @default {}, the gentle limits of `DownloadOptions` */
  download?: DownloadOptions;
  /** Called before anything is downloaded: what it is, whose it is, how much, where it goes. */
  onMessage?: ((message: string) => void | Promise<void>) | undefined;
}

/**
 * Draw rows of a table, download the boards that are missing, and return their crops.
 *
 * Boards that cannot be downloaded are skipped with their reasons; the next call tries them again.
 * All random choices depend on the seed and the table alone.
 *
 * @returns the crops, what the whole table holds, and what became of the boards that were wanted
 * @throws {SyntaxError} if the table is another kind of file
 * @throws {RangeError} if an option is out of range
 * @throws {Error} if the table cannot be downloaded, or the host of the boards does not answer
 */
export async function completeTheLookSource(
  options: CompleteTheLookOptions,
): Promise<{ source: PhotoSource; table: TableReport; downloads: DownloadReport }> {
  const { tsv, directory, rows: limit = ORIGINAL_ROWS, seed, split, download = {} } = options;
  const { boardsUrl = BOARDS_URL, onMessage } = options;
  if (split !== undefined && !SPLIT_NAMES.includes(split)) {
    throw new RangeError(
      `Cannot prepare boards as split must be one of ${SPLIT_NAMES.join(", ")}: ` +
        `current value is "${split}"`,
    );
  }
  await onMessage?.(
    `Complete The Look, published by Pinterest for research (KDD 2020); the boards belong to ` +
      `those who made them. At most ${limit} rows of ${originForPeople(tsv)}, several a board; ` +
      `boards that are missing, some 30 KB each, come from ${addressForPeople(boardsUrl)} into ` +
      `${relative(PROJECT_ROOT, directory)}, 16 at once.`,
  );
  const path = await localTable(tsv, directory, download);
  const { rows, report: table } = await readTable(path, { rows: limit, seed });
  // Boards are asked for in the order of the rows, which is shuffled.
  const signatures = [...new Set(rows.map(({ signature }) => signature))];
  const tasks = signatures.map((signature) => ({
    signature,
    url: boardUrl(signature, boardsUrl),
    file: boardFile(signature),
  }));
  const downloads = await downloadPhotos(tasks, directory, { seed, ...download });
  const outcomes = new Map(downloads.outcomes.map((outcome) => [outcome.signature, outcome]));
  const source = cropsSource(rows, {
    root: directory,
    board: (signature) => {
      const { status, error, bytes, sha256 } = outcomes.get(signature)!;
      // By its SHA-256 the same board is the same data set, whenever it was downloaded.
      return status === "failed"
        ? { reason: `could not be downloaded (${error})` }
        : { path: join(directory, boardFile(signature)), size: bytes, stamp: sha256 };
    },
    report: table,
    split,
  });
  return { source, table, downloads };
}

/** Path of the table; one from the web is saved in the folder, under its address. */
async function localTable(
  tsv: string,
  directory: string,
  download: DownloadOptions,
): Promise<string> {
  if (!isAddress(tsv)) return tsv;
  const path = join(directory, `table-${sha256(tsv).slice(0, 8)}.tsv`);
  if (await exists(path)) return path;
  // Of two programs that want it, one would remove what the other has downloaded so far.
  const lock = { task: "download the table", name: "table", wait: true };
  using _lock = await lockFolder(directory, lock);
  if (await exists(path)) return path;
  // The limits of photos on size, time and progress are not those of the table.
  const { maxBytes: _bytes, onProgress: _progress, ...limits } = download;
  await downloadFile(tsv, path, { ...limits, maxBytes: MAX_TABLE_BYTES });
  return path;
}
