/**
 * Vectors saved batch by batch while they are computed, so that a program that is killed loses only
 * the batch it was computing: `VectorJournal`.
 */

import { concatBytes } from "./bytes.ts";
import { Journal } from "./journal.ts";

/** What the vectors are; other options begin a journal anew. */
export interface VectorJournalOptions {
  /** Names what decides their values, such as hashes of the weights and of the photos. */
  key: string;
  /** Dimensions of a vector. */
  dim: number;
  /** Number of vectors when all are computed, and of each batch but the last. */
  count: number;
  batch: number;
}

/** A journal of vectors that is open for more batches; the caller disposes of it. */
export class VectorJournal implements Disposable {
  private constructor(
    readonly journal: Journal,
    /** Vectors that an earlier program computed, whole batches: row-major `[n, dim]`. */
    readonly kept: Float32Array,
  ) {}

  /** Open the journal in `path`, made if it is missing. */
  static async open(path: string, options: VectorJournalOptions): Promise<VectorJournal> {
    const journal = await Journal.open(path, JSON.stringify(options));
    return new VectorJournal(journal, new Float32Array(concatBytes(journal.records).buffer));
  }

  /** Save one more batch, row-major `[batch, dim]`. */
  async add(vectors: Float32Array): Promise<void> {
    await this.journal.add(
      new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
    );
  }

  /** Close the file, which stays. */
  [Symbol.dispose](): void {
    this.journal[Symbol.dispose]();
  }
}
