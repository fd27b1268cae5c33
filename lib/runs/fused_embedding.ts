/** The fused embedding of descriptors, fitted on an index: `fuseDescriptors`. */

import { embedCopies } from "../embedding/augmented_copies.ts";
import type { ComposeOptions, Composition } from "../embedding/compose.ts";
import {
  descriptorPart,
  DESCRIPTORS,
  FUSED_DESCRIPTORS,
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
export const FUSED = "Fused descriptors";

/** Name of the fused embedding with class posteriors. */
export const FUSED_SUPERVISED = `${FUSED}, with class posteriors`;

/** The fused embedding, what it is made of, and how its weights were chosen. */
export interface FusedEmbedding {
  /** Each descriptor through instance LDA. */
  parts: EvaluatedEmbedding[];
  fused: EvaluatedEmbedding;
  /** The fused embedding with class posteriors; missing if there are fewer than two classes. */
  supervised?: EvaluatedEmbedding;
  /** Weights beside the first part by name; the precisions are missing without validation queries. */
  fusion: Pick<FusionChoice, "weights"> & Partial<FusionChoice>;
}

/** What `fuseDescriptors` needs. */
export interface FuseOptions {
  /** Category of each image of the index. */
  labels: readonly string[];
  /** Neighbours that choose the weights. */
  k: number;
  seed: number;
}

/** Augmented copies of images of the index by descriptor, as `compose` takes them. */
export async function copiesOf(
  store: ImageStore,
  index: Uint32Array,
  seed: number,
): Promise<NonNullable<ComposeOptions["copies"]>> {
  const encoders: Record<string, Encoder> = {};
  for (const name of Object.keys(FUSED_DESCRIPTORS)) encoders[name] = encoderOf(name);
  return await embedCopies(imageRows(store, index), encoders, seed);
}

/**
 * Fuse the descriptors of `FUSED_DESCRIPTORS`: each goes through instance LDA, which needs no labels,
 * and is concatenated at the weight that finds most for the validation queries.
 *
 * @param raw the embeddings of a run; undefined comes back if a descriptor is not among them
 */
export async function fuseDescriptors(
  images: EvaluationImages,
  raw: readonly EvaluatedEmbedding[],
  { labels, k, seed }: FuseOptions,
): Promise<FusedEmbedding | undefined> {
  const names = Object.keys(FUSED_DESCRIPTORS);
  if (!names.every((name) => raw.some((embedding) => embedding.name === name))) return undefined;
  const { store, index, validation } = images;
  const copies = await copiesOf(store, index, seed);
  const parts: EvaluatedEmbedding[] = [];
  for (const of of names) {
    const composition: Composition = [descriptorPart(of)];
    const options = { copies, seed };
    parts.push(
      await composeEvaluated(raw, { of, transform: "instance LDA", composition }, options),
    );
  }
  const queryLabels = Array.from(validation, (row) => store.items[row]!.category);
  const fusion = await chosenWeights(parts, names, { labels, queryLabels, k });
  const composition = fusedParts(parts.map(({ name: of }, i) => {
    return { of, weight: i === 0 ? 1 : fusion.weights[names[i]!]! };
  }));
  const of = { name: FUSED, of: names[0]!, composition };
  const fused = await composeEvaluated(parts, { ...of, transform: "fused" }, { seed });
  if (new Set(labels.filter((label) => label !== "")).size < 2) return { parts, fused, fusion };
  const supervised = await composeEvaluated(parts, {
    name: FUSED_SUPERVISED,
    of: names[0]!,
    transform: "fused, with class posteriors",
    composition: withPosteriors(composition, index.length),
  }, { labels, seed });
  return { parts, fused, supervised, fusion };
}

async function chosenWeights(
  parts: readonly EvaluatedEmbedding[],
  names: readonly string[],
  options: { labels: readonly string[]; queryLabels: readonly string[]; k: number },
): Promise<FusedEmbedding["fusion"]> {
  const weightOf: Readonly<Record<string, number>> = FUSED_DESCRIPTORS;
  const [first, ...others] = parts.map(({ vectors, dim, validation }, i) => {
    const name = names[i]!;
    return { name, index: { vectors, dim }, queries: validation, weight: weightOf[name]! };
  });
  if (options.queryLabels.length > 0) {
    return await chooseFusionWeights([first!, ...others], options);
  }
  return { weights: Object.fromEntries(others.map(({ name, weight }) => [name, weight])) };
}

function encoderOf(name: string): Encoder {
  const encoders: Readonly<Record<string, Encoder>> = DESCRIPTORS;
  return encoders[name]!;
}
