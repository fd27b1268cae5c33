/** Recommendations as files for other programs: `recommendationFiles`. */

import type { Item } from "../../dataset/store/image_store.ts";
import { type ParquetColumn, parquetOf } from "../../io/parquet.ts";
import { csvOf, jsonLinesOf } from "../../io/text_tables.ts";
import type { Recommendations } from "../../runs/recommendations.ts";

/** Formats of a table, which are also the endings of its name. */
export const TABLE_FORMATS = ["csv", "parquet", "jsonl"] as const;
export type TableFormat = typeof TABLE_FORMATS[number];

/** A column, and the value that a row of type `T` has in it. */
interface Column<T> {
  name: string;
  type: "text" | "whole" | "number";
  value: (row: T) => string | number | undefined;
}

/**
 * Two tables: `recommendations`, one row for each neighbour of each product, by product and rank, and
 * `near_duplicates`, one row for each product that has some, with the id of the first of its group.
 *
 * @param items of the store
 * @returns the content of each file by its name
 */
export function recommendationFiles(
  items: readonly Item[],
  { recommendations, duplicates }: Recommendations,
  format: TableFormat,
): Record<string, Uint8Array | string> {
  const idOf = (row: number) => items[row]!.id;
  type Recommendation = Recommendations["recommendations"][number];
  const neighbours: Column<Recommendation>[] = [
    { name: "id", type: "text", value: ({ product }) => idOf(product) },
    { name: "rank", type: "whole", value: ({ rank }) => rank },
    { name: "neighbour", type: "text", value: ({ row }) => idOf(row) },
    { name: "category", type: "text", value: ({ row }) => items[row]!.category },
    { name: "distance", type: "number", value: ({ distance }) => rounded(distance) },
    { name: "probability", type: "number", value: ({ probability }) => rounded(probability) },
    { name: "shape", type: "number", value: ({ shape }) => rounded(shape) },
    { name: "colour", type: "number", value: ({ colour }) => rounded(colour) },
    { name: "near_duplicates", type: "whole", value: ({ duplicates }) => duplicates.length },
  ];
  const members = duplicates.flatMap((rows) => rows.map((row) => ({ row, first: rows[0]! })));
  const groups: Column<typeof members[number]>[] = [
    { name: "id", type: "text", value: ({ row }) => idOf(row) },
    { name: "first", type: "text", value: ({ first }) => idOf(first) },
  ];
  return {
    [`recommendations.${format}`]: tableFile(recommendations, neighbours, format),
    [`near_duplicates.${format}`]: tableFile(members, groups, format),
  };
}

function tableFile<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  format: TableFormat,
): Uint8Array | string {
  if (format === "parquet") {
    return parquetOf(columns.map(({ name, type, value }) => {
      return { name, type, values: rows.map((row) => value(row) ?? null) } as ParquetColumn;
    }));
  }
  const names = columns.map(({ name }) => name);
  const values = rows.map((row) => columns.map(({ value }) => value(row) ?? null));
  return format === "csv" ? csvOf(names, values) : jsonLinesOf(names, values);
}

/** To six digits: those of float32 beyond them say nothing. */
function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(6));
}
