/**
 * Items as a table: `itemsToParquet`, `itemsFromParquet`. One row an item: id, file, category,
 * split, width, height, board, box_x, box_y, box_width, box_height, and a column for each
 * attribute, such as colour.
 */

import { Buffer } from "node:buffer";
import { isAbsolute, normalize } from "node:path";
import pl, { type DataFrame, type Series } from "nodejs-polars";
import type { Item } from "./image_store.ts";
import { type Split, SPLITS } from "../split/split.ts";

const TEXT_COLUMNS = ["id", "file", "category", "split"] as const;
const SIZE_COLUMNS = ["width", "height"] as const;
const BOX_COLUMNS = ["box_x", "box_y", "box_width", "box_height"] as const;
const RESERVED: ReadonlySet<string> = new Set([
  ...TEXT_COLUMNS,
  ...SIZE_COLUMNS,
  "board",
  ...BOX_COLUMNS,
]);

/**
 * The items as a Parquet file.
 *
 * @throws {RangeError} if an attribute is named like one of the fixed columns
 */
export function itemsToParquet(items: readonly Item[]): Uint8Array {
  const attributes = [...new Set(items.flatMap((item) => Object.keys(item.attributes)))].sort();
  for (const name of attributes) {
    if (RESERVED.has(name)) {
      throw new RangeError(
        `Cannot write items as an attribute must not be named like a fixed column: ` +
          `current value is "${name}"`,
      );
    }
  }
  const text = (name: string, value: (item: Item) => string | undefined) =>
    pl.Series(name, items.map((item) => value(item) ?? null), pl.Utf8);
  const table = pl.DataFrame([
    ...TEXT_COLUMNS.map((name) => text(name, (item) => item[name])),
    ...SIZE_COLUMNS.map((name) => pl.Series(name, items.map((item) => item[name]), pl.Int32)),
    text("board", (item) => item.board),
    ...BOX_COLUMNS.map((name, i) =>
      pl.Series(name, items.map((item) => item.box?.[i] ?? null), pl.Float64)
    ),
    ...attributes.map((name) => text(name, (item) => item.attributes[name])),
  ]);
  return table.writeParquet({ compression: "zstd" });
}

/**
 * The items of a Parquet file that `itemsToParquet` wrote.
 *
 * @throws {SyntaxError} if it is damaged, lacks a column, holds an unknown split or names a file outside
 *   the photos' folder
 */
export function itemsFromParquet(bytes: Uint8Array): Item[] {
  const table = readTable(bytes);
  const column = (name: string): unknown[] => {
    if (!table.columns.includes(name)) {
      throw new SyntaxError(`Cannot read items as the table must have a column "${name}"`);
    }
    return (table.getColumn(name) as Series).toArray();
  };
  const [id, file, category, split] = TEXT_COLUMNS.map(column) as [
    string[],
    string[],
    string[],
    Split[],
  ];
  const [width, height] = SIZE_COLUMNS.map(column) as [number[], number[]];
  const board = column("board") as (string | null)[];
  const [x, y, w, h] = BOX_COLUMNS.map(column) as [number[], number[], number[], number[]];
  const attributes = table.columns
    .filter((name) => !RESERVED.has(name))
    .map((name) => [name, column(name) as (string | null)[]] as const);
  return id.map((_, i) => {
    if (!SPLITS.includes(split[i]!)) {
      throw new SyntaxError(
        `Cannot read items as a split must be one of ${SPLITS.join(", ")}: ` +
          `current value is "${split[i]}"`,
      );
    }
    if (!staysInside(file[i])) {
      throw new SyntaxError(
        `Cannot read items as a file must lie in the photos' folder: ` +
          `current value is ${JSON.stringify(file[i])}`,
      );
    }
    const item: Item = {
      id: id[i]!,
      file: file[i]!,
      category: category[i]!,
      split: split[i]!,
      width: width[i]!,
      height: height[i]!,
      attributes: {},
    };
    if (board[i] !== null) item.board = board[i]!;
    // Only crops have a box; the four columns are null together.
    if (x[i] !== null) item.box = [x[i]!, y[i]!, w[i]!, h[i]!];
    for (const [name, values] of attributes) {
      const value = values[i];
      if (value != null) item.attributes[name] = value;
    }
    return item;
  });
}

/** Whether a name leads to a file below whatever folder it is joined to. */
function staysInside(file: unknown): boolean {
  return typeof file === "string" && !isAbsolute(file) && !file.includes("\0") &&
    file.split(/[\\/]/).every((part) => part !== "..") && normalize(file) !== ".";
}

function readTable(bytes: Uint8Array): DataFrame {
  try {
    return pl.readParquet(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`Cannot read items as the table is damaged: ${reason}`, { cause: error });
  }
}
