/** JSON files with a version and a checksum: `readRecord`, `writeRecord`. */

import * as v from "valibot";
import { sha256 } from "./bytes.ts";
import { writeFileAtomic } from "./files.ts";
import { checked, Count, resultsJson, Text } from "./json.ts";

/** What one kind of JSON file holds. */
export interface RecordFormat<S extends v.GenericSchema> {
  /** Goes up whenever files of before can no longer be read. */
  version: number;
  schema: S;
  /** What to do about a file that cannot be read: "run notebook 05_evaluate again". */
  hint: string;
}

/**
 * Write `value` to `path` as indented JSON, with the format's version and a SHA-256 of its content;
 * whole or not at all.
 *
 * @throws {SyntaxError} if `readRecord` would refuse the value, naming the path and what is wrong
 *
 * @example
 * ```ts
 * import * as v from "valibot";
 * const format = { version: 1, schema: v.object({ loss: v.number() }), hint: "train again" };
 * const path = `${await Deno.makeTempDir()}/loss.json`;
 * await writeRecord(path, format, { loss: 0.25 });
 * const { loss } = (await readRecord(path, format))!; // 0.25
 * ```
 */
export async function writeRecord<S extends v.GenericSchema<Record<string, unknown>, unknown>>(
  path: string,
  { version, schema }: RecordFormat<S>,
  value: v.InferInput<S>,
): Promise<void> {
  // As it will be read: NaN becomes null, and keys without a value are gone.
  const stored: Record<string, unknown> = JSON.parse(JSON.stringify(value));
  try {
    checked(schema)(stored);
  } catch (error) {
    throw new SyntaxError(`Cannot write "${path}" as ${(error as Error).message}`);
  }
  const checksum = checksumOf({ version, ...stored });
  await writeFileAtomic(path, resultsJson({ version, checksum, ...stored }));
}

/**
 * What `writeRecord` wrote to `path`, or undefined where there is no file.
 *
 * @throws {SyntaxError} if the file is of another version or damaged, naming it and what to do
 */
export async function readRecord<S extends v.GenericSchema>(
  path: string,
  { version, schema, hint }: RecordFormat<S>,
): Promise<v.InferOutput<S> | undefined> {
  try {
    const file: unknown = JSON.parse(await Deno.readTextFile(path));
    const { version: found = "none", checksum, ...value } = checked(AnyRecord)(file);
    if (found !== version) {
      throw new SyntaxError(`its version must be ${version}: current value is ${found}`);
    }
    if (checksum !== checksumOf({ version, ...value })) throw new SyntaxError("checksum mismatch");
    return checked(schema)(value);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(`Cannot read "${path}" (${hint}): ${error.message}`, { cause: error });
  }
}

/** A record of any version, or of before there were versions. */
const AnyRecord = v.looseObject({ version: v.optional(Count), checksum: v.optional(Text) });

/** SHA-256, hex, of the content without line breaks and indentation, keys in the file's order. */
function checksumOf(content: Record<string, unknown>): string {
  return sha256(JSON.stringify(content));
}
