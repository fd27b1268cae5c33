/**
 * Vectors kept batch by batch while they are computed, so that a program that is killed loses only
 * those under way: `VectorJournal`.
 *
 * Layout: 32 bytes, SHA-256 of what the vectors are of; then the batches, each the CRC-32 of its
 * bytes (uint32, little-endian) and its vectors (float32, little-endian, row-major).
 */

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { naming } from "./files.ts";

/** Which vectors a journal keeps. */
export interface JournalOptions {
  /** What they are of: weights, photos. Another key begins again. */
  key: string;
  /** Numbers in a vector. */
  dim: number;
  /** Vectors of all photos, and of each batch but the last. */
  count: number;
  batch: number;
}

/** A journal that is open for more batches. */
export class VectorJournal implements Disposable {
  private constructor(
    readonly path: string,
    /** Vectors kept so far, whole batches: row-major `[n, dim]`. */
    readonly kept: Float32Array,
    readonly file: Deno.FsFile,
  ) {}

  /**
   * Open the journal in `path`, with what an earlier program kept of the same vectors: all batches
   * before the first that is not whole.
   */
  static async open(path: string, options: JournalOptions): Promise<VectorJournal> {
    const header = createHash("sha256").update(JSON.stringify(options)).digest();
    const before = await Deno.readFile(path).catch((error) => {
      if (error instanceof Deno.errors.NotFound) return new Uint8Array();
      throw error;
    });
    const same = header.equals(before.subarray(0, header.length));
    const { kept, end } = same ? readBatches(before, header.length, options) : NOTHING;
    const file = await naming(path, Deno.open(path, { write: true, create: true }));
    try {
      if (same) await file.truncate(end);
      else {
        await file.truncate();
        await writeAll(path, file, header);
      }
      await file.seek(0, Deno.SeekMode.End);
    } catch (error) {
      file.close();
      throw error;
    }
    return new VectorJournal(path, kept, file);
  }

  /** Keep one more batch. */
  async add(vectors: Float32Array): Promise<void> {
    const bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
    const record = new Uint8Array(4 + bytes.length);
    new DataView(record.buffer).setUint32(0, crc32(bytes), true);
    record.set(bytes, 4);
    await writeAll(this.path, this.file, record);
  }

  /** Close the file, which stays. */
  [Symbol.dispose](): void {
    this.file.close();
  }
}

const NOTHING = { kept: new Float32Array(), end: 0 };

function readBatches(
  bytes: Uint8Array,
  start: number,
  { dim, count, batch }: JournalOptions,
): { kept: Float32Array; end: number } {
  const kept = new Float32Array(count * dim);
  let end = start, rows = 0;
  while (rows < count) {
    const values = Math.min(batch, count - rows) * dim;
    const record = bytes.slice(end, end + 4 + 4 * values);
    if (record.length < 4 + 4 * values) break;
    if (new DataView(record.buffer).getUint32(0, true) !== crc32(record.subarray(4))) break;
    kept.set(new Float32Array(record.buffer, 4, values), rows * dim);
    rows += values / dim;
    end += record.length;
  }
  return { kept: kept.slice(0, rows * dim), end };
}

async function writeAll(path: string, file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await naming(path, file.write(bytes.subarray(at)));
}
