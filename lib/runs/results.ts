/**
 * The results of a run: `metrics.json` and `umap.json`, their schemas and types; `saveResults`,
 * `loadMetrics`.
 */

import { join } from "node:path";
import * as v from "valibot";
import {
  byName,
  Count,
  Fingerprint,
  Mean,
  NoList,
  Numeral,
  Positive,
  Share,
  Text,
} from "../io/json.ts";
import { readRecord, writeRecord } from "../io/record.ts";
import { PRODUCT_SCORES } from "../metrics/product_retrieval.ts";
import {
  CATEGORY_MEANS,
  CHANCE,
  GROUP_SCORES,
  INTERVAL,
  LOOK_SCORE,
  RETRIEVAL_SCORES,
  SCORE_MEANS,
} from "../metrics/score_schemas.ts";
import { runDirectory } from "./directories.ts";
import {
  currentProvenance,
  differenceOf,
  PROVENANCE,
  type Provenance,
  provenanceOf,
} from "./provenance.ts";
import type { Settings } from "./settings.ts";

/** What is also measured of a list of queries, where images have groups, colours or patterns. */
const STRICTER = {
  leaveOneGroupOut: v.optional(GROUP_SCORES),
  look: v.optional(LOOK_SCORE),
};

/** Splits whose photos are queries but not in the index. */
export const HELD_OUT_SPLITS = ["validation", "test"] as const;
const bySplit = <S extends v.GenericSchema>(schema: S) =>
  v.pipe(NoList, v.strictObject({ validation: v.optional(schema), test: v.optional(schema) }));

/** Scores of queries that are not in the index, and recall@1 of augmented copies of some that are. */
const HELD_OUT = {
  heldOut: bySplit(v.strictObject({
    ...RETRIEVAL_SCORES.entries,
    ...STRICTER,
    /** Neighbours of the query's category among its k nearest, one number for each query. */
    hits: v.array(Count),
  })),
  /** Missing of vectors that were brought: nothing here can embed a copy as they were. */
  copies: v.optional(v.strictObject({
    recall: Mean,
    interval: INTERVAL,
    /** 1 for each copy that finds its image first. */
    hits: v.array(Count),
  })),
};

const EMBEDDING = v.strictObject({
  name: Text,
  kind: v.picklist(["model", "baseline"]),
  /** Name of the embedding that was transformed, and how; absent for raw embeddings. */
  of: v.optional(Text),
  transform: v.optional(Text),
  dim: Positive,
  /** Size of its vectors. */
  bytes: Count,
  /** The original's protocol: P@k with the query itself in the index. */
  selfIncluded: CATEGORY_MEANS,
  leaveOneOut: RETRIEVAL_SCORES,
  ...STRICTER,
  /** Neighbours of the query's category among its k nearest, one number for each photo of the index. */
  hits: v.array(Count),
  ...HELD_OUT,
});

/** An embedding fitted with the categories of the index, which therefore cannot evaluate it. */
const SUPERVISED = v.strictObject({ name: Text, of: Text, dim: Positive, ...HELD_OUT });

const METRICS_SCHEMA = v.pipe(
  v.strictObject({
    ...PROVENANCE,
    dataset: v.strictObject({ name: Text, fingerprint: Fingerprint }),
    backend: v.strictObject({
      name: Text,
      device: Text,
      gpu: v.boolean(),
      advice: v.optional(Text),
    }),
    index: v.strictObject({
      split: Text,
      items: Count,
      categories: v.array(Text),
      /** Photos of each category. */
      counts: v.array(Count),
      /** Place in `categories` of each photo's category. */
      codes: v.array(Count),
      /** Number of each photo's group, where some have one. */
      groups: v.optional(v.array(Count)),
    }),
    k: Positive,
    chance: CHANCE,
    heldOut: bySplit(v.strictObject({
      queries: Count,
      chance: CHANCE,
      /** Place in `index.categories` of each query's category. */
      codes: v.array(Count),
      /** Number of each query's group, where some have one: bootstraps draw whole groups. */
      groups: v.optional(v.array(Count)),
    })),
    /** P@k of held-out images of categories that no training image has, among each other. */
    zeroShot: v.optional(v.strictObject({
      split: v.picklist(HELD_OUT_SPLITS),
      queries: Count,
      k: Positive,
      chance: CHANCE,
      embeddings: v.array(v.strictObject({ name: Text, precision: SCORE_MEANS })),
    })),
    /** How well photos find other photos of their product in the index, where products are known. */
    products: v.optional(v.strictObject({
      /** Split of the queries; "train": the index itself, each left out of its own answers. */
      split: v.picklist(["test", "validation", "train"]),
      queries: Positive,
      products: Positive,
      gallery: Positive,
      embeddings: v.array(v.strictObject({ name: Text, scores: PRODUCT_SCORES })),
    })),
    /** Place in the index of the image that each augmented copy is of. */
    copies: v.array(Count),
    whitening: v.strictObject({
      /** Dimensions chosen on the validation split. */
      components: Positive,
      tried: v.array(v.strictObject({
        name: Text,
        sizes: v.array(v.strictObject({ components: Positive, precision: Share })),
      })),
    }),
    /** Name of the embedding to search with, chosen on the validation split. */
    chosen: Text,
    /** Name of the embedding to search with, where embeddings with class posteriors count too. */
    searchedWith: Text,
    /** Weights of the fused embedding beside its first part, and the validation P@k that chose them. */
    fusion: v.optional(v.strictObject({
      weights: byName(Numeral),
      precision: v.optional(Share),
      before: v.optional(Share),
    })),
    embeddings: v.array(EMBEDDING),
    supervised: v.array(SUPERVISED),
    /** Micro P@1, P@2, ... */
    precisionAtK: v.array(v.strictObject({ name: Text, micro: v.array(Share) })),
    /** Fraction of the neighbours by category of query and neighbour, row-major. */
    confusion: v.array(v.strictObject({
      name: Text,
      /** Split of the queries; of the index's own each is left out of its own answers. */
      split: Text,
      categories: v.array(Text),
      shares: v.array(Share),
    })),
    attributes: v.array(v.strictObject({
      name: Text,
      items: Count,
      values: Count,
      chance: Mean,
      /** Places in the index of the photos that count: others share their value. */
      queries: v.array(Count),
      embeddings: v.array(v.strictObject({
        name: Text,
        ...v.omit(SCORE_MEANS, ["perCategory"]).entries,
        /** Of raw embeddings: neighbours with the query's value among its k nearest, by query. */
        hits: v.optional(v.array(Count)),
      })),
    })),
  }),
  v.check(
    ({ index: { categories, counts } }) => counts.length === categories.length,
    "a count for each category",
  ),
  v.check(
    ({ index: { items, categories, codes } }) =>
      codes.length === items && codes.every((code) => code < categories.length),
    "the category of each photo",
  ),
  v.check(
    ({ index, heldOut: { validation, test } }) =>
      [index, validation, test].every((of) =>
        of?.groups === undefined || of.groups.length === of.codes.length
      ),
    "the group of each photo",
  ),
  v.check(
    ({ index: { items }, k, embeddings }) =>
      embeddings.every(({ hits }) => hits.length === items && hits.every((count) => count <= k)),
    "the hits of each photo, at most k",
  ),
  v.check(
    ({ index: { categories }, heldOut }) =>
      Object.values(heldOut).every((split) =>
        split === undefined ||
        split.codes.length === split.queries &&
          split.codes.every((code) => code < categories.length)
      ),
    "the category of each query",
  ),
  v.check(
    ({ heldOut, k, embeddings, supervised }) =>
      [...embeddings, ...supervised].every((embedding) =>
        HELD_OUT_SPLITS.every((split) => {
          const hits = embedding.heldOut[split]?.hits;
          return hits === undefined ||
            hits.length === heldOut[split]?.queries && hits.every((count) => count <= k);
        })
      ),
    "the hits of each query, at most k",
  ),
  v.check(
    ({ chosen, embeddings }) => embeddings.some(({ name }) => name === chosen),
    "the chosen embedding among all",
  ),
);

