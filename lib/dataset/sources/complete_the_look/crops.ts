/** Rows of a table and the boards they are of, as a source of crops: `cropsSource`. */

import type { PhotoSource, SkippedPhoto, SourceItem, SourcePhoto } from "../../photo_source.ts";
import type { TableReport, TableRow } from "./read_table.ts";
import { shortenLabel } from "./row.ts";
import { rowSplits } from "./row_splits.ts";
import { boardFile } from "./signature.ts";

/** How crops are split. */
export const SPLIT_NAMES = ["boards", "rows"] as const;

/**
 * "boards": the crops of a board are in one split. "rows": as in the original, each row on its own,
 * so that pieces of one board, which overlap, are in several; for comparison only.
 */
export type SplitName = typeof SPLIT_NAMES[number];

/** A board on disk. */
export interface BoardFile {
  path: string;
  /** Size in bytes. */
  size: number;
  /** Changes when the content does. */
  stamp: string;
}

/** What `cropsSource` needs besides the rows. */
export interface CropsOptions {
  /** Where the boards lie, as a person would name it. */
  root: string;
  /** The board of a signature, or the reason there is none ("could not be downloaded"). */
  board: (signature: string) => BoardFile | { reason: string };
  /** Of the whole table; the malformed lines that it names are noted as left out. */
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
  const splits = split === "rows" ? rowSplits(rows.length) : undefined;
  const items = rows.map((row, i): { row: TableRow; item: SourceItem } => ({
    row,
    item: {
      id: `${row.signature}-${row.n}`,
      category: shortenLabel(row.label),
      ...(splits && { split: splits[i]! }),
      board: row.signature,
      box: row.box,
      attributes: attributes(row),
    },
  }));
  const photos: SourcePhoto[] = [];
  const skipped: SkippedPhoto[] = report.firstMalformed.map(({ line, reason }) => ({
    file: `line ${line} of the table`,
    reason,
  }));
  const named = report.firstMalformed.length;
  if (report.malformed > named) {
    skipped.push({
      file: `${report.malformed - named} more lines of the table`,
      reason: "are malformed too",
    });
  }
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
