/**
 * What embeddings hold of luminance and colour, for notebook 02: `embeddingContentSummary` of several
 * networks, `probeEmbedding` of one.
 */

import { IMAGE_BYTES, IMAGE_SIZE } from "../dataset/store/image_size.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { takeRows } from "../embedding/rows.ts";
import { effectiveRank, linearProbe } from "../metrics/linear_probe.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { bytesFromImages, imagesFromBytes } from "../model/images.ts";
import { openEmbeddings } from "../runs/embeddings.ts";
import type { StageProgress } from "../runs/evaluation.ts";
import { createExperiment } from "../runs/experiment.ts";
import { type ModelName, PRESETS } from "../runs/presets.ts";
import type { Settings } from "../runs/settings.ts";
import { type Markdown } from "../view/markdown.ts";
import { type Table, table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";
import { colourKept } from "./reconstructions.ts";
import { heldOutRows } from "./training_summary.ts";

/** What can be read from the embeddings of some images. */
export interface ProbedEmbedding {
  /**
   * R2 of the mean luminance and of the mean chroma of an image's centre (`linearProbe`); null of
   * fewer than four images.
   */
  readonly luminance: number | null;
  readonly chroma: number | null;
  /** As `effectiveRank`. */
  readonly rank: number;
}

/** What one network's embedding holds. */
export interface EmbeddingContent extends ProbedEmbedding {
  readonly name: string;
  /** Of the reconstructions, as `colourKept`. */
  readonly kept: number;
}

/** The centre of an image, pixels. */
const [FROM, TO] = [40, IMAGE_SIZE - 40];

/** A network that is probed. */
export interface ProbedNetwork {
  readonly title: string;
  /** The model; what has none, such as PCA, is left out. */
  readonly model?: Autoencoder | undefined;
  /** The embeddings of the images, if they are known. @default what the model encodes */
  readonly vectors?: Float32Array;
}

/** Images whose reconstructions `colourKept` looks at, at most: more change little and take longer. */
const DECODED = 120;

/**
 * What the embeddings of each of `networks` hold of `images`, uint8 `[n, 128, 128, 3]`. Chroma is
 * red and blue less the mean of the three channels; its R2 is the mean of both.
 */
export async function embeddingContent(
  networks: readonly ProbedNetwork[],
  images: Uint8Array,
): Promise<EmbeddingContent[]> {
  const targets = centreColours(images);
  const decoded = images.subarray(0, DECODED * IMAGE_BYTES);
  const contents: EmbeddingContent[] = [];
  for (const { title, model, vectors } of networks) {
    if (!model) continue;
    const embedding = vectors ?? await model.encode(imagesFromBytes(images));
    const reconstructed = bytesFromImages(await model.reconstruct(imagesFromBytes(decoded)));
    contents.push({
      name: title,
      ...probeEmbedding(embedding, targets),
      kept: colourKept(decoded, reconstructed),
    });
  }
  return contents;
}

/**
 * What can be read from embeddings of n images, `[n, dim]`.
 *
 * @param targets `centreColours` of the images
 */
export function probeEmbedding(
  vectors: Float32Array,
  targets: readonly Float64Array[],
): ProbedEmbedding {
  const n = targets[0]!.length;
  const dim = vectors.length / n;
  const r2 = n < 4 ? undefined : linearProbe(vectors, dim, targets);
  return {
    luminance: r2?.[0] ?? null,
    chroma: r2 ? (r2[1]! + r2[2]!) / 2 : null,
    rank: effectiveRank(vectors, dim),
  };
}

/**
 * What the embeddings of `networks` hold of the images that none was trained on, and whether those of
 * autoencoders hold colour. A model of the run embeds all images of the store, for notebook 05 as well
 * (`openEmbeddings`).
 */
export async function embeddingContentSummary(
  settings: Settings,
  store: ImageStore,
  networks: readonly (ProbedNetwork & { preset?: ModelName })[],
  { onProgress }: { onProgress?: StageProgress } = {},
): Promise<[Table, Markdown]> {
  const rows = heldOutRows(store);
  const probed: ProbedNetwork[] = [];
  for (const network of networks) {
    const { title, preset } = network;
    const saved = preset && await openEmbeddings(createExperiment(settings, preset), {
      onProgress: (done, total) => onProgress?.(`Embedding with ${title}`, done, total),
    });
    const vectors = saved && takeRows(saved.vectors, saved.dim, rows);
    probed.push({ ...network, ...(vectors && { vectors }) });
  }
  const contents = await embeddingContent(probed, await store.readImages(rows));
  const shown = table(contents.map((content) => ({ ...content })), [
    "name",
    { key: "luminance", label: "R2 of luminance", digits: 2 },
    { key: "chroma", label: "R2 of chroma", digits: 2 },
    { key: "rank", label: "effective rank", digits: 0 },
    { key: "kept", label: "colour kept in reconstructions", digits: 2 },
  ], { caption: `${rows.length} held-out images` });
  return [shown, colourContentVerdict(contents)];
}

/** Whether the embeddings of trained autoencoders still hold colour, which contrastive ones need not. */
export function colourContentVerdict(contents: readonly EmbeddingContent[]): Markdown {
  const autoencoders = Object.values(PRESETS)
    .flatMap(({ title, objective }) => objective === "reconstruction" ? [title] : []);
  const [least] = contents.flatMap(({ name, chroma }) =>
    chroma !== null && autoencoders.includes(name) ? [{ name, chroma }] : []
  ).sort((a, b) => a.chroma - b.chroma);
  return verdict({
    expected: "Colour can be read from the embedding of every autoencoder, with an R2 above 0.5",
    holds: least && least.chroma > 0.5,
    because: least
      ? `the least is ${least.chroma.toFixed(3)}, of ${least.name}`
      : "there is no autoencoder, or there are fewer than four images",
  });
}

/**
 * Mean luminance, and red and blue less it, of the centre of each image: three lists of n values, in
 * bytes.
 */
export function centreColours(images: Uint8Array): Float64Array[] {
  const pixels = IMAGE_SIZE ** 2;
  const n = images.length / (3 * pixels);
  const targets = [0, 1, 2].map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const sums = [0, 0, 0];
    for (let y = FROM; y < TO; y++) {
      for (let x = FROM; x < TO; x++) {
        const at = 3 * (i * pixels + y * IMAGE_SIZE + x);
        for (const c of [0, 1, 2]) sums[c]! += images[at + c]!;
      }
    }
    const [red, green, blue] = sums.map((sum) => sum / (TO - FROM) ** 2);
    const luminance = (red! + green! + blue!) / 3;
    [luminance, red! - luminance, blue! - luminance].forEach((value, t) => targets[t]![i] = value);
  }
  return targets;
}
