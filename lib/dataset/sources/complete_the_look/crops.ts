/** A source of crops of boards, from the rows of a table: `cropsSource`, `rowSplits`. */

import type { PhotoSource, SkippedPhoto, SourceItem, SourcePhoto } from "../../photo_source.ts";
import { HELD_OUT_FRACTION, type Split } from "../../split/split.ts";
import { boardFile } from "./board_files.ts";
import type { TableReport, TableRow } from "./read_table.ts";
import { shortenLabel } from "./row.ts";

/** How crops are split. */
export const SPLIT_NAMES = ["boards", "rows"] as const;

/**
 * "boards": the crops of a board are in one split. "rows": as in the original, each row on its own,
 * so that pieces of one board, which overlap, are in several; for comparison only.
 */
export type SplitName = typeof SPLIT_NAMES[number];

/** Options of `cropsSource`. */
export interface CropsOptions {
  /** Folder of the boards, for messages. */
  root: string;
  /** The board of a signature, or the reason there is none: "could not be downloaded". */
  board: (
    signature: string,
  ) => Pick<SourcePhoto, "path" | "size" | "stamp"> | { reason: string };
  /** Of the whole table; its malformed lines are listed as skipped. */
  report: TableReport;
  /** @default "boards" */
  split?: SplitName;
  /** What else is known of a row. @default nothing */
  attributes?: (row: TableRow) => Readonly<Record<string, string>>;
}

/**
 * A photo for each board and an item for each row: id signature + "-" + n, category the first word
 * of the label. With the split "boards" the splits are drawn when the data set is prepared; with
 * "rows" the order of the rows decides.
 */
export function cropsSource(rows: readonly TableRow[], options: CropsOptions): PhotoSource {
  const { root, board, report, split = "boards", attributes = () => ({}) } = options;
  const splits = split === "rows" ? rowSplits(rows.length) : [];
  const items = rows.map((row, i): { row: TableRow; item: SourceItem } => ({
    row,
    item: {
      id: `${row.signature}-${row.n}`,
      category: shortenLabel(row.label),
      ...(splits[i] && { split: splits[i] }),
      group: row.signature,
      box: row.box,
      attributes: attributes(row),
    },
  }));
  const photos: SourcePhoto[] = [];
  const skipped = malformedLines(report);
  const boards = [...Map.groupBy(items, ({ row }) => row.signature)]
    .sort(([a], [b]) => a < b ? -1 : 1);
  for (const [signature, own] of boards) {
    const file = boardFile(signature);
    const found = board(signature);
    if ("reason" in found) {
      skipped.push({ file, reason: found.reason });
    } else {
      const inOrder = own.toSorted((a, b) => a.row.n - b.row.n).map(({ item }) => item);
      photos.push({ file, ...found, items: inOrder });
    }
  }
  return { root, photos, skipped };
}

function malformedLines({ malformed, firstMalformed }: TableReport): SkippedPhoto[] {
  const skipped = firstMalformed.map(({ line, reason }) => ({
    file: `line ${line} of the table`,
    reason,
  }));
  const more = malformed - firstMalformed.length;
  if (more > 0) {
    skipped.push({ file: `${more} more lines of the table`, reason: "are malformed too" });
  }
  return skipped;
}

/**
 * The original's split of `count` rows in drawn order, 90/5/5: the first train, then
 * round(0.05 count) validate, and as many at the end test. Boards are not looked at.
 *
 * @returns the split of each row, in their order
 */
export function rowSplits(count: number): Split[] {
  const heldOut = Math.round(count * HELD_OUT_FRACTION);
  return Array.from(
    { length: count },
    (_, i) => i < count - 2 * heldOut ? "train" : i < count - heldOut ? "validation" : "test",
  );
}
