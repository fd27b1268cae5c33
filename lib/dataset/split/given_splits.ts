/** Splits that a source gives its photos, passed over where they cannot be used: `withUsableSplits`. */

import { type PhotoSource, withItems } from "../photo_source.ts";

/** What photos of a split are there for, for people. */
const PURPOSE = { train: "training", validation: "validation", test: "testing" } as const;

/**
 * `source`, without its splits where these leave nothing to train on or nothing that is held out: the
 * splits are then drawn, as for photos that have none.
 *
 * @returns the source, and where splits are passed over a sentence that says so
 */
export function withUsableSplits(source: PhotoSource): { source: PhotoSource; warning?: string } {
  const items = source.photos.flatMap(({ items }) => items);
  const [first, ...others] = new Set(items.map(({ split }) => split));
  if (first === undefined || others.includes(undefined)) return { source };
  const given = [first, ...others].flatMap((split) => split ?? []);
  if (given.includes("train") && given.length > 1) return { source };
  const photos = withItems(source.photos, ({ split: _, ...item }) => item);
  return {
    source: { ...source, photos },
    warning: `All photos are given for ${
      given.map((split) => PURPOSE[split]).sort().join(" and ")
    }, ${
      given.includes("train") ? "none is held out" : "none for training"
    }: splits are drawn from all of them instead`,
  };
}
