/** The fused embedding of descriptors and network, fitted on an index: `fuseEmbeddings`. */

import { embedCopies } from "../embedding/augmented_copies.ts";
import type { ComposeOptions, Composition } from "../embedding/compose.ts";
import {
  DESCRIPTORS,
  FUSED_WEIGHTS,
  fusedPart,
  fusedParts,
  withPosteriors,
} from "../embedding/compositions.ts";
import { type Encoder, imageRows } from "../embedding/row_source.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { chooseFusionWeights, type FusionChoice } from "../metrics/fusion_weights.ts";
import {
  composeEvaluated,
  type EvaluatedEmbedding,
  type EvaluationImages,
} from "./evaluated_embeddings.ts";

/** Name of the fused embedding. */
export const FUSED = "Fused";

/** Name of the fused embedding with class posteriors. */
export const FUSED_SUPERVISED = `${FUSED}, with class posteriors`;

/** The fused embedding, what it is made of, and how its weights were chosen. */
export interface FusedEmbedding {
  /** Each descriptor through instance LDA. */
  descriptors: EvaluatedEmbedding[];
  fused: EvaluatedEmbedding;
  /** The fused embedding with class posteriors; missing if there are fewer than two classes. */
  supervised?: EvaluatedEmbedding;
  /** Weights beside the first part by name; the precisions are missing without validation queries. */
  fusion: Pick<FusionChoice, "weights"> & Partial<FusionChoice>;
}

/** Augmented copies of images of the index by descriptor, as `compose` takes them. */
export async function copiesOf(
  store: ImageStore,
  index: Uint32Array,
  seed: number,
): Promise<NonNullable<ComposeOptions["copies"]>> {
  const fused = Object.entries<Encoder>(DESCRIPTORS).filter(([name]) => name in FUSED_WEIGHTS);
  return await embedCopies(imageRows(store, index), Object.fromEntries(fused), seed);
}

/**
 * Fuse the embeddings of `FUSED_WEIGHTS`: descriptors go through instance LDA, which needs no labels,
 * the network is whitened. Weights are those that find most for the validation queries, if they find
 * clearly more than the usual ones (`chooseFusionWeights`).
 *
 * @param raw the embeddings of a run; undefined comes back if one that is fused is not among them
 * @param options.labels category of each image of the index
 * @param options.k neighbours that choose the weights
 */
export async function fuseEmbeddings(
  images: EvaluationImages,
  raw: readonly EvaluatedEmbedding[],
  { labels, k, seed }: { labels: readonly string[]; k: number; seed: number },
): Promise<FusedEmbedding | undefined> {
  const names = Object.keys(FUSED_WEIGHTS);
  if (!names.every((name) => raw.some((embedding) => embedding.name === name))) return undefined;
  const { store, index, validation } = images;
  const copies = await copiesOf(store, index, seed);
  const parts: EvaluatedEmbedding[] = [];
  for (const of of names) {
    const composition: Composition = [fusedPart(of, index.length)];
    const transform = of in DESCRIPTORS ? "instance LDA" : "whitened";
    parts.push(await composeEvaluated(raw, { of, transform, composition }, { copies, seed }));
  }
  const descriptors = parts.filter(({ of }) => of! in DESCRIPTORS);
  const queryLabels = Array.from(validation, (row) => store.items[row]!.category);
  const fusion = await chosenWeights(parts, names, { labels, queryLabels, k });
  const composition = fusedParts(parts.map(({ name: of }, i) => {
    return { of, weight: i === 0 ? 1 : fusion.weights[names[i]!]! };
  }));
  const of = { name: FUSED, of: FUSED, composition };
  const fused = await composeEvaluated(parts, { ...of, transform: "fused" }, { seed });
  if (new Set(labels.filter((label) => label !== "")).size < 2) {
    return { descriptors, fused, fusion };
  }
  const supervised = await composeEvaluated(parts, {
    name: FUSED_SUPERVISED,
    of: FUSED,
    transform: "fused, with class posteriors",
    composition: withPosteriors(composition),
  }, { labels, seed });
  return { descriptors, fused, supervised, fusion };
}

async function chosenWeights(
  parts: readonly EvaluatedEmbedding[],
  names: readonly string[],
  options: { labels: readonly string[]; queryLabels: readonly string[]; k: number },
): Promise<FusedEmbedding["fusion"]> {
  const [first, ...others] = parts.map(({ vectors, dim, validation }, i) => {
    const name = names[i]!;
    return { name, index: { vectors, dim }, queries: validation, weight: FUSED_WEIGHTS[name]! };
  });
  if (options.queryLabels.length > 0) {
    return await chooseFusionWeights([first!, ...others], options);
  }
  return { weights: Object.fromEntries(others.map(({ name, weight }) => [name, weight])) };
}
