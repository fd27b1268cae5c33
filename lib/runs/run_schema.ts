/** What a run's results must hold: `METRICS` and `UMAP`; keys that they do not name are let through. */

import * as v from "valibot";
import { byName, Count, Fingerprint, Mean, NoList, Numeral, Positive, Text } from "../io/json.ts";

const Interval = v.tuple([Mean, Mean]);

const Chance = v.looseObject({ macro: Mean, micro: Mean });
/** Queries of splits that are not in the index. */
const bySplit = <S extends v.GenericSchema>(schema: S) =>
  v.pipe(NoList, v.looseObject({ validation: v.optional(schema), test: v.optional(schema) }));

const Means = v.looseObject({
  macro: Mean,
  micro: Mean,
  perCategory: byName(Mean),
  interval: v.looseObject({ macro: Interval, micro: Interval }),
});

/** What photos that are not in the index, and changed copies of some that are, say of a method. */
const unseen = {
  heldOut: v.optional(bySplit(v.looseObject({ precisionAt5: Means }))),
  copies: v.optional(v.looseObject({ recall: Mean, interval: Interval })),
};

const Method = v.looseObject({
  name: Text,
  kind: v.picklist(["model", "baseline"]),
  dim: Positive,
  bytes: Count,
  selfIncluded: v.looseObject({ macro: Mean }),
  leaveOneOut: v.looseObject({
    precisionAt5: Means,
    averagePrecisionAt5: Means,
    mapAtR: Means,
    rPrecision: Means,
  }),
  hits: v.optional(v.array(Count)),
  of: v.optional(Text),
  transform: v.optional(Text),
  ...unseen,
});

/** `metrics.json`: one count a category, one code and one number of hits a photo. */
export const METRICS = v.pipe(
  v.looseObject({
    dataset: v.looseObject({ name: Text, fingerprint: Fingerprint }),
    index: v.looseObject({
      split: Text,
      items: Count,
      categories: v.array(Text),
      counts: v.array(Count),
      codes: v.optional(v.array(Count)),
    }),
    k: Positive,
    chance: Chance,
    heldOut: v.optional(bySplit(v.looseObject({ queries: Count, chance: Chance }))),
    copies: v.optional(Count),
    methods: v.array(Method),
    told: v.optional(v.array(v.looseObject({ name: Text, of: Text, dim: Positive, ...unseen }))),
  }),
  v.check(
    ({ index: { categories, counts } }) => counts.length === categories.length,
    "a count for each category",
  ),
  v.check(
    ({ index: { items, categories, codes } }) =>
      codes === undefined ||
      codes.length === items && codes.every((code) => code < categories.length),
    "the category of each photo",
  ),
  v.check(
    ({ index: { items }, k, methods }) =>
      methods.every(({ hits }) =>
        hits === undefined || hits.length === items && hits.every((count) => count <= k)
      ),
    "the hits of each photo, at most k",
  ),
);

/** `umap.json`: a place in two or three dimensions for each photo. */
export const UMAP = v.pipe(
  v.looseObject({
    ids: v.array(Text),
    neighbors: Positive,
    minDist: Numeral,
    trustworthiness: byName(v.pipe(v.nullable(Numeral), v.transform((value) => value ?? NaN))),
    maps: byName(v.array(Numeral)),
  }),
  v.check(
    ({ ids, maps }) =>
      Object.values(maps).every(({ length }) => [2, 3].some((n) => length === n * ids.length)),
    "two or three numbers for each photo on every map",
  ),
);
