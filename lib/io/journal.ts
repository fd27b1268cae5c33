/**
 * An append-only file of records with checksums, so that a program that is killed loses only the
 * record it was writing: `Journal`.
 *
 * Layout: 32 bytes, the SHA-256 of a header that says what the records are of; then the records,
 * each as its length and its CRC-32 (both uint32, little-endian), then its bytes.
 */

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { concatBytes, writeAll } from "./bytes.ts";
import { ifExists, naming } from "./files.ts";

const HEADER_BYTES = 32, PREFIX_BYTES = 8;

/**
 * A journal that is open for more records; the caller disposes of it, and its file stays.
 *
 * @example
 * ```ts
 * import { Journal } from "./journal.ts";
 *
 * const path = `${await Deno.makeTempDir()}/work.partial`;
 * {
 *   using journal = await Journal.open(path, "squares of 1 to 3");
 *   await journal.add(Uint8Array.of(1, 4));
 * }
 * using again = await Journal.open(path, "squares of 1 to 3");
 * console.log(again.records); // [Uint8Array [1, 4]]
 * ```
 */
export class Journal implements Disposable {
  private constructor(
    readonly path: string,
    /** The records that an earlier program wrote, whole, in their order. */
    readonly records: readonly Uint8Array[],
    readonly file: Deno.FsFile,
  ) {}

  /**
   * Open the journal in `path` with the records before the first that is cut off or damaged; what
   * follows them is removed. A journal with another header begins anew, without records.
   *
   * @throws {Error} if it cannot be written, naming the path
   */
  static async open(path: string, header: string): Promise<Journal> {
    const hash = createHash("sha256").update(header).digest();
    const bytes = await ifExists(Deno.readFile(path)) ?? new Uint8Array();
    const isSame = hash.equals(bytes.subarray(0, HEADER_BYTES));
    const records = isSame ? readRecords(bytes) : [];
    const file = await naming(path, Deno.open(path, { write: true, create: true }));
    const journal = new Journal(path, records, file);
    try {
      if (!isSame) await naming(path, writeAll(file, hash));
      await journal.keep(records.length);
    } catch (error) {
      file.close();
      throw error;
    }
    return journal;
  }

  /** Remove all but the first `count` of `records` from the file; `add` then follows these. */
  async keep(count: number): Promise<void> {
    const lengths = this.records.slice(0, count).map((record) => PREFIX_BYTES + record.length);
    const end = lengths.reduce((sum, length) => sum + length, HEADER_BYTES);
    await naming(this.path, this.file.truncate(end));
    await this.file.seek(end, Deno.SeekMode.Start);
  }

  /** Append a record of one byte or more. */
  async add(record: Uint8Array): Promise<void> {
    const prefix = new Uint8Array(Uint32Array.of(record.length, crc32(record)).buffer);
    await naming(this.path, writeAll(this.file, concatBytes([prefix, record])));
  }

  /** Close the file. */
  [Symbol.dispose](): void {
    this.file.close();
  }
}

function readRecords(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  for (let at = HEADER_BYTES; at + PREFIX_BYTES <= bytes.length;) {
    const length = view.getUint32(at, true);
    const start = at + PREFIX_BYTES;
    const record = bytes.subarray(start, start + length);
    // Zeros, which a power cut can leave, would pass for empty records.
    if (length === 0 || record.length < length) break;
    if (crc32(record) !== view.getUint32(at + 4, true)) break;
    records.push(record);
    at = start + length;
  }
  return records;
}
