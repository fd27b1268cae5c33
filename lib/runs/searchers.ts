/** Models as they are searched by, side by side: `openSearchers`, `Searcher`. */

import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Experiment } from "./experiment.ts";
import { mirroredPixels } from "../embedding/descriptors.ts";
import { imageRows } from "../embedding/image_rows.ts";
import { ARCHITECTURES } from "../model/architecture.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { openEmbeddings, openTrained } from "./trained.ts";
import { SURELY_APART } from "../embedding/discriminant_analysis.ts";
import { FlatIndex } from "../search/flat_index.ts";
import { joinScale, joinVectors } from "../embedding/concatenate.ts";
import type { VectorSpace } from "../search/near_duplicates.ts";
import { describeRows } from "../embedding/row_source.ts";
import { takeRows } from "../embedding/rows.ts";
import { openTransform } from "../embedding/transform_file.ts";
import {
  categorySteps,
  describeSteps,
  fitTransform,
  type IndexTransform,
  type TransformStep,
} from "../embedding/transforms.ts";

/** How photos are described. */
export interface SearcherOptions {
  /** Rows of the store that the index will hold: what is fitted is fitted on them. */
  rows: Uint32Array;
  /**
   * Numbers that vectors are whitened to before they are divided by their length; 0: as they are. Of
   * few photos at most half as many: whitened to as many, all would be equally far from each other.
   */
  whitenTo: number;
  /** What small pixels weigh beside a model's 1 (`joinScale`); 0: the model alone. */
  pixelWeight: number;
  /**
   * What being told the categories of `rows` weighs beside all that (`categorySteps`): at 1, photos
   * surely of another category than the query's are as much farther away as a typical pair is apart; 0:
   * told nothing.
   *
   * @default 0
   */
  categoryWeight?: number;
}

/** Photos as a model and as small pixels see them; without pixels, only as the model does. */
type Seen = readonly [latent: VectorSpace, pixels?: VectorSpace];

/** One part of what photos are described by, `scale` times the vectors that `describe` gives. */
interface Part {
  describe: (seen: Seen) => Promise<VectorSpace>;
  /** 1 of the first. */
  scale: number;
}

/**
 * One model's way to describe photos: its vectors, behind them those of small pixels, and behind both
 * what tells categories apart.
 */
export class Searcher implements VectorSpace {
  readonly title: string;
  /** Of every photo of the store, row-major `[store.count, dim]`, float32. */
  readonly vectors: Float32Array;
  readonly dim: number;
  /** The photos of the index, in the order of `options.rows`. */
  readonly index: FlatIndex;
  #model: Promise<Autoencoder> | undefined;

  /** Use `openSearchers`. */
  constructor(
    readonly experiment: Experiment,
    private readonly parts: readonly Part[],
    /** Numbers of small pixels, 0 where they weigh nothing. */
    private readonly pixelDim: number,
    { vectors, dim, index }: VectorSpace & { index: FlatIndex },
  ) {
    this.title = ARCHITECTURES[experiment.model].title;
    this.vectors = vectors;
    this.dim = dim;
    this.index = index;
  }

  /** Vectors `[n, dim]` of photos, uint8 `[n, 128, 128, 3]`, made like those of the store. */
  async describe(images: Uint8Array): Promise<Float32Array> {
    const opened = this.#model ??= openTrained(this.experiment).then(({ model }) => model);
    const model = await opened.catch((error) => {
      this.#model = undefined;
      throw error;
    });
    const vectors = await model.embed(images);
    const latent = { vectors, dim: model.latentDim };
    const { parts, pixelDim } = this;
    const pixels = pixelDim > 0 ? { vectors: mirroredPixels(images), dim: pixelDim } : undefined;
    return (await describeBy(parts, [latent, pixels])).vectors;
  }

  /** Give back the model, if photos were described. */
  async dispose(): Promise<void> {
    const model = this.#model;
    this.#model = undefined;
    (await model)?.dispose();
  }
}

/**
 * The models of `experiments`, which are trained, as `options` say they are searched by. Vectors that
 * are not there yet are made and kept (`openEmbeddings`).
 *
 * @throws {RangeError} if there are fewer than two rows, a weight is below 0, or categories are to
 *   weigh and cannot be told apart (`fitDiscriminants`)
 */
