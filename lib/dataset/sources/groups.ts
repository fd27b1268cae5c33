/** What tables beside the photos of a folder say of them: `readGroups`, `readProducts`. */

import { Buffer } from "node:buffer";
import { join } from "node:path";
import pl from "nodejs-polars";
import { messageOf } from "../../io/errors.ts";
import { ifExists } from "../../io/files.ts";
import { readRegularFile } from "../../io/regular_file.ts";

/** A table that is looked for: its columns, and how the first names a photo. */
interface PhotoTable {
  file: string;
  columns: readonly [name: string, value: string];
  nameOf: (path: string) => string;
}

/** What a table says of a photo, by its path below the root. */
type Lookup = (path: string) => string | undefined;

/** Paths below the folder, with "/" between folders. */
const wholePath = (path: string) => path;

const PRODUCTS: PhotoTable = {
  file: "products.csv",
  columns: ["file", "product"],
  nameOf: wholePath,
};
const GROUPS: readonly PhotoTable[] = [
  { file: "groups.csv", columns: ["file", "group"], nameOf: wholePath },
  /** The table of the clothing dataset: file names without their ending, and who sent the photo. */
  {
    file: "images.csv",
    columns: ["image", "sender_id"],
    nameOf: (path) => path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, ""),
  },
];

/**
 * Group of a photo by its path below `root`, such as who took it, from `groups.csv` (columns file and
 * group) or `images.csv` (image and sender_id) in `root`. Photos that the table does not name, and
 * those with an empty group, have none.
 *
 * @returns undefined if there is no such table
 * @throws {SyntaxError} if the table cannot be read or lacks a column
 */
export async function readGroups(root: string): Promise<Lookup | undefined> {
  for (const table of GROUPS) {
    const groupOf = await readLookup(root, table);
    if (groupOf) return groupOf;
  }
  return undefined;
}

/**
 * Product that a photo shows by its path below `root`, from `products.csv` (columns file and product)
 * in `root`. Photos that the table does not name, and those with an empty product, have none.
 *
 * @returns undefined if there is no such table
 * @throws {SyntaxError} if the table cannot be read or lacks a column
 */
export async function readProducts(root: string): Promise<Lookup | undefined> {
  return await readLookup(root, PRODUCTS);
}

async function readLookup(
  root: string,
  { file, columns, nameOf }: PhotoTable,
): Promise<Lookup | undefined> {
  const path = join(root, file);
  if (!(await ifExists(Deno.stat(path)))?.isFile) return undefined;
  const [name, value] = columns;
  const rows = readTable(readRegularFile(path), file, columns);
  // A letter with an accent may be one character in the table and two in the folder.
  const values = new Map(rows.map((row) => [row[name]?.normalize(), row[value] || undefined]));
  return (photo) => values.get(nameOf(photo).normalize());
}

function readTable(bytes: Uint8Array, file: string, columns: readonly [string, string]) {
  try {
    // All columns as text: "007" is another group than "7".
    const table = pl.readCSV(Buffer.from(bytes), { inferSchemaLength: 0 });
    // Both columns are text.
    return table.select(...columns).toRecords() as Record<string, string | null>[];
  } catch (error) {
    throw new SyntaxError(
      `Cannot read "${file}" as it must be a table with the columns ${columns.join(" and ")}: ` +
        messageOf(error),
      { cause: error },
    );
  }
}
