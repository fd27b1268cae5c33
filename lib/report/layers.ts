/** What layers of a model make of images, for notebook 04. */

import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { formatNumber } from "../io/format.ts";
import { mean } from "../io/mean.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { imagesFromBytes } from "../model/images.ts";
import type { Markdown } from "../view/markdown.ts";
import { imageAt } from "../view/pictures/encode.ts";
import type { LayerOutput } from "../view/pictures/feature_maps.ts";
import { type Table, table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";

/**
 * Rows of two images of different categories, held out where there are such: those whose category
 * begins with the first of `words` that any has, else of the first categories. Of a single category
 * there are two images.
 */
export function exampleRows(store: ImageStore, words: readonly string[]): number[] {
  const rank = (category: string) => {
    const place = words.findIndex((word) => category.toLowerCase().startsWith(word));
    return place < 0 ? words.length : place;
  };
  const categories = [...store.categories].sort((a, b) => rank(a) - rank(b)).slice(0, 2);
  const order = (row: number) => ["validation", "test", "train"].indexOf(store.items[row]!.split);
  const ofCategory = categories.map((category) =>
    [...store.items.keys()].filter((row) => store.items[row]!.category === category)
      .sort((a, b) => order(a) - order(b) || a - b)
  );
  return ofCategory.length > 1 ? ofCategory.map(([first]) => first!) : ofCategory[0]!.slice(0, 2);
}

/** A layer of the encoder and its output for one image. */
export interface EncoderLayer extends LayerOutput {
  readonly type: string;
}

/** The output of every encoder layer of `model` for one image, uint8 `[128, 128, 3]`, in order. */
export async function encoderLayers(
  model: Autoencoder,
  image: Uint8Array,
): Promise<EncoderLayer[]> {
  const activations = await model.activations(imagesFromBytes(image));
  return activations.filter(({ name }) => name.startsWith("encoder."))
    .map(({ name, type, shape: [, height, width, channels], data }) => ({
      name: `${name.replace("encoder.", "")} ${type === "maxPool" ? "pool" : type}`,
      type,
      values: data,
      height,
      width,
      channels,
    }));
}

/** How much of a ReLU layer reacts. */
export interface LayerActivity {
  readonly layer: string;
  readonly channels: number;
  /** Channels that are above 0 somewhere in an image, mean over the images. */
  readonly active: number;
  /** Channels that are above 0 nowhere in any of the images. */
  readonly dead: number;
  /** Fraction of all values above 0, mean over the images. */
  readonly above: number;
}

/** The activity of every ReLU layer of the encoder over `images`, uint8 `[n, 128, 128, 3]`. */
export async function layerActivity(
  model: Autoencoder,
  images: Uint8Array,
): Promise<LayerActivity[]> {
  // One image at a time, as all outputs of a few would not fit into memory.
  const seen: ReturnType<typeof reactionOf>[] = [];
  for (let i = 0; i < images.length / IMAGE_BYTES; i++) {
    const layers = await encoderLayers(model, imageAt(images, i));
    seen.push(...layers.filter(({ type }) => type === "relu").map(reactionOf));
  }
  return [...Map.groupBy(seen, ({ name }) => name)].map(([layer, reactions]) => {
    const { channels } = reactions[0]!;
    const ever = new Set(reactions.flatMap(({ active }) => [...active]));
    return {
      layer,
      channels,
      active: mean(reactions.map(({ active }) => active.size)),
      dead: channels - ever.size,
      above: mean(reactions.map(({ above }) => above)),
    };
  });
}

/** The channels of a layer that are above 0 somewhere in one image, and the fraction of its values. */
function reactionOf({ name, values, channels }: EncoderLayer) {
  const active = new Set<number>();
  let above = 0;
  for (let at = 0; at < values.length; at++) {
    if (!(values[at]! > 0)) continue;
    above++;
    active.add(at % channels);
  }
  return { name, channels, active, above: above / values.length };
}

/** How much of `model` reacts to some images: a table, and whether most does, and less with depth. */
export async function activityResults(
  model: Autoencoder,
  images: Uint8Array,
  caption: string,
): Promise<[Table, Markdown, Markdown]> {
  return describeActivity(await layerActivity(model, images), caption);
}

/** The activity of layers as `activityResults` shows it. */
export function describeActivity(
  activity: readonly LayerActivity[],
  caption: string,
): [Table, Markdown, Markdown] {
  const shown = table(activity.map((row) => ({ ...row })), [
    "layer",
    "channels",
    { key: "active", label: "active in an image", digits: 1 },
    { key: "dead", label: "dead in all" },
    { key: "above", label: "fraction of values above 0", digits: 3 },
  ], { caption });
  const sum = (of: "channels" | "active" | "dead") =>
    activity.reduce((sum, layer) => sum + layer[of], 0);
  const active = verdict({
    expected: "Most channels react somewhere in an image",
    holds: sum("active") > sum("channels") / 2,
    because:
      `${formatNumber(Math.round(sum("active")))} of ${formatNumber(sum("channels"))} do, on ` +
      `average over the images; ${formatNumber(sum("dead"))} are 0 in all of them`,
  });
  const falls = activity.slice(1).filter(({ above }, i) => above < activity[i]!.above).length;
  const steps = activity.length - 1;
  const sparse = verdict({
    expected: "The deeper a layer, the fewer of its values are above 0",
    holds: steps < 1 ? undefined : falls === steps ? true : falls > steps / 2 ? undefined : false,
    because: `from layer to layer the fraction falls in ${falls} of ${steps} steps (${
      activity.map(({ above }) => above.toFixed(2)).join(", ")
    })`,
  });
  return [shown, active, sparse];
}
