/** A source of crops of the boards that this project draws: `boardsSource`. */

import { join } from "node:path";
import { unlessDamaged } from "../../io/errors.ts";
import { removeTemporaryFiles } from "../../io/files.ts";
import { lockFolder } from "../../io/lock.ts";
import {
  boardSignature,
  type BoardsProgress,
  generateBoards,
  wholeBoardSize,
} from "../../boards/mod.ts";
import { readAttributes } from "./complete_the_look/attributes.ts";
import { boardFile } from "./complete_the_look/board_files.ts";
import { cropsSource, type SplitName } from "./complete_the_look/crops.ts";
import { readTable, type TableReport, type TableRow } from "./complete_the_look/read_table.ts";
import { deriveSeed } from "../../io/random.ts";
import type { PhotoSource, SourcePhoto } from "../photo_source.ts";
import type { Split } from "../split/split.ts";

/** Options of `boardsSource`. */
export interface BoardsSourceOptions {
  /** Folder for the boards and their tables; made if it is missing. */
  directory: string;
  /** Items on all boards together, 50 to 100,000. */
  items: number;
  /** Draws the boards. An integer. */
  seed: number;
  /** "rows" splits as the original did: parts share boards. @default "boards" */
  split?: SplitName;
  /**
   * Items of further boards, drawn with another seed, for the validation and test splits: a quarter
   * to validate. 0, or 50 to 100,000. @default 0
   */
  heldOut?: number;
  /** Called after each board, first those of `items`, then those held out; not if they are present. */
  onProgress?: (progress: BoardsProgress & { isHeldOut: boolean }) => void;
}

/**
 * The crops of the boards in `directory`, each with its colour, pattern and style. Boards that are
 * missing are drawn first.
 *
 * @returns the crops, and what the table of the boards that are not held out holds
 * @throws {RangeError} if `items` or the seed is out of range
 */
export async function boardsSource(
  { heldOut = 0, onProgress, ...options }: BoardsSourceOptions,
): Promise<{ source: PhotoSource; table: TableReport }> {
  const progressOf = (isHeldOut: boolean) => (progress: BoardsProgress) =>
    onProgress?.({ ...progress, isHeldOut });
  const { source, table } = await drawnBoards({ ...options, onProgress: progressOf(false) });
  if (heldOut === 0) return { source, table };
  const others = await drawnBoards({
    ...options,
    directory: join(options.directory, HELD_OUT),
    items: heldOut,
    seed: deriveSeed(options.seed, "held-out boards"),
    split: "boards",
    onProgress: progressOf(true),
  });
  // The folder's name comes after all signatures, so that the photos stay ordered by file.
  const photos = [...source.photos, ...withSplits(others.source.photos, heldOut)];
  const skipped = [...source.skipped, ...others.source.skipped];
  return { source: { ...source, photos, skipped }, table };
}

/** Folder of the boards that are held out, below that of the others. */
const HELD_OUT = "held_out";

/** The held-out boards: the first quarter of their items validates, the others test. */
function withSplits(photos: readonly SourcePhoto[], count: number): SourcePhoto[] {
  let items = 0;
  return photos.map((photo) => {
    const split: Split = items < count / 4 ? "validation" : "test";
    items += photo.items.length;
    const file = `${HELD_OUT}/${photo.file}`;
    return { ...photo, file, items: photo.items.map((item) => ({ ...item, split })) };
  });
}

async function drawnBoards(
  { directory, items, seed, split, onProgress }:
    & Omit<BoardsSourceOptions, "heldOut" | "onProgress">
    & { onProgress: (progress: BoardsProgress) => void },
): Promise<{ source: PhotoSource; table: TableReport }> {
  let ready = await readyBoards(directory, items, seed);
  if (ready === undefined) {
    // Programs that want the same boards take turns, as the tables are of one number of items.
    using _lock = await lockFolder(directory, { task: "draw boards", wait: true });
    await removeTemporaryFiles(directory, (name) => /\.(jpg|tsv)$/.test(name));
    await generateBoards({ directory, items, seed, onProgress });
    ready = await readBoards(directory, seed);
  }
  const { rows, report: table, attributes, sizes } = ready;
  const source = cropsSource(rows, {
    root: directory,
    board: (signature) => {
      const size = sizes.get(boardFile(signature));
      // The signature identifies the drawing; the time at which it was drawn does not matter.
      return size === undefined
        ? { reason: "is missing" }
        : { path: join(directory, boardFile(signature)), size, stamp: "drawn" };
    },
    report: table,
    split,
    attributes: ({ line }: TableRow) => attributes.get(line) ?? {},
  });
  return { source, table };
}

/** What a folder of boards holds: the tables, and the size of each board by its file. */
async function readBoards(directory: string, seed: number) {
  const { rows, report } = await readTable(join(directory, "items.tsv"), { seed });
  const attributes = await readAttributes(join(directory, "attributes.tsv"));
  return { rows, report, attributes, sizes: await boardSizes(directory) };
}

/**
 * The boards if all are present: tables of as many items as asked for, whose first board is the
 * first of this seed and version of the drawings, and every board that they name. Drawing the boards
 * to compare them would take a tenth of the time of a whole preparation.
 */
async function readyBoards(directory: string, items: number, seed: number) {
  // Tables that are missing or damaged are written again.
  const boards = await unlessDamaged(readBoards(directory, seed));
  if (!boards) return undefined;
  const { rows, report, attributes, sizes } = boards;
  const first = rows.find(({ line }) => line === 2);
  const isSame = report.rows === items && report.malformed === 0 && attributes.size === items &&
    first?.signature === boardSignature(seed, 0);
  return isSame && rows.every(({ signature }) => sizes.get(boardFile(signature)))
    ? boards
    : undefined;
}

/** Sizes of the boards that are there to their end. */
async function boardSizes(directory: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { name } of Deno.readDir(directory)) {
    const size = name.endsWith(".jpg") ? await wholeBoardSize(join(directory, name)) : undefined;
    if (size !== undefined) sizes.set(name, size);
  }
  return sizes;
}