const UMAP_SCHEMA = v.pipe(
  v.strictObject({
    ...PROVENANCE,
    /** Ids of the photos on the maps. */
    ids: v.array(Text),
    neighbours: Positive,
    minDist: Numeral,
    trustworthiness: byName(Mean),
    /** By name: `[ids.length, 2 or 3]`, row-major. */
    maps: byName(v.array(Numeral)),
  }),
  v.check(
    ({ ids, maps }) =>
      Object.values(maps).every(({ length }) => [2, 3].some((n) => length === n * ids.length)),
    "two or three numbers for each photo on every map",
  ),
);

/** `metrics.json`, which notebook 05 writes. */
export const METRICS = {
  version: 5,
  schema: METRICS_SCHEMA,
  hint: "run notebook 05_evaluate again",
};
/** `umap.json`, which notebook 06 writes. */
export const UMAP = { version: 2, schema: UMAP_SCHEMA, hint: "run notebook 06_umap again" };

export type Metrics = v.InferOutput<typeof METRICS_SCHEMA>;
export type EmbeddingResults = Metrics["embeddings"][number];
export type UmapResults = v.InferOutput<typeof UMAP_SCHEMA>;

/** What a notebook gives to `saveResults`, which adds what they were made of. */
export interface NewResults {
  metrics?:
    & Omit<v.InferInput<typeof METRICS_SCHEMA>, keyof Provenance>
    & Pick<v.InferInput<typeof METRICS_SCHEMA>, "dataset">;
  umap?: Omit<v.InferInput<typeof UMAP_SCHEMA>, keyof Provenance>;
}

/**
 * Write `metrics.json` or `umap.json` beside the run's models, whole or not at all.
 *
 * @param directory @default data/runs/<run>
 * @throws {SyntaxError} if a value is missing or out of its range, naming it
 */
export async function saveResults(
  settings: Settings,
  { metrics, umap }: NewResults,
  directory = runDirectory(settings),
): Promise<void> {
  if (metrics) {
    const { dataset: _, ...of } = await currentProvenance(settings, directory);
    await writeRecord(join(directory, "metrics.json"), METRICS, { ...metrics, ...of });
  }
  if (umap) {
    const of = await provenanceOf(settings, directory);
    await writeRecord(join(directory, "umap.json"), UMAP, { ...umap, ...of });
  }
}

/**
 * The `metrics.json` of a run.
 *
 * @throws {Error} if the run has none yet
 * @throws {SyntaxError} if it is of another version, damaged, or of another run, seed, photos, models
 *   or weights than the run has now, with what to do
 */
export async function loadMetrics(
  settings: Settings,
  directory = runDirectory(settings),
): Promise<Metrics> {
  const path = join(directory, "metrics.json");
  const metrics = await readRecord(path, METRICS);
  if (!metrics) throw new Error(`"${path}" is missing: run notebook 05_evaluate`);
  const difference = differenceOf(metrics, await currentProvenance(settings, directory));
  if (difference === undefined) return metrics;
  throw new SyntaxError(
    `Cannot read "${path}" (${METRICS.hint}) as it must be of the run as it is now: ${difference}`,
  );
}
