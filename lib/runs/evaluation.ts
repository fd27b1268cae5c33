/**
 * The evaluation of a run: `embedModels` and `embedBaselines` embed its images, `evaluateRun` composes,
 * searches and scores them.
 */

import { applyPca, fitPca } from "../embedding/pca.ts";
import { DESCRIPTORS, SEARCH_NETWORK } from "../embedding/compositions.ts";
import { arraySource, type Encoder, imageRows } from "../embedding/row_source.ts";
import { deriveSeed } from "../io/random.ts";
import { attributeNames } from "../metrics/attributes.ts";
import { evaluate, type Evaluation } from "../metrics/evaluate.ts";
import { bestWhitening, compareWhitenings } from "../metrics/whitening_sizes.ts";
import { createAutoencoder } from "../model/autoencoder.ts";
import { embedImages } from "../model/embed.ts";
import { openBrought } from "./brought_embeddings.ts";
import { scoredQueries } from "./dataset_needs.ts";
import { openEmbeddings } from "./embeddings.ts";
import { encoderName, openEncoded, openRunEncoder } from "./encoder_embedding.ts";
import {
  BASELINES,
  compositions,
  isPostProcessed,
  isSearchable,
} from "./evaluated_compositions.ts";
import {
  composeEvaluated,
  type EvaluatedComposition,
  type EvaluatedEmbedding,
  evaluateModel,
  evaluateRaw,
  type EvaluationImages,
} from "./evaluated_embeddings.ts";
import { createExperiment } from "./experiment.ts";
import { fuseEmbeddings } from "./fused_embedding.ts";
import { PRESETS } from "./presets.ts";
import { evaluateRunProducts } from "./product_relevance.ts";
import { openSearchNetwork } from "./search_network.ts";
import type { Metrics } from "./results.ts";
import type { Settings } from "./settings.ts";
import { openTrained } from "./trained.ts";
import { evaluateZeroShot } from "./zero_shot.ts";

/** Called with what is being done and how far it is; `done` equals `total` at its end. */
export type StageProgress = (
  stage: string,
  done: number,
  total: number,
  unit?: string,
) => void | Promise<void>;

/** Most components of the baseline PCA: with more, the neighbours of pixels hardly change. */
const PCA_COMPONENTS = 256;

/** An embedding with its scores. */
export type ScoredEmbedding = EvaluatedEmbedding & { scores: Evaluation };

/** What `evaluateRun` finds out. */
export interface RunEvaluation extends
  Pick<
    Metrics,
    "k" | "whitening" | "fusion" | "zeroShot" | "products" | "chosen" | "searchedWith"
  > {
  settings: Settings;
  images: EvaluationImages;
  /** Category of each image of the index. */
  labels: string[];
  /** Names of the attributes in each embedding's scores: "category", then what else is known. */
  attributes: string[];
  /** Raw embeddings, then composed ones. */
  embeddings: ScoredEmbedding[];
  /** Embeddings fitted with the categories of the index, which therefore cannot evaluate it. */
  supervised: ScoredEmbedding[];
}

/** Options of `evaluateRun`. */
export interface RunEvaluationOptions {
  /** Neighbours that scores look at. @default 5 */
  k?: number;
  /** Neighbours kept of images of the index, for P@1, P@2, ... @default 20 */
  depth?: number;
  /** Dimensions that whitening tries. @default 16, 32, 64, 128 */
  whitenings?: readonly number[];
  onProgress?: StageProgress;
}

/**
 * The raw embeddings of the run's trained models, those on disk used again (`openEmbeddings`), those
 * that were brought (`openBrought`, `openEncoded`), and that of the residual network that comes with
 * the project.
 */
