/** An evaluation as `metrics.json`: `saveEvaluation`, and its content, `collectMetrics`. */

import { type Backend, useBackend } from "../backend/mod.ts";
import { neighbourConfusion } from "../metrics/confusion.ts";
import { precisionCurve } from "../metrics/precision_curve.ts";
import type { Evaluation } from "../metrics/evaluate.ts";
import { encodeGroups } from "../metrics/labels.ts";
import { BASELINES } from "./evaluated_compositions.ts";
import { runDirectory } from "./directories.ts";
import type { RunEvaluation, ScoredEmbedding } from "./evaluation.ts";
import { PRESETS } from "./presets.ts";
import { currentProvenance } from "./provenance.ts";
import {
  HELD_OUT_SPLITS,
  loadMetrics,
  type Metrics,
  type NewResults,
  saveResults,
} from "./results.ts";
import { wantedBackend } from "./settings.ts";

type NewMetrics = NonNullable<NewResults["metrics"]>;

/**
 * Write the evaluation of a run to `metrics.json` beside its models.
 *
 * @param directory @default data/runs/<run>
 * @returns the file's content, as `loadMetrics` reads it
 * @throws {Error} if a model was trained further meanwhile
 */
export async function saveEvaluation(
  evaluation: RunEvaluation,
  directory = runDirectory(evaluation.settings),
): Promise<Metrics> {
  const { settings, embeddings } = evaluation;
  const { weights: now } = await currentProvenance(settings, directory);
  for (const model of settings.models) {
    const { weights } = embeddings.find(({ name }) => name === PRESETS[model].title) ?? {};
    if (weights === undefined || weights === now[model]) continue;
    throw new Error(
      `Cannot save the evaluation as "${model}" must not be trained meanwhile: run notebook 05 again`,
    );
  }
  const backend = await useBackend(wantedBackend(settings));
  await saveResults(settings, { metrics: collectMetrics(evaluation, backend) }, directory);
  return await loadMetrics(settings, directory);
}

/** The metrics of an evaluation, as `saveResults` takes them. */
export function collectMetrics(evaluation: RunEvaluation, backend: Backend): NewMetrics {
  const { images: { store, ...images }, k, labels, embeddings, supervised } = evaluation;
  const { whitening, fusion, zeroShot, products, chosen, searchedWith } = evaluation;
  const { name, fingerprint, categories } = store;
  const codesOf = (rows: Uint32Array) =>
    Array.from(rows, (row) => categories.indexOf(store.items[row]!.category));
  const groupsOf = (rows: Uint32Array) => {
    const [groups] = encodeGroups(Array.from(rows, (row) => store.items[row]!.group)) ?? [];
    return groups && Array.from(groups);
  };
  const codes = codesOf(images.index);
  const [first] = embeddings;
  const queries = (split: typeof HELD_OUT_SPLITS[number]) => {
    const report = first!.scores.heldOut[split];
    return report && {
      queries: report.queryCount,
      chance: report.chance,
      codes: codesOf(images[split]),
      groups: groupsOf(images[split]),
    };
  };
  // Embeddings looked at more closely.
  const closer = embeddings.filter(({ name, kind, of }) =>
    name === chosen || name === BASELINES.pixels || kind === "model" && of === undefined
  );
  return {
    dataset: { name, fingerprint },
    backend,
    index: {
      split: "train",
      items: labels.length,
      categories: [...categories],
      counts: categories.map((_, code) => codes.filter((other) => other === code).length),
      codes,
      groups: groupsOf(images.index),
    },
    k,
    chance: retrievalOf(first!).chance,
    heldOut: { validation: queries("validation"), test: queries("test") },
    copies: Array.from(images.originals),
    whitening,
    fusion,
    zeroShot,
    products,
    chosen,
    searchedWith,
    embeddings: embeddings.map((embedding) => {
      const { name, kind, of, transform, dim, vectors } = embedding;
      const { selfIncluded, leaveOneOut, leaveOneGroupOut, look, hits } = retrievalOf(embedding);
      const scores = {
        ...{ selfIncluded, leaveOneOut, leaveOneGroupOut, look },
        hits: Array.from(hits),
        ...queryScores(embedding),
      };
      return { name, kind, of, transform, dim, bytes: vectors.byteLength, ...scores };
    }),
    supervised: supervised.map((embedding) => {
      const { name, of = name, dim } = embedding;
      return { name, of, dim, ...queryScores(embedding) };
    }),
    precisionAtK: closer.map((embedding) => ({
      name: embedding.name,
      micro: rounded(curveOf(embedding, evaluation)),
    })),
    confusion: closer.flatMap((embedding) => confusionsOf(embedding, evaluation)),
    attributes: attributesOf(evaluation),
  };
}

type Retrieval = NonNullable<Evaluation["retrieval"]>;

function retrievalOf({ name, scores: { retrieval } }: ScoredEmbedding): Retrieval {
  if (retrieval) return retrieval;
  throw new Error(`The scores of "${name}" within the index are missing`);
}

/** Scores of held-out queries, with the hits of each query, which let two embeddings be paired. */
function queryScores({ scores: { heldOut: { validation, test }, copies } }: ScoredEmbedding) {
  const withHits = (report: Evaluation["heldOut"][string] | undefined) =>
    report && {
      ...report.heldOut,
      ...{ leaveOneGroupOut: report.leaveOneGroupOut, look: report.look },
      hits: Array.from(report.hits),
    };

  return {
    heldOut: { validation: withHits(validation), test: withHits(test) },
    copies: copies &&
      { recall: copies.recall, interval: copies.interval, hits: Array.from(copies.hits) },
  };
}

/** Micro P@1, P@2, ... within the index. */
function curveOf(embedding: ScoredEmbedding, { labels, settings: { seed } }: RunEvaluation) {
  return precisionCurve(retrievalOf(embedding).neighbours, labels, { seed })
    .map(({ micro }) => micro);
}

/** What is found for each category, within the index and for the queries of each split. */
function confusionsOf(
  { name, scores, ...embedding }: ScoredEmbedding,
  { images, labels, k }: RunEvaluation,
): NewMetrics["confusion"] {
  const within = retrievalOf({ name, scores, ...embedding }).neighbours;
  const confusions = [{ split: "train", ...neighbourConfusion(within, labels, k) }];
  for (const split of HELD_OUT_SPLITS) {
    const report = scores.heldOut[split];
    if (!report) continue;
    const queryLabels = Array.from(images[split], (row) => images.store.items[row]!.category);
    confusions.push({
      split,
      ...neighbourConfusion(report.neighbours, labels, k, { queryLabels }),
    });
  }
  return confusions.map(({ split, categories, shares }) => {
    return { name, split, categories, shares: rounded(shares) };
  });
}

/** For each attribute that two items share the scores of all embeddings within the index. */
function attributesOf({ attributes, embeddings }: RunEvaluation): NewMetrics["attributes"] {
  return attributes.flatMap((name, a) => {
    const scores = embeddings.flatMap(({ name, of, scores }) => {
      const score = scores.attributes[a];
      return score ? [{ name, of, ...score }] : [];
    });
    const [first] = scores;
    if (!first) return [];
    const { items, values, chance, queries } = first;
    return [{
      ...{ name, items, values, chance: chance.micro, queries: Array.from(queries) },
      embeddings: scores.map(({ name, of, hits, precision: { macro, micro, interval } }) => {
        const totals = { name, macro, micro, interval };
        return of === undefined ? { ...totals, hits: Array.from(hits) } : totals;
      }),
    }];
  });
}

/** Four digits: thousands of numbers that are only drawn. */
function rounded(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toFixed(4)));
}
