/** What tables beside the photos of a folder say of them: `readPhotoTables`. */

import { Buffer } from "node:buffer";
import { join } from "node:path";
import pl from "nodejs-polars";
import { decodeText } from "../../io/decode_text.ts";
import { messageOf } from "../../io/errors.ts";
import { ifExists } from "../../io/files.ts";
import { comparablePath } from "../../io/paths.ts";
import { readRegularFile } from "../../io/regular_file.ts";

/** A table that is looked for: its columns, and how the first names a photo. */
interface TableFormat {
  file: string;
  columns: readonly [name: string, value: string];
  nameOf: (path: string) => string;
}

/** What a table says of photos. */
export interface PhotoTable {
  /** Its name. */
  file: string;
  /** Its values, by the names that it gives the photos; empty ones are undefined. */
  values: ReadonlyMap<string, string | undefined>;
  /** The name of a photo in it, by the path below the root. */
  nameOf: (path: string) => string;
}

const PRODUCTS: readonly TableFormat[] = [
  { file: "products.csv", columns: ["file", "product"], nameOf: comparablePath },
];
const GROUPS: readonly TableFormat[] = [
  { file: "groups.csv", columns: ["file", "group"], nameOf: comparablePath },
  /** The table of the clothing dataset: file names without their ending, and who sent the photo. */
  {
    file: "images.csv",
    columns: ["image", "sender_id"],
    nameOf: (path) => comparablePath(path).split("/").at(-1)!.replace(/\.[^.]*$/, ""),
  },
];

/**
 * Groups of the photos in `root`, such as who took them, from `groups.csv` (columns file and group) or
 * `images.csv` (image and sender_id) there; and the products that they show, from `products.csv` (file
 * and product). Photos that a table does not name, and those with an empty value, have none. Columns
 * are separated by commas, semicolons or tabs.
 *
 * @returns undefined in place of a table that there is not
 * @throws {SyntaxError} if a table cannot be read or lacks a column
 * @throws {RangeError} if it gives a photo two groups or products
 */
export async function readPhotoTables(
  root: string,
): Promise<{ groups: PhotoTable | undefined; products: PhotoTable | undefined }> {
  const firstOf = async (formats: readonly TableFormat[]) => {
    for (const format of formats) {
      const table = await readPhotoTable(root, format);
      if (table) return table;
    }
    return undefined;
  };
  return { groups: await firstOf(GROUPS), products: await firstOf(PRODUCTS) };
}

async function readPhotoTable(
  root: string,
  { file, columns, nameOf }: TableFormat,
): Promise<PhotoTable | undefined> {
  const path = join(root, file);
  if (!(await ifExists(Deno.stat(path)))?.isFile) return undefined;
  const values = new Map<string, string | undefined>();
  for (const [photo, value] of readRows(readRegularFile(path), file, columns)) {
    const name = nameOf(photo);
    const other = values.get(name) ?? value;
    if (value !== undefined && other !== value) {
      throw new RangeError(
        `Cannot read "${file}" as a photo must have one ${columns[1]}: current values of ` +
          `${JSON.stringify(photo)} are ${JSON.stringify(other)} and ${JSON.stringify(value)}`,
      );
    }
    values.set(name, other);
  }
  return { file, values, nameOf };
}

/** The two columns, row by row; empty values are undefined. */
function readRows(
  bytes: Uint8Array,
  file: string,
  columns: readonly [string, string],
): [photo: string, value: string | undefined][] {
  try {
    const text = decodeText(bytes);
    const [head = ""] = text.split("\n", 1);
    const sep = [",", ";", "\t"].find((sep) => head.includes(sep)) ?? ",";
    // All columns as text: "007" is another group than "7".
    const table = pl.readCSV(Buffer.from(text), { inferSchemaLength: 0, sep });
    const [photos, values] = columns.map((wanted) => {
      const name = table.columns.find((name) => name.trim().toLowerCase() === wanted);
      return table.getColumn(name ?? wanted).toArray() as (string | null)[];
    });
    return photos!.flatMap((photo, i) =>
      photo === null ? [] : [[photo, values![i]?.trim().normalize() || undefined]]
    );
  } catch (error) {
    throw new SyntaxError(
      `Cannot read "${file}" as it must be a table with the columns ` +
        `${columns.join(" and ")}: ${messageOf(error)}`,
      { cause: error },
    );
  }
}
