/** What an evaluation composes of raw embeddings, and the composition that a search uses of it. */

import { type Composition, sourcesOf } from "../embedding/compose.ts";
import {
  fusedComposition,
  isDescriptor,
  searchComposition,
  withPosteriors,
} from "../embedding/compositions.ts";
import { isEncoder } from "./encoder_embedding.ts";
import type { EvaluatedComposition, EvaluatedEmbedding } from "./evaluated_embeddings.ts";
import { FUSED, FUSED_SUPERVISED } from "./fused_embedding.ts";
import { PRESETS } from "./presets.ts";
import type { Metrics } from "./results.ts";

/** Names of the baselines. */
export const BASELINES = {
  untrained: "+Layer, untrained",
  pixels: "16 x 16 pixels",
  mirrored: "16 x 16 pixels, mirrored",
  colour: "colour histogram",
  hog: "HOG",
} as const satisfies Record<string, string>;

/** Whether an embedding is centred and whitened: models, and the baselines that gain from it. */
export function isPostProcessed(
  { name, kind }: Pick<EvaluatedEmbedding, "name" | "kind">,
): boolean {
  const gainers: string[] = [
    BASELINES.untrained,
    BASELINES.pixels,
    BASELINES.mirrored,
    BASELINES.hog,
  ];
  return kind === "model" || gainers.includes(name);
}

/**
 * The embedding that an evaluation chose to search with, as a composition of models by their titles
 * and of baselines by their names.
 *
 * @param options.name Another embedding of the evaluation. @default the chosen one
 * @param options.brought names of embeddings that were brought. @default none
 * @throws {RangeError} if nobody but the evaluation can compute it, such as PCA
 */
export function chosenComposition(
  { searchedWith, embeddings, index, whitening, fusion }: Metrics,
  { name = searchedWith, brought = [] }: { name?: string; brought?: readonly string[] } = {},
): { name: string; composition: Composition } {
  const fused = fusedComposition(index.items, fusion?.weights);
  if (name === FUSED) return { name, composition: fused };
  if (name === FUSED_SUPERVISED) return { name, composition: withPosteriors(fused) };
  const raw = embeddings.filter(({ of }) => of === undefined);
  const classes = index.categories.length;
  const options = { images: index.items, whitenTo: whitening.components, classes };
  const { plain, supervised } = compositions(raw, options);
  const composed = [...plain, ...supervised]
    .find(({ of, transform }) => `${of}, ${transform}` === name);
  const composition = composed?.composition ?? [{ of: name }] as const;
  const other = [...sourcesOf(composition)].find((source) => {
    return !isSearchable(source) && !brought.includes(source);
  });
  if (other === undefined) return { name, composition };
  throw new RangeError(`Cannot search with "${name}" as "${other}" is fitted by notebook 05 alone`);
}

/**
 * Whether a search can compute a raw embedding or the fused one: what only an evaluation has fitted it
 * cannot.
 */
export function isSearchable(name: string): boolean {
  const models = Object.values(PRESETS).map(({ title }) => title);
  return isDescriptor(name) || isEncoder(name) ||
    [FUSED, FUSED_SUPERVISED, ...models].includes(name);
}

/** What is composed of the raw embeddings, with and without categories. */
export function compositions(
  raw: readonly Pick<EvaluatedEmbedding, "name" | "kind" | "dim">[],
  { images, whitenTo, classes }: { images: number; whitenTo: number; classes: number },
): { plain: EvaluatedComposition[]; supervised: EvaluatedComposition[] } {
  const fused = raw.some(({ name }) => name === BASELINES.mirrored)
    ? { [BASELINES.mirrored]: 1 }
    : undefined;
  const searched = raw.filter(({ name, kind }) => kind === "model" || name === BASELINES.hog);
  const plain = raw.filter(isPostProcessed).flatMap(({ name: of, dim }): EvaluatedComposition[] => {
    // What is brought may have fewer dimensions than there are to choose from.
    const whiten = Math.min(whitenTo, dim);
    return [
      { of, transform: "centred, L2", composition: [{ of, steps: ["centre", "l2"] }] },
      {
        of,
        transform: `whitened to ${whiten}, L2`,
        composition: [{ of, steps: [{ whiten }, "l2"] }],
      },
    ];
  });
  const search = { images, whitenTo, fused };
  for (const { name: of } of fused ? searched : []) {
    const composition = searchComposition(of, search);
    plain.push({ of, transform: "with pixels", composition });
  }
  const supervised = (classes > 1 ? raw : []).filter((embedding) =>
    searched.includes(embedding) || embedding.name === BASELINES.mirrored
  ).map(({ name: of }): EvaluatedComposition => {
    const others = of === BASELINES.mirrored ? undefined : fused;
    const composition = withPosteriors(searchComposition(of, { ...search, fused: others }));
    const transform = others ? "with pixels and class posteriors" : "with class posteriors";
    return { of, transform, composition };
  });
  return { plain, supervised };
}
