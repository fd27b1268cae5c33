/** The groups of photos in a folder, from a table beside them: `readGroups`. */

import { Buffer } from "node:buffer";
import { join } from "node:path";
import pl from "nodejs-polars";
import { messageOf } from "../../io/errors.ts";
import { ifExists } from "../../io/files.ts";
import { readRegularFile } from "../../io/regular_file.ts";

/** Tables that are looked for: their columns, and how the first names a photo. */
const TABLES = [
  /** Paths below the folder, with "/" between folders. */
  { file: "groups.csv", columns: ["file", "group"], nameOf: (path: string) => path },
  /** The table of the clothing dataset: file names without their ending, and who sent the photo. */
  {
    file: "images.csv",
    columns: ["image", "sender_id"],
    nameOf: (path: string) => path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, ""),
  },
] as const;

/**
 * Group of a photo by its path below `root`, such as who took it, from `groups.csv` (columns file and
 * group) or `images.csv` (image and sender_id) in `root`. Photos that the table does not name, and
 * those with an empty group, have none.
 *
 * @returns undefined if there is no such table
 * @throws {SyntaxError} if the table cannot be read or lacks a column
 */
export async function readGroups(
  root: string,
): Promise<((path: string) => string | undefined) | undefined> {
  for (const { file, columns: [name, group], nameOf } of TABLES) {
    const path = join(root, file);
    if (!(await ifExists(Deno.stat(path)))?.isFile) continue;
    const bytes = readRegularFile(path);
    const rows = readTable(bytes, file, [name, group]);
    // A letter with an accent may be one character in the table and two in the folder.
    const groups = new Map(rows.map((row) => [row[name]?.normalize(), row[group] || undefined]));
    return (path) => groups.get(nameOf(path).normalize());
  }
  return undefined;
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