export async function embedModels(
  settings: Settings,
  images: EvaluationImages,
  { onProgress }: { onProgress?: StageProgress } = {},
): Promise<EvaluatedEmbedding[]> {
  const models: EvaluatedEmbedding[] = [];
  for (const name of settings.models) {
    const experiment = createExperiment(settings, name);
    const all = await openEmbeddings(experiment, {
      onProgress: (done, total) =>
        onProgress?.(`Embedding with ${PRESETS[name].title}`, done, total),
    });
    const { model } = await openTrained(experiment);
    const { name: title, weights } = all;
    models.push({ ...await evaluateModel(images, model, { name: title, all }), weights });
  }
  for (const { name, ...all } of await openBrought(settings, images.store)) {
    models.push({ ...await evaluateRaw(images, { name, kind: "model", all }), brought: true });
  }
  const encoded = await openEncoded(settings, images.store, {
    onProgress: (done, total) =>
      onProgress?.(`Embedding with ${encoderName(settings)}`, done, total),
  });
  for (const all of encoded) {
    const encoder = await openRunEncoder(settings, all.name);
    const { name } = all;
    models.push({ ...await evaluateModel(images, encoder, { name, all }), brought: true });
  }
  const { network } = await openSearchNetwork();
  models.push(await evaluateModel(images, network, { name: SEARCH_NETWORK }));
  return models;
}

/**
 * Embeddings without training: the untrained encoder of +Layer, PCA of the index's pixels, thumbnails,
 * the colour histogram, HOG.
 */
export async function embedBaselines(
  settings: Settings,
  images: EvaluationImages,
  { onProgress }: { onProgress?: StageProgress } = {},
): Promise<EvaluatedEmbedding[]> {
  const { store, index } = images;
  const { recipe: { init } } = createExperiment(settings, "plus_layer");
  const seed = deriveSeed(settings.seed, "weights");
  const untrained = await createAutoencoder("plus_layer", { seed, init });
  const components = Math.min(PCA_COMPONENTS, index.length - 1);
  const pca = await fitPca(imageRows(store, index), components, { seed: settings.seed });
  const encoders: [string, Encoder][] = [
    [BASELINES.untrained, (some) => embedImages(untrained, some)],
    [`PCA (${components}-d)`, (some) => applyPca(pca, arraySource(some, pca.mean.length))],
    ...Object.entries(DESCRIPTORS),
  ];
  const baselines: EvaluatedEmbedding[] = [];
  try {
    for (const [i, [name, encoder]] of encoders.entries()) {
      await onProgress?.("Embedding with baselines", i, encoders.length, "embeddings");
      baselines.push(await evaluateRaw(images, { name, kind: "baseline", encoder }));
    }
    await onProgress?.("Embedding with baselines", encoders.length, encoders.length, "embeddings");
  } finally {
    untrained.dispose();
  }
  return baselines;
}

/**
 * Evaluate `raw` embeddings and what is composed of them: centred, whitened, concatenated with the
 * thumbnail, and with class posteriors; and the fused embedding. All are fitted on the index; the
 * dimensions of whitening and the embedding to search with are chosen by validation queries, so that
 * no test query decides anything.
 *
 * A split with no query of a category that the index has is not scored: the index is then its own
 * query, as it is without held-out images.
 *
 * @param raw of `embedModels` and `embedBaselines`
 */