export async function openSearchers(
  experiments: readonly Experiment[],
  store: ImageStore,
  options: SearcherOptions,
): Promise<Searcher[]> {
  const { rows, pixelWeight } = options;
  const pixels = pixelWeight === 0 ? undefined : await smallPixels(store);
  const ids = Array.from(rows, (row) => store.items[row]!.id);
  const labels = Array.from(rows, (row) => store.items[row]!.category);
  const indexedPixels = pixels && ofRows(pixels, rows);
  const fitPixels = indexedPixels && fitOnce(indexedPixels, experiments[0]?.seed ?? 1);
  const searchers: Searcher[] = [];
  for (const experiment of experiments) {
    const latent = await openEmbeddings(experiment);
    const indexed: Seen = [ofRows(latent, rows), indexedPixels];
    const parts = await fitParts(experiment, indexed, labels, fitPixels, options);
    const space = await describeBy(parts, [latent, pixels]);
    const { vectors, dim } = ofRows(space, rows);
    const index = FlatIndex.build(vectors, dim, ids);
    searchers.push(new Searcher(experiment, parts, pixels?.dim ?? 0, { ...space, index }));
  }
  return searchers;
}

/** What fits pixels to steps. */
type FitPixels = (steps: readonly TransformStep[]) => Promise<IndexTransform>;

/** Fits `pixels` to the same steps but once: what comes of it serves all models. */
function fitOnce({ vectors, dim }: VectorSpace, seed: number): FitPixels {
  const fitted = new Map<string, Promise<IndexTransform>>();
  return (steps) => {
    const name = describeSteps(steps);
    const transform = fitted.get(name) ?? fitTransform(steps, vectors, { dim, seed });
    fitted.set(name, transform);
    return transform;
  };
}

/** The parts that `options` ask for, fitted on the photos of the index, `seen`. */
async function fitParts(
  { directory, seed }: Experiment,
  seen: Seen,
  labels: readonly string[],
  fitPixels: FitPixels | undefined,
  { rows, whitenTo, pixelWeight, categoryWeight = 0 }: SearcherOptions,
): Promise<Part[]> {
  const fewer = Math.min(whitenTo, Math.floor(rows.length / 2));
  const parts = await fitBoth(fewer > 0 ? [{ whiten: fewer }, "l2"] : [], pixelWeight);
  if (categoryWeight === 0) return parts;
  const centred = await fitBoth(["centre", "l2"], 1);
  const { vectors, dim } = await describeBy(centred, seen);
  const steps = categorySteps(rows.length);
  const categories = await openTransform({ directory, steps, vectors, dim, labels, seed });
  return [...parts, {
    describe: async (seen) => applied(categories, await describeBy(centred, seen)),
    scale: joinScale(await describeBy(parts, seen), SURELY_APART, categoryWeight),
  }];

  /** A model's vectors and, weighing `weight` beside them, those of pixels, where there are any. */
  async function fitBoth(steps: readonly TransformStep[], weight: number): Promise<Part[]> {
    const [latent, pixels] = seen;
    const ofModel = await openTransform({ directory, steps, ...latent, seed });
    const model: Part = { describe: ([latent]) => applied(ofModel, latent), scale: 1 };
    if (!pixels) return [model];
    const ofPixels = await fitPixels!(steps);
    const describe = ([, pixels]: Seen) => applied(ofPixels, pixels!);
    const scale = joinScale(await model.describe(seen), await describe(seen), weight);
    return [model, { describe, scale }];
  }
}

/** The vectors of all `parts`, one behind the other. */
async function describeBy([first, ...others]: readonly Part[], seen: Seen): Promise<VectorSpace> {
  let space = await first!.describe(seen);
  for (const { describe, scale } of others) space = joinVectors(space, await describe(seen), scale);
  return space;
}

async function applied(transform: IndexTransform, space: VectorSpace): Promise<VectorSpace> {
  return { vectors: await transform.apply(space.vectors), dim: transform.outputDim };
}

function ofRows({ vectors, dim }: VectorSpace, rows: Uint32Array): VectorSpace {
  return { vectors: takeRows(vectors, dim, rows), dim };
}

/** Every photo of the store as small pixels. */
async function smallPixels(store: ImageStore): Promise<VectorSpace> {
  const everything = Uint32Array.from({ length: store.count }, (_, row) => row);
  const images = imageRows(store, everything);
  const vectors = await describeRows(images, (images) => mirroredPixels(images));
  return { vectors, dim: vectors.length / store.count };
}
