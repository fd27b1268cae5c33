/** The boards as files: `generateBoards`. */

import { availableParallelism } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { writeFileAtomic } from "../io/files.ts";
import { type Board, drawBoard } from "./board.ts";
import { attributeRow, ATTRIBUTES_HEADER, itemRow, ITEMS_HEADER } from "./items_tsv.ts";
import { wholeBoardSize } from "./whole_board.ts";

/** Fewest and most items that one call generates. */
export const MIN_ITEMS = 50, MAX_ITEMS = 100_000;

/** What {@linkcode generateBoards} is doing. */
export interface BoardsProgress {
  /** Items whose boards are on disk, and how many there will be. */
  readonly items: number;
  readonly total: number;
  /** Boards on disk so far. */
  readonly boards: number;
}

/** Options of {@linkcode generateBoards}. */
export interface GenerateBoardsOptions {
  /** Folder for the boards and the tables; made if it is missing. */
  directory: string;
  /** Rows of the table, {@linkcode MIN_ITEMS} to {@linkcode MAX_ITEMS}. */
  items: number;
  /** An integer; the same seed gives the same boards, byte for byte. */
  seed: number;
  /** Called after each board. */
  onProgress?: (progress: BoardsProgress) => void;
}

/** What {@linkcode generateBoards} wrote. */
export interface GeneratedBoards {
  /** Table of the items, in the form of Complete The Look. */
  readonly items: string;
  /** Table of colour, pattern and style; row i belongs to row i of the items. */
  readonly attributes: string;
  /** How many boards there are, and how many of them had to be drawn. */
  readonly boards: number;
  readonly drawn: number;
}

/**
 * Writes boards to `<directory>/<signature>.jpg` until they hold `items` items, then `items.tsv` and
 * `attributes.tsv` beside them.
 *
 * Boards that are there to their end are kept, so that a run that was interrupted goes on, and one that
 * asks for more items adds to those of the last. Row i depends on the seed alone: fewer items are
 * the first rows of more. The last board may show an item or two that the table leaves out.
 *
 * @throws {RangeError} if `items` is out of range or the seed is not an integer
 */
export async function generateBoards(options: GenerateBoardsOptions): Promise<GeneratedBoards> {
  const { directory, items: total, seed, onProgress } = options;
  if (!Number.isInteger(total) || total < MIN_ITEMS || total > MAX_ITEMS) {
    throw new RangeError(
      `Cannot generate boards as items must be a whole number from ${MIN_ITEMS} to ${MAX_ITEMS}: ` +
        `current value is ${total}`,
    );
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot generate boards as the seed must be an integer: current value is ${seed}`,
    );
  }
  await Deno.mkdir(directory, { recursive: true });
  const rows: string[] = [], attributes: string[] = [];
  let next = 0, planned = 0, boards = 0, drawn = 0, ready = 0;
  const work = async () => {
    while (planned < total) {
      const board = drawBoard(seed, next++);
      const listed = board.items.slice(0, total - planned);
      planned += listed.length;
      // Rows are listed before anything is awaited, so that they stay in the boards' order.
      for (const item of listed) {
        rows.push(itemRow(board.signature, item));
        attributes.push(attributeRow(item));
      }
      const path = join(directory, `${board.signature}.jpg`);
      if (await wholeBoardSize(path) === undefined) {
        await writeFileAtomic(path, await renderBoard(board));
        drawn++;
      }
      boards++;
      ready += listed.length;
      onProgress?.({ items: ready, total, boards });
    }
  };
  // One board is rendered while the next is drawn.
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  const tables = {
    items: join(directory, "items.tsv"),
    attributes: join(directory, "attributes.tsv"),
  };
  await writeFileAtomic(tables.items, [ITEMS_HEADER, ...rows, ""].join("\n"));
  await writeFileAtomic(tables.attributes, [ATTRIBUTES_HEADER, ...attributes, ""].join("\n"));
  return { ...tables, boards, drawn };
}

/** A board as a JPEG file, its colours at full resolution. */
export async function renderBoard({ svg }: Pick<Board, "svg">): Promise<Uint8Array> {
  return await sharp(new TextEncoder().encode(svg))
    .flatten({ background: "#fff" })
    .jpeg({ quality: 88, chromaSubsampling: "4:4:4" })
    .toBuffer();
}
