/** The images of a store by name and checksum, to compare two states: `readContents`. */

import type { Split } from "../split/split.ts";
import { itemsFromParquet } from "./items_table.ts";
import { readManifest, readStoreFile } from "./store_files.ts";

/** What a store holds, or is about to. */
export interface StoreContents {
  /** SHA-256, hex. */
  fingerprint: string;
  items: readonly { id: string; category: string; split: Split }[];
  /** CRC-32 of the bytes of each item's image. */
  checksums: ArrayLike<number>;
}

/**
 * The contents of the store in `directory`, without reading its images.
 *
 * @throws {RangeError} if nothing was prepared there, or a file is missing
 * @throws {SyntaxError} if a file is damaged
 */
export async function readContents(directory: string): Promise<StoreContents> {
  const manifest = await readManifest(directory);
  const items = itemsFromParquet(await readStoreFile(directory, "items", manifest));
  const sums = await readStoreFile(directory, "sums", manifest);
  return { fingerprint: manifest.fingerprint, items, checksums: checksumsOf(sums) };
}

/** The numbers in a file of checksums, uint32, little-endian. */
export function checksumsOf(sums: Uint8Array): Uint32Array {
  const view = new DataView(sums.buffer, sums.byteOffset, sums.byteLength);
  return Uint32Array.from({ length: sums.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}
