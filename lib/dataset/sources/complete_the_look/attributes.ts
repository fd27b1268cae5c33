/** A table of the attributes of items, such as colour and style: `readAttributes`. */

import { readTableLines } from "./table_lines.ts";

/**
 * A table of attributes: a header of names with tabs between them, then a line for each line of
 * the table of items. An empty field means that the attribute is not known.
 *
 * @returns attributes by line number; the header is line 1
 * @throws {RangeError} if the file does not exist
 * @throws {SyntaxError} if a line has another number of fields than the header
 */
export async function readAttributes(path: string): Promise<Map<number, Record<string, string>>> {
  const attributes = new Map<number, Record<string, string>>();
  let names: string[] = [];
  let line = 0;
  for await (const text of readTableLines(path)) {
    line++;
    const fields = text.split("\t").map((field) => field.trim());
    if (line === 1) {
      names = fields;
      continue;
    }
    if (fields.length !== names.length) {
      throw new SyntaxError(
        `Cannot read attributes as line ${line} of "${path}" must have ${names.length} fields: ` +
          `current value is ${fields.length}`,
      );
    }
    const known = names.map((name, i) => [name, fields[i]!] as const)
      .filter(([, value]) => value !== "");
    attributes.set(line, Object.fromEntries(known));
  }
  return attributes;
}
