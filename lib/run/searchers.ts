/** Models as they are searched by, side by side: `openSearchers`, `Searcher`. */

import type { ImageStore } from "../dataset/image_store.ts";
import type { Experiment } from "../experiment.ts";
import { mirroredPixels } from "../metrics/baselines.ts";
import { imageRows } from "../metrics/image_rows.ts";
import { ARCHITECTURES } from "../model/architecture.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { imagesFromBytes } from "../model/images.ts";
import { openEmbeddings, openTrained } from "../model/trained.ts";
import { FlatIndex } from "../search/flat_index.ts";
import { joinScale, joinVectors } from "../search/joined.ts";
import type { VectorSpace } from "../search/near_duplicates.ts";
import { describeRows } from "../search/row_source.ts";
import { takeRows } from "../search/rows.ts";
import { openTransform } from "../search/transform_file.ts";
import { fitTransform, type IndexTransform, type TransformStep } from "../search/transforms.ts";

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
}

/** Vectors of photos that nobody trained, and how to make them of others. */
interface Pixels extends VectorSpace {
  transform: IndexTransform;
}

/** One model's way to describe photos: its vectors, with those of small pixels behind them. */
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
    readonly transform: IndexTransform,
    private readonly pixels: Pixels | undefined,
    private readonly scale: number,
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
    const latent = await model.describe(imagesFromBytes(images));
    const vectors = await this.transform.apply(latent);
    const { pixels, scale, transform: { outputDim } } = this;
    if (!pixels) return vectors;
    const small = await pixels.transform.apply(mirroredPixels(images));
    return joinVectors({ vectors, dim: outputDim }, { ...pixels, vectors: small }, scale).vectors;
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
 * @throws {RangeError} if there are fewer than two rows, or `pixelWeight` is below 0
 */
export async function openSearchers(
  experiments: readonly Experiment[],
  store: ImageStore,
  { rows, whitenTo, pixelWeight }: SearcherOptions,
): Promise<Searcher[]> {
  const fewer = Math.min(whitenTo, Math.floor(rows.length / 2));
  const steps: TransformStep[] = fewer > 0 ? [{ whiten: fewer }, "l2"] : [];
  const ofIndex = ({ vectors, dim }: VectorSpace) => ({
    vectors: takeRows(vectors, dim, rows),
    dim,
  });
  const pixels = pixelWeight === 0
    ? undefined
    : await describePixels(store, rows, steps, experiments[0]?.seed);
  const ids = Array.from(rows, (row) => store.items[row]!.id);
  const searchers: Searcher[] = [];
  for (const experiment of experiments) {
    const { directory, seed } = experiment;
    const latent = await openEmbeddings(experiment);
    const transform = await openTransform({ directory, steps, ...ofIndex(latent), seed });
    const ofModel = {
      vectors: await transform.apply(latent.vectors),
      dim: transform.outputDim,
    };
    const scale = pixels ? joinScale(ofIndex(ofModel), ofIndex(pixels), pixelWeight) : 0;
    const space = pixels ? joinVectors(ofModel, pixels, scale) : ofModel;
    const index = FlatIndex.build(ofIndex(space).vectors, space.dim, ids);
    searchers.push(new Searcher(experiment, transform, pixels, scale, { ...space, index }));
  }
  return searchers;
}

async function describePixels(
  store: ImageStore,
  rows: Uint32Array,
  steps: readonly TransformStep[],
  seed: number | undefined,
): Promise<Pixels> {
  const everything = Uint32Array.from({ length: store.count }, (_, row) => row);
  const small = await describeRows(
    imageRows(store, everything),
    (images) => mirroredPixels(images),
  );
  const dim = small.length / store.count;
  const transform = await fitTransform(steps, takeRows(small, dim, rows), { dim, seed });
  return { vectors: await transform.apply(small), dim: transform.outputDim, transform };
}
