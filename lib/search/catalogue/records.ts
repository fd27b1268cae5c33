/** Items as the rows of a LanceDB table: `tableSchema`, `toTable`, `COLUMNS`. */

import type { Field, Schema, Table } from "apache-arrow";
import { ABOUT_KEY, type CatalogueAbout } from "./about.ts";
import type { CatalogueItem } from "./items.ts";
import type { Lance } from "./lance.ts";
import { attributesText } from "./literal.ts";

/** The columns, in order. */
export const COLUMNS = ["id", "category", "attributes", "place", "vector"] as const;

/** An item and where it stands. */
export interface PlacedItem extends CatalogueItem {
  /** Its number in the order in which items came: ties go to the lower. */
  place: number;
}

/**
 * id, category: text; attributes: JSON; place: int32; vector: float32 `[dim]`. What the catalogue is
 * about stands in the metadata.
 */
export function tableSchema({ arrow }: Lance, about: CatalogueAbout): Schema {
  const { Field, FixedSizeList, Float32, Int32, Schema, Utf8 } = arrow;
  const number: Field = new Field("item", new Float32(), true);
  const fields: Field[] = [
    new Field("id", new Utf8(), false),
    new Field("category", new Utf8(), false),
    new Field("attributes", new Utf8(), false),
    new Field("place", new Int32(), false),
    new Field("vector", new FixedSizeList(about.dim, number), false),
  ];
  return new Schema(fields, new Map([[ABOUT_KEY, JSON.stringify(about)]]));
}

/** The rows of `items`, whose vectors are `vectors`, float32 `[items.length, dim]`, without a copy. */
export function toTable(
  lance: Lance,
  about: CatalogueAbout,
  items: readonly PlacedItem[],
  vectors: Float32Array,
): Table {
  const { Float32, Int32, makeData, RecordBatch, Schema, Struct, Table, Utf8, vectorFromArray } =
    lance.arrow;
  // A written table may not bring metadata of its own.
  const schema = new Schema(tableSchema(lance, about).fields);
  const text = (texts: string[]) => vectorFromArray(texts, new Utf8()).data[0]!;
  const children = [
    text(items.map(({ id }) => id)),
    text(items.map(({ category }) => category)),
    text(items.map(({ attributes }) => attributesText(attributes ?? {}))),
    makeData({ type: new Int32(), data: Int32Array.from(items, ({ place }) => place) }),
    makeData({
      type: schema.fields[4]!.type,
      length: items.length,
      nullCount: 0,
      child: makeData({ type: new Float32(), data: vectors }),
    }),
  ];
  const struct = makeData({
    type: new Struct(schema.fields),
    length: items.length,
    nullCount: 0,
    children,
  });
  return new Table([new RecordBatch(schema, struct)]);
}
