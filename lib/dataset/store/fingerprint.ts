/**
 * Keys of a data set: `listingKey` of its file listing, `contentFingerprint` of its content.
 *
 * There are two because hashing every byte of a large set takes as long as preparing it. The
 * listing key only says whether a store must be prepared again (like make, it trusts names, sizes
 * and times); the fingerprint identifies the content and is the same on every machine.
 */

import { createHash, type Hash } from "node:crypto";
import type { PhotoSource, SourceItem } from "../photo_source.ts";
import type { Split } from "../split/split.ts";

/** Increased whenever the same photos would give other rows or splits. */
const PREPARATION_VERSION = 1;

/**
 * Increased whenever some photos would give other pixels: every store is then prepared again, and
 * keeps its fingerprint, by which runs know their photos.
 */
const DECODING_VERSION = 2;

/** What besides the photos decides what a store holds. */
export interface Preparation {
  seed: number;
  limit: number | undefined;
}

/** SHA-256, hex, over the preparation and each photo's name, size, stamp and items, in order. */
export function listingKey(source: PhotoSource, { seed, limit }: Preparation): string {
  const hash = createHash("sha256");
  updateLine(hash, [PREPARATION_VERSION, DECODING_VERSION, seed, limit]);
  for (const { file, size, stamp, items } of source.photos) {
    updateLine(hash, [file, size, stamp, ...items.map(valuesOf)]);
  }
  // The store also lists what was skipped, which should be up to date as well.
  for (const { file, reason } of source.skipped) updateLine(hash, [file, reason]);
  return hash.digest("hex");
}

/** SHA-256, hex, over the preparation and each item of the store with its file's SHA-256. */
export function contentFingerprint(
  items: Iterable<SourceItem & { split: Split; sha256: string }>,
  { seed, limit }: Preparation,
): string {
  const hash = createHash("sha256");
  updateLine(hash, [PREPARATION_VERSION, seed, limit]);
  for (const item of items) updateLine(hash, [item.sha256, valuesOf(item)]);
  return hash.digest("hex");
}

function updateLine(hash: Hash, values: readonly unknown[]): void {
  hash.update(JSON.stringify(values.map((value) => value ?? null)) + "\n");
}

function valuesOf({ id, category, split, group, box, attributes = {} }: SourceItem): unknown[] {
  const pairs = Object.entries(attributes).sort(([a], [b]) => a < b ? -1 : 1);
  return [id, category, split ?? null, group ?? null, box ?? null, pairs];
}
