/** Parquet files that every reader takes: `parquetOf`. */

import { ByteWriter, ParquetWriter } from "hyparquet-writer";

/** A column: its name, and a value for each row; null where there is none. */
export type ParquetColumn =
  | { name: string; type: "text"; values: readonly (string | null)[] }
  | { name: string; type: "whole" | "number"; values: readonly (number | null)[] }
  /** Float32 `[rows, dim]`, row-major. */
  | { name: string; type: "vector"; values: Float32Array; dim: number };

/** Numbers of a row group: what is encoded at once. */
const GROUP = 2 ** 20;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]["schema"];

/**
 * A Parquet file of `columns`: text as strings, whole numbers as int32, numbers as float64, vectors
 * as lists of float32. Polars' own writer stores text as `string_view`, which pyarrow cannot filter.
 *
 * @param about texts by name, as the file's metadata
 * @throws {TypeError} if columns differ in length
 *
 * @example
 * ```ts
 * import { parquetOf } from "./parquet.ts";
 *
 * const bytes = parquetOf([
 *   { name: "id", type: "text", values: ["a", "b"] },
 *   { name: "vector", type: "vector", dim: 2, values: Float32Array.of(1, 2, 3, 4) },
 * ]);
 * await Deno.writeFile("vectors.parquet", bytes);
 * ```
 */
export function parquetOf(
  columns: readonly ParquetColumn[],
  about: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const rows = columns[0] ? lengthOf(columns[0]) : 0;
  for (const column of columns) {
    if (lengthOf(column) === rows) continue;
    throw new TypeError(
      `Cannot write table as "${column.name}" must have ${rows} rows: ` +
        `current number is ${lengthOf(column)}`,
    );
  }
  const writer = new ByteWriter();
  const root = { name: "schema", num_children: columns.length };
  const file = new ParquetWriter({
    writer,
    schema: [root, ...columns.flatMap(schemaOf)],
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
  });
  const widest = Math.max(1, ...columns.map((column) => column.type === "vector" ? column.dim : 1));
  const size = Math.ceil(GROUP / widest);
  for (let first = 0; first < rows; first += size) {
    const end = Math.min(first + size, rows);
    const columnData = columns.map((column) => ({
      name: column.name,
      data: valuesOf(column, first, end),
    }));
    file.write({ columnData, rowGroupSize: size });
  }
  file.finish();
  return new Uint8Array(writer.getBuffer());
}

function lengthOf(column: ParquetColumn): number {
  return column.type === "vector" ? column.values.length / column.dim : column.values.length;
}

/** The values of rows `first` to `end - 1`. */
function valuesOf(column: ParquetColumn, first: number, end: number): unknown[] {
  if (column.type !== "vector") return column.values.slice(first, end);
  const { values, dim } = column;
  return Array.from({ length: end - first }, (_, i) => {
    return Array.from(values.subarray((first + i) * dim, (first + i + 1) * dim));
  });
}

/** How Parquet names the types. */
const TYPES = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  whole: { type: "INT32" },
  number: { type: "DOUBLE" },
  vector: { num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
} as const;

function schemaOf({ name, type }: ParquetColumn): Schema {
  if (type !== "vector") return [{ name, repetition_type: "OPTIONAL", ...TYPES[type] }];
  return [
    { name, repetition_type: "REQUIRED", ...TYPES.vector },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "REQUIRED", type: "FLOAT" },
  ];
}
