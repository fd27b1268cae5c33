/**
 * The table of a store's items: `Item`, `itemsToParquet`, `itemsFromParquet`. A row has id, file,
 * category, split, width, height, group, box_x, box_y, box_width, box_height, and a column for
 * each attribute, such as colour.
 */

import { ownValue } from "../../io/own_value.ts";
import { Buffer } from "node:buffer";
import { isAbsolute, normalize } from "node:path";
import pl, { type DataFrame } from "nodejs-polars";
import { messageOf } from "../../io/errors.ts";
import { type ParquetColumn, parquetOf } from "../../io/parquet.ts";
import type { SourceItem } from "../photo_source.ts";
import { type Split, SPLITS } from "../split/split.ts";

/** What is known of one image; row i of `items.parquet` is image i of `images.u8`. */
export interface Item extends SourceItem {
  /** Source file relative to the data set's root, with "/" between folders. */
  file: string;
  split: Split;
  /** Pixels of the source photo, its EXIF orientation applied, or of the crop. */
  width: number;
  height: number;
  /** What else is known, such as colour, pattern and style; empty if nothing is. */
  attributes: Record<string, string>;
}

const TEXT_COLUMNS = ["id", "file", "category", "split"] as const;
const SIZE_COLUMNS = ["width", "height"] as const;
const BOX_COLUMNS = ["box_x", "box_y", "box_width", "box_height"] as const;
const RESERVED: ReadonlySet<string> = new Set([
  ...TEXT_COLUMNS,
  ...SIZE_COLUMNS,
  "group",
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
  const text = (name: string, value: (item: Item) => string | undefined): ParquetColumn => {
    return { name, type: "text", values: items.map((item) => value(item) ?? null) };
  };
  return parquetOf([
    ...TEXT_COLUMNS.map((name) => text(name, (item) => item[name])),
    ...SIZE_COLUMNS.map((name): ParquetColumn => {
      return { name, type: "whole", values: items.map((item) => item[name]) };
    }),
    text("group", (item) => item.group),
    ...BOX_COLUMNS.map((name, i): ParquetColumn => {
      return { name, type: "number", values: items.map((item) => item.box?.[i] ?? null) };
    }),
    ...attributes.map((name) => text(name, (item) => ownValue(item.attributes, name))),
  ]);
}

/**
 * The items of a Parquet file that `itemsToParquet` wrote.
 *
 * @throws {SyntaxError} if it is damaged, lacks a column, holds an unknown split or names a file
 *   outside the photos' folder
 */
export function itemsFromParquet(bytes: Uint8Array): Item[] {
  const table = readTable(bytes);
  const missing = [...RESERVED].find((name) => !table.columns.includes(name));
  if (missing !== undefined) {
    throw new SyntaxError(`Cannot read items as the table must have a column "${missing}"`);
  }
  return table.toRecords().map(toItem);
}

/** A row of the fixed columns. */
interface Row extends Omit<Item, "group" | "box" | "attributes"> {
  group: string | null;
  box_x: number | null;
  box_y: number;
  box_width: number;
  box_height: number;
}

function toItem(row: object): Item {
  // The columns have the types that `itemsToParquet` gave them; values are checked below.
  const { id, file, category, split, width, height, group, ...rest } = row as Row;
  const { box_x: x, box_y: y, box_width: w, box_height: h, ...attributes } = rest;
  if (!SPLITS.includes(split)) {
    throw new SyntaxError(
      `Cannot read items as a split must be one of ${SPLITS.join(", ")}: ` +
        `current value is "${split}"`,
    );
  }
  if (!staysInside(file)) {
    throw new SyntaxError(
      `Cannot read items as a file must be in the photos' folder: ` +
        `current value is ${JSON.stringify(file)}`,
    );
  }
  const known = Object.entries<string | null>(attributes)
    .flatMap(([name, value]): [string, string][] => value === null ? [] : [[name, value]]);
  const item: Item = {
    id,
    file,
    category,
    split,
    width,
    height,
    attributes: Object.fromEntries(known),
  };
  if (group !== null) item.group = group;
  // Only crops have a box; the four columns are null together.
  if (x !== null) item.box = [x, y, w, h];
  return item;
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
    throw new SyntaxError(`Cannot read items as the table is damaged: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
