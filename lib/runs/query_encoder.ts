/** New images embedded as those of an index were: `QueryEncoder`. */

import { KeptTensors } from "../backend/kept_tensors.ts";
import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { type ComposedEmbedding, type Composition, sourcesOf } from "../embedding/compose.ts";
import { DESCRIPTORS, SEARCH_NETWORK } from "../embedding/compositions.ts";
import type { Encoder } from "../embedding/row_source.ts";
import { concatBytes } from "../io/bytes.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { embedImages } from "../model/embed.ts";
import type { OnnxEncoder } from "../model/onnx/onnx_encoder.ts";
import type { SearchNetwork } from "../model/search_network/search_network.ts";
import { isEncoder, openRunEncoder } from "./encoder_embedding.ts";
import { createExperiment, type Experiment } from "./experiment.ts";
import { PRESETS } from "./presets.ts";
import { openSearchNetwork } from "./search_network.ts";
import type { Settings } from "./settings.ts";
import { openTrained } from "./trained.ts";

/** A model that embeds images. */
type Model = Autoencoder | SearchNetwork | OnnxEncoder;

/** Images that are embedded together: a model takes half as long for each of eight as for one. */
const TOGETHER = 8;

/** Images that wait to be embedded. */
interface Job extends Pick<PromiseWithResolvers<Float32Array>, "resolve" | "reject"> {
  images: Uint8Array;
}

/**
 * Embeds images by a composition; its models are opened at the first image. What is asked for while
 * others are embedded is then embedded together.
 */
export class QueryEncoder {
  #models = new Map<string, Promise<Model>>();
  readonly #kept = new KeptTensors();
  readonly #waiting: Job[] = [];
  #working = false;

  constructor(
    private readonly settings: Settings,
    private readonly store: Pick<ImageStore, "directory">,
    private readonly composed: ComposedEmbedding,
  ) {}

  /**
   * Vectors `[n, dim]` of new images, equal to the bit to those of the same images in the store.
   *
   * @param images uint8 `[n, 128, 128, 3]`, RGB
   * @throws {RangeError} if a part of the composition comes from a file of vectors
   */
  async embed(images: Uint8Array): Promise<Float32Array> {
    const { promise, ...job } = Promise.withResolvers<Float32Array>();
    this.#waiting.push({ images, ...job });
    if (!this.#working) void this.#work();
    return await promise;
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#waiting.length > 0) {
      const jobs = this.#waiting.splice(0, TOGETHER);
      const images = jobs.length === 1 ? jobs[0]!.images : concatBytes(jobs.map((j) => j.images));
      try {
        const vectors = await this.#embed(images);
        const dim = vectors.length / (images.length / IMAGE_BYTES);
        let at = 0;
        for (const { images, resolve } of jobs) {
          const end = at + images.length / IMAGE_BYTES * dim;
          resolve(vectors.slice(at, end));
          at = end;
        }
      } catch (error) {
        for (const { reject } of jobs) reject(error);
      }
    }
    this.#working = false;
  }

  async #embed(images: Uint8Array): Promise<Float32Array> {
    const encoders: Record<string, Encoder> = { ...DESCRIPTORS };
    const { composition } = this.composed;
    const models = modelsOf(this.settings, this.store, composition);
    for (const [title, open] of Object.entries(models)) {
      const model = await (this.#models.get(title) ?? this.#open(title, open));
      encoders[title] = (some) => embedImages(model, some);
    }
    const lacking = [...sourcesOf(composition)].find((source) => !Object.hasOwn(encoders, source));
    if (lacking !== undefined) {
      throw new RangeError(
        `Cannot embed a photo as "${lacking}" must have an encoder: its vectors come from a file ` +
          `(search by id, or name its network in ENCODER)`,
      );
    }
    return (await this.composed.embedImages(images, encoders, this.#kept)).vectors;
  }

  /** Dispose the models. */
  async dispose(): Promise<void> {
    const models = [...this.#models.values()];
    this.#models.clear();
    for (const model of models) await (await model).dispose();
    this.#kept[Symbol.dispose]();
  }

  /** Open a model once; one that failed is tried again the next time. */
  #open(title: string, open: () => Promise<Model>) {
    const opened = open();
    this.#models.set(title, opened);
    opened.catch(() => this.#models.delete(title));
    return opened;
  }
}

/** The models of a run, whose images are in `store`, that a composition names. */
export function experimentsOf(
  settings: Settings,
  { directory: datasetDirectory }: Pick<ImageStore, "directory">,
  composition: Composition,
): Experiment[] {
  const names = sourcesOf(composition);
  return settings.models.filter((name) => names.has(PRESETS[name].title))
    .map((name) => ({ ...createExperiment(settings, name), datasetDirectory }));
}

/** How to open each model that a composition names, by its title. */
function modelsOf(
  settings: Settings,
  store: Pick<ImageStore, "directory">,
  composition: Composition,
): Record<string, () => Promise<Model>> {
  const trained = experimentsOf(settings, store, composition).map((experiment) => {
    const open = async () => (await openTrained(experiment)).model;
    return [PRESETS[experiment.model].title, open] as const;
  });
  const network = async () => (await openSearchNetwork()).network;
  const encoders = [...sourcesOf(composition)].filter(isEncoder).map((name) => {
    return [name, () => openRunEncoder(settings, name)] as const;
  });
  return {
    ...Object.fromEntries([...trained, ...encoders]),
    ...(sourcesOf(composition).has(SEARCH_NETWORK) && { [SEARCH_NETWORK]: network }),
  };
}
