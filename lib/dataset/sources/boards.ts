/** The boards that this project draws, as a source of crops: `boardsSource`. */

import { join } from "node:path";
import { removeTemporaryFiles } from "../../io/files.ts";
import { lockFolder } from "../../io/lock.ts";
import { boardSignature, type BoardsProgress, generateBoards } from "../../boards/mod.ts";
import { readAttributes } from "./complete_the_look/attributes.ts";
import { cropsSource, type SplitName } from "./complete_the_look/crops.ts";
import { readTable, type TableReport, type TableRow } from "./complete_the_look/read_table.ts";
import { boardFile } from "./complete_the_look/signature.ts";
import type { PhotoSource } from "../photo_source.ts";

/** What to make a source of. */
export interface BoardsSourceOptions {
  /** Folder for the boards and their tables; made if it is missing. */
  directory: string;
  /** Items on all boards together, 50 to 100,000. */
  items: number;
  /** Draws the boards. An integer. */
  seed: number;
  /** "rows" splits as the original did: parts share boards. @default "boards" */
  split?: SplitName;
  /** Called after each board; not at all where the boards lie there already. */
  onProgress?: (progress: BoardsProgress) => void;
}

/** What the boards hold. */
export interface BoardsReport {
  /** What their table holds. */
  table: TableReport;
  /** How many boards there are, and how many of them were drawn now. */
  boards: number;
  drawn: number;
}

/**
 * Boards in `directory`, drawn as far as they are missing, as a source of their crops, each with
 * its colour, pattern and style. From the table on, all goes as with Complete The Look.
 *
 * @throws {RangeError} if `items` or the seed is out of range
 */
export async function boardsSource(
  { directory, items, seed, split, onProgress }: BoardsSourceOptions,
): Promise<{ source: PhotoSource; report: BoardsReport }> {
  const paths = {
    items: join(directory, "items.tsv"),
    attributes: join(directory, "attributes.tsv"),
  };
  let sizes = await readyBoards(paths, directory, items, seed);
  let drawn = 0;
  if (sizes === undefined) {
    // Two programs that want the same boards take turns.
    using _lock = await lockFolder(directory, { task: "draw boards", wait: true });
    await removeTemporaryFiles(directory, (name) => /\.(jpg|tsv)$/.test(name));
    ({ drawn } = await generateBoards({ directory, items, seed, onProgress }));
    sizes = await boardSizes(directory);
  }
  const { rows, report } = await readTable(paths.items, { seed });
  const attributes = await readAttributes(paths.attributes);
  const found = sizes;
  const source = cropsSource(rows, {
    root: directory,
    board: (signature) => {
      const size = found.get(boardFile(signature));
      // The signature says which drawing it is: the time it was drawn at does not matter.
      return size === undefined
        ? { reason: "is gone" }
        : { path: join(directory, boardFile(signature)), size, stamp: "drawn" };
    },
    report,
    split,
    attributes: ({ line }: TableRow) => attributes.get(line) ?? {},
  });
  return { source, report: { table: report, boards: report.boards, drawn } };
}

/**
 * Sizes of the boards if all are there: tables of as many items as asked for whose first board is
 * the first of this seed and version of the drawings, and every board they name. Drawing them only
 * to find that out would take a tenth of the time.
 */
async function readyBoards(
  paths: { items: string; attributes: string },
  directory: string,
  items: number,
  seed: number,
): Promise<Map<string, number> | undefined> {
  try {
    const { rows, report } = await readTable(paths.items, { seed });
    const attributes = await readAttributes(paths.attributes);
    const first = rows.find(({ line }) => line === 2);
    const isSame = report.rows === items && report.malformed === 0 && attributes.size === items &&
      first?.signature === boardSignature(seed, 0);
    if (!isSame) return undefined;
    const sizes = await boardSizes(directory);
    return rows.every(({ signature }) => (sizes.get(boardFile(signature)) ?? 0) > 0)
      ? sizes
      : undefined;
  } catch (error) {
    // No tables, or damaged ones: they are written again.
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function boardSizes(directory: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { name, isFile } of Deno.readDir(directory)) {
    if (isFile && name.endsWith(".jpg")) {
      sizes.set(name, (await Deno.stat(join(directory, name))).size);
    }
  }
  return sizes;
}