export async function evaluateRun(
  settings: Settings,
  all: EvaluationImages,
  raw: readonly EvaluatedEmbedding[],
  { k = 5, depth = 20, whitenings, onProgress }: RunEvaluationOptions = {},
): Promise<RunEvaluation> {
  const images = scoredImages(all);
  const { store, index } = images;
  const { seed } = settings;
  const labels = labelsOf(images, index);
  // What is brought changes no other embedding.
  const choosing = raw.filter((embedding) => isPostProcessed(embedding) && !embedding.brought);
  const whitening = await chooseWhitening(images, choosing, {
    ...{ labels, k, seed },
    sizes: whitenings,
  });
  const { plain, supervised } = compositions(raw, {
    images: index.length,
    whitenTo: whitening.components,
    classes: new Set(labels.filter((label) => label !== "")).size,
  });
  const itemsOf = (rows: Uint32Array) => Array.from(rows, (row) => store.items[row]!);
  const items = itemsOf(index);
  const attributes = attributeNames(items);
  const scored = async (of: EvaluatedEmbedding | EvaluatedComposition, labelled: boolean) => {
    const embedding = "composition" in of ? await composeEvaluated(raw, of, { labels, seed }) : of;
    const { vectors, dim, validation, test, copies } = embedding;
    const scores = await evaluate({
      ...{ vectors, dim, items, labelled, k, seed },
      depth: Math.min(depth, index.length - 1),
      heldOut: {
        validation: { vectors: validation, items: itemsOf(images.validation) },
        test: { vectors: test, items: itemsOf(images.test) },
      },
      ...(copies && { copies: { vectors: copies, rows: images.originals } }),
      attributes: ["category", ...attributes],
    });
    return { ...embedding, scores };
  };
  const fused = await fuseEmbeddings(images, raw, { labels, k, seed });
  const wanted = [...raw, ...plain, ...(fused ? [...fused.descriptors, fused.fused] : [])];
  const wantedSupervised = [...supervised, ...(fused?.supervised ? [fused.supervised] : [])];
  const total = wanted.length + wantedSupervised.length;
  const results: RunEvaluation = {
    ...{ settings, images, k, labels, whitening, chosen: "", searchedWith: "" },
    ...(fused && { fusion: fused.fusion }),
    attributes: ["category", ...attributes],
    embeddings: [],
    supervised: [],
  };
  for (const of of wanted) {
    results.embeddings.push(await scored(of, false));
    await onProgress?.("Evaluating", results.embeddings.length, total, "embeddings");
  }
  for (const of of wantedSupervised) {
    results.supervised.push(await scored(of, true));
    const done = wanted.length + results.supervised.length;
    await onProgress?.("Evaluating", done, total, "embeddings");
  }
  return {
    ...results,
    zeroShot: await evaluateZeroShot(all, results.embeddings, { k, seed }),
    products: await evaluateRunProducts(all, results.embeddings, results.supervised, { seed }),
    chosen: chooseEmbedding(results),
    searchedWith: chooseEmbedding(results, results.supervised),
  };
}

/** The images without the splits that cannot be scored. */
export function scoredImages(images: EvaluationImages): EvaluationImages {
  const { store: { items }, index } = images;
  const scored = (queries: Uint32Array) =>
    scoredQueries(items, queries, index).length > 0 ? queries : new Uint32Array();
  return { ...images, validation: scored(images.validation), test: scored(images.test) };
}

/** Category of each of `rows` of the store. */
function labelsOf({ store }: EvaluationImages, rows: Uint32Array): string[] {
  return Array.from(rows, (row) => store.items[row]!.category);
}

/** Dimensions to whiten to: the highest mean P@k of validation queries over all `embeddings`. */
async function chooseWhitening(
  images: EvaluationImages,
  embeddings: readonly EvaluatedEmbedding[],
  { labels, ...options }: {
    labels: string[];
    k: number;
    seed: number;
    sizes: readonly number[] | undefined;
  },
): Promise<RunEvaluation["whitening"]> {
  const queryLabels = labelsOf(images, images.validation);
  const tried = [];
  for (const { name, vectors, dim, validation } of embeddings) {
    const queries = queryLabels.length > 0
      ? { vectors: validation, labels: queryLabels }
      : undefined;
    const sizes = await compareWhitenings({ vectors, dim, labels, queries, ...options });
    tried.push({ name, sizes });
  }
  return { components: bestWhitening(tried.map(({ sizes }) => sizes)).components, tried };
}

/**
 * Name of the embedding to search with: the highest P@k of validation queries, the first of equals.
 * Without any, the index decides, left out of its own answers. PCA, the untrained encoder and what was
 * brought are not searched with.
 */
function chooseEmbedding(
  { settings, embeddings }: RunEvaluation,
  supervised: readonly ScoredEmbedding[] = [],
): string {
  // Its own training categories would flatter a supervised model within the index.
  const trained = settings.models.map((name) => PRESETS[name])
    .filter(({ objective }) => objective === "supervised").map(({ title }) => title);
  const precision = ({ name, of = name, scores: { heldOut, retrieval } }: ScoredEmbedding) => {
    if (heldOut.validation) return heldOut.validation.heldOut.precision.micro;
    // Without a retrieval score the categories of the index were fitted.
    return trained.includes(of) ? 0 : retrieval?.leaveOneOut.precision.micro ?? 0;
  };
  const searchable = [...embeddings, ...supervised]
    .filter(({ name, of = name }) => isSearchable(of));
  return searchable.reduce((a, b) => precision(b) > precision(a) ? b : a).name;
}
