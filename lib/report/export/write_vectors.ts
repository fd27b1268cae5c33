/** Vectors of a run's images as files: `writeVectors`. */

import { ownValue } from "../../io/own_value.ts";
import type { Item } from "../../dataset/store/items_table.ts";
import type { Vectors } from "../../embedding/embedding.ts";
import { writeFileAtomic } from "../../io/files.ts";
import { type ParquetColumn, parquetOf } from "../../io/parquet.ts";
import { writeTensorFile } from "../../io/tensor_file.ts";

/** Texts about vectors, by name. */
export type About = Readonly<Record<string, string>>;

/**
 * Write vectors as `<path>.parquet`, one row per image: id, file, category, split, attributes and the
 * vector, a list of float32; and as `<path>.safetensors`: `vectors`, float32 `[images, dim]`, and the
 * ids as metadata (JSON).
 *
 * @param about metadata of both
 * @returns the paths
 */
export async function writeVectors(
  path: string,
  { items, vectors, dim }: Vectors & { items: readonly Item[] },
  about: About,
): Promise<string[]> {
  const text = (name: string, value: (item: Item) => string | undefined): ParquetColumn => {
    return { name, type: "text", values: items.map((item) => value(item) ?? null) };
  };
  const attributes = [...new Set(items.flatMap((item) => Object.keys(item.attributes)))].sort();
  const table = parquetOf([
    text("id", ({ id }) => id),
    text("file", ({ file }) => file),
    text("category", ({ category }) => category),
    text("split", ({ split }) => split),
    ...attributes.map((name) => text(name, (item) => ownValue(item.attributes, name))),
    { name: "vector", type: "vector", dim, values: vectors },
  ], about);
  await writeFileAtomic(`${path}.parquet`, table);
  const tensor = { dtype: "F32", shape: [items.length, dim], data: vectors } as const;
  const ids = JSON.stringify(items.map(({ id }) => id));
  await writeTensorFile(`${path}.safetensors`, { vectors: tensor }, { ...about, ids });
  return [`${path}.parquet`, `${path}.safetensors`];
}
