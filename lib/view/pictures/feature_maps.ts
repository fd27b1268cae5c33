/**
 * What layers make of an image: `layerSheet` shows four maps of each layer, `vectorMaps` the values of
 * embeddings.
 */

import { formatNumber } from "../../io/format.ts";
import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { applyPca, fitPca } from "../../embedding/pca.ts";
import { arraySource } from "../../embedding/row_source.ts";
import type { Picture } from "../picture.ts";
import { textAt } from "../svg.ts";
import { colorize, valueRange } from "../viridis.ts";
import type { Photo } from "./photo.ts";
import { composedPicture, imageIn, photoSheet, type SheetBlock } from "./sheet.ts";

/** One layer's output for one image. */
export interface LayerOutput {
  /** Such as `0 conv`. */
  readonly name: string;
  /** `[height, width, channels]` float32. */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

function requireLayerOutput({ name, values, height, width, channels }: LayerOutput): void {
  if (values.length !== height * width * channels || values.length === 0) {
    throw new TypeError(
      `Cannot read activation "${name}" as it must have ${height} x ${width} x ${channels} values: ` +
        `current number is ${values.length}`,
    );
  }
}

/** One channel of a layer's output: `[height, width, channels]` to `[height, width]`, copied. */
export function channelMap(
  { values, height, width, channels }: LayerOutput,
  channel: number,
): Float32Array {
  return Float32Array.from({ length: height * width }, (_, i) => values[i * channels + channel]!);
}

/** The channel with the greatest sum of squares; of equal ones the first. */
export function strongestChannel({ values, channels }: LayerOutput): number {
  const energy = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) energy[i % channels]! += values[i]! ** 2;
  return energy.indexOf(energy.reduce((a, b) => Math.max(a, b)));
}

/** Mean of the absolute values over all channels, `[height, width]`. */
export function meanMap({ values, height, width, channels }: LayerOutput): Float32Array {
  const means = new Float32Array(height * width);
  for (let i = 0; i < values.length; i++) {
    means[Math.floor(i / channels)]! += Math.abs(values[i]!) / channels;
  }
  return means;
}

/**
 * The places of a layer along the three principal components of its channels, as red, green and blue:
 * uint8 `[height, width, 3]`. Places of one colour are alike in all channels; a colour that has no
 * component, as there are too few places or channels, is 128.
 */
export async function componentMap({ values, channels }: LayerOutput): Promise<Uint8Array> {
  const source = arraySource(values, channels);
  const count = Math.min(3, source.count, channels);
  const scores = await applyPca(await fitPca(source, count, { iterations: 4 }), source);
  const image = new Uint8Array(source.count * 3).fill(128);
  for (let component = 0; component < count; component++) {
    const own = Float32Array.from(
      { length: source.count },
      (_, p) => scores[p * count + component]!,
    );
    const { low, high } = valueRange(own);
    if (!(high > low)) continue;
    own.forEach((score, p) => {
      image[3 * p + component] = Math.round(255 * (score - low) / (high - low));
    });
  }
  return image;
}

/** Width and height, pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** `[height, width, 3]` enlarged to another size, its pixels as even blocks, which a page would smooth. */
function enlarged(pixels: Uint8Array, { width, height }: Size, to: Size): Uint8Array {
  return Uint8Array.from({ length: to.width * to.height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % to.width, Math.floor(i / 3 / to.width)];
    const row = Math.floor(y * height / to.height);
    return pixels[3 * (row * width + Math.floor(x * width / to.width)) + i % 3]!;
  });
}

const IMAGE = { width: IMAGE_SIZE, height: IMAGE_SIZE };

/** Layers side by side. */
const LAYERS_A_ROW = 10;

/**
 * Layers from left to right, four maps of each below one another: channel 0 (as in the original), the
 * channel with most energy, the mean of |activation|, and the main three components of all channels
 * as red, green and blue. Each map is coloured from its own least to its own greatest value.
 *
 * @param options.images photos to show first, such as the image and its reconstruction. @default none
 * @throws {TypeError} if a layer does not have as many values as its sizes say.
 */
export async function layerSheet(
  layers: readonly LayerOutput[],
  { images = [], ...options }: { alt: string; title?: string; images?: readonly Photo[] },
): Promise<Picture> {
  layers.forEach(requireLayerOutput);
  const blocks: SheetBlock[] = images.length > 0
    ? [{ rows: [{ head: "image", photos: images }] }]
    : [];
  const components = new Map<LayerOutput, Uint8Array>();
  for (const layer of layers) components.set(layer, await componentMap(layer));
  for (let start = 0; start < layers.length; start += LAYERS_A_ROW) {
    const part = layers.slice(start, start + LAYERS_A_ROW);
    const row = (head: string, photoOf: (layer: LayerOutput) => Omit<Photo, "alt">) => ({
      head,
      photos: part.map((layer) => ({ alt: `${layer.name}: ${head}`, ...photoOf(layer) })),
    });
    const map = (layer: LayerOutput, values: Float32Array) =>
      enlarged(colorize(values), layer, IMAGE);
    blocks.push({
      rows: [
        row("channel 0", (layer) => ({
          image: map(layer, channelMap(layer, 0)),
          caption: [layer.name, `${layer.channels} x ${layer.height}²`],
        })),
        row("strongest channel", (layer) => {
          const channel = strongestChannel(layer);
          return { image: map(layer, channelMap(layer, channel)), caption: `channel ${channel}` };
        }),
        row("mean of |activation|", (layer) => ({ image: map(layer, meanMap(layer)) })),
        row("PCA of all as RGB", (layer) => {
          return { image: enlarged(components.get(layer)!, layer, IMAGE) };
        }),
      ],
    });
  }
  return await photoSheet(blocks, { ...options, columns: LAYERS_A_ROW });
}

/** Columns of an embedding's values, and the side of a value in pixels of a page. */
const VALUES = { columns: 32, side: 14, gap: 26, line: 20 };

/**
 * Embeddings as heat maps of 32 columns side by side, all with one scale: 512 values are 16 x 32.
 *
 * @param embeddings a name for each, and its values, float32
 */
export async function vectorMaps(
  embeddings: readonly { readonly name: string; readonly values: Float32Array }[],
): Promise<Picture> {
  const all = embeddings.flatMap(({ values }) => Array.from(values));
  const { low, high } = valueRange(all);
  const { columns, side, gap, line } = VALUES;
  const rows = Math.ceil(Math.max(0, ...embeddings.map(({ values }) => values.length)) / columns);
  const digits = (value: number) => formatNumber(Number(value.toPrecision(3)));
  const parts = await Promise.all(embeddings.map(async ({ name, values }, i) => {
    const padded = new Float32Array(rows * columns).fill(low);
    padded.set(values);
    const size = { width: columns * side, height: rows * side };
    const place = { x: i * (columns * side + gap), y: line, ...size };
    const small = colorize(padded, { low, high });
    const pixels = enlarged(small, { width: columns, height: rows }, size);
    const zeros = values.filter((value) => value === 0).length;
    const head = `${name}: ${values.length} values, ${zeros} of them 0`;
    return textAt(head, place.x, 13, { size: 13, weight: 600 }) +
      await imageIn(place, pixels, size);
  }));
  const scale = `From ${digits(low)} (dark) to ${digits(high)} (yellow)`;
  parts.push(textAt(scale, 0, line + rows * side + 16, { size: 12 }));
  return await composedPicture(parts, {
    width: embeddings.length * (columns * side + gap) - gap + 2,
    height: line + rows * side + 22,
    alt: `Heat maps of embeddings: ${embeddings.map(({ name }) => name).join(", ")}`,
  });
}
