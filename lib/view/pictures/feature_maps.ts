/**
 * What layers see, in viridis: `channelMap` and `strongestChannels` pick maps from a layer's output,
 * `featureMapRow` shows one map a layer, `featureMapGrid` many maps of one layer as one picture.
 */

import sharp from "sharp";
import { formatNumber } from "../../io/format.ts";
import { type Html, html } from "../html.ts";
import { colorize, valueRange } from "../viridis.ts";
import { dataUri, mapPicture } from "./encode.ts";
import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { gallery, pictureFigure } from "./gallery.ts";
import type { SheetBlock } from "./sheet.ts";

/** One layer's output for one photo. */
export interface LayerOutput {
  /** Such as `0 conv 64`. */
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

/**
 * One channel of a layer's output: `[height, width, channels]` to `[height, width]`, copied.
 *
 * @throws {RangeError} if there is no such channel; {TypeError} if sizes do not match.
 */
export function channelMap(activation: LayerOutput, channel: number): Float32Array {
  requireLayerOutput(activation);
  const { values, height, width, channels } = activation;
  if (!Number.isInteger(channel) || channel < 0 || channel >= channels) {
    throw new RangeError(
      `Cannot read activation as channel must be from 0 to ${
        channels - 1
      }: current value is ${channel}`,
    );
  }
  return Float32Array.from({ length: height * width }, (_, i) => values[i * channels + channel]!);
}

/**
 * The `count` channels with the greatest mean absolute value, strongest first (ties: lower number
 * first); all of them where there are fewer.
 */
export function strongestChannels(activation: LayerOutput, count: number): number[] {
  requireLayerOutput(activation);
  const { values, channels } = activation;
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) sums[i % channels]! += Math.abs(values[i]!);
  return Array.from(sums.keys()).sort((a, b) => sums[b]! - sums[a]! || a - b).slice(0, count);
}

/** `64 x 128 x 128`: channels, height, width, as the original work writes shapes. */
function shapeText({ channels, height, width }: LayerOutput): string {
  return `${channels} x ${height} x ${width}`;
}

/**
 * One channel of each layer side by side, each coloured from its own least to its own greatest value
 * (as matplotlib does), with the layer's name, its output's shape and that range below.
 *
 * @param options.channel @default 0, as in the original work
 * @param options.width Of each map, pixels. @default 96
 */
export async function featureMapRow(
  activations: readonly LayerOutput[],
  { channel = 0, width = 96, title }: { channel?: number; width?: number; title?: string } = {},
): Promise<Html> {
  const cards = await Promise.all(activations.map(async (activation) => {
    const map = channelMap(activation, channel);
    const { low, high } = valueRange(map);
    const source = await mapPicture(map, { width: activation.width, height: activation.height });
    const range = low === high
      ? `all ${formatNumber(low)}`
      : `${formatNumber(Number(low.toPrecision(3)))} to ${
        formatNumber(Number(high.toPrecision(3)))
      }`;
    const shape = shapeText(activation);
    const alt = `Layer ${activation.name}, channel ${channel}, output ${shape}, values ${range}`;
    return {
      text: `${activation.name}: ${shape}, ${range}`,
      markup: pictureFigure({
        source,
        alt,
        width,
        className: "pixels",
        caption: html`
          <strong>${activation.name}</strong>
          <div>${shape}</div>
          <div class="dim">${range}</div>
        `,
      }),
    };
  }));
  const flow = html`<div class="flow">${cards.map(({ markup }) => markup)}</div>`;
  return gallery(title, flow, cards.map(({ text }) => text).join("\n"));
}

/** Tiles of a picture of many maps are at least and at most this wide, pixels. */
const TILE = { least: 32, most: 64 };

/** Tiles of maps of one value, of which layers have hundreds. */
const DOT = 16;

/** Most channel numbers written out below a picture. */
const MOST_LISTED = 32;

function channelList(channels: readonly number[]): string {
  const rest = channels.length - MOST_LISTED;
  const listed = channels.slice(0, MOST_LISTED).join(", ");
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}

/** Side of one tile: a whole multiple of a small map, so that its values stay even blocks. */
function tileSide(longest: number): number {
  if (longest === 1) return DOT;
  if (longest > TILE.most) return TILE.most;
  return Math.min(TILE.most, Math.max(TILE.least, Math.floor(TILE.most / longest) * longest));
}

/**
 * Some channels of one layer as one picture, row after row, each coloured from its own least to its
 * own greatest value; a dead channel (all values equal) is dark. Where a channel is a single value
 * (an embedding), all share the layer's range.
 *
 * @param options.channels Which, in this order. @default the 16 strongest
 * @param options.columns @default 8
 * @param options.title @default the layer's name, shape and how many channels are shown
 * @throws {RangeError} if `columns` is not above 0 or a channel does not exist.
 */
export async function featureMapGrid(
  activation: LayerOutput,
  { channels = strongestChannels(activation, 16), columns = 8, title }: {
    channels?: readonly number[];
    columns?: number;
    title?: string;
  } = {},
): Promise<Html> {
  if (!Number.isInteger(columns) || columns < 1 || channels.length === 0) {
    throw new RangeError(
      `Cannot make feature map grid as columns and channels must be 1 or more: ` +
        `current numbers are ${columns} and ${channels.length}`,
    );
  }
  const { width, height } = activation;
  const longest = Math.max(width, height);
  const side = tileSide(longest);
  // A map of one value has no range of its own: such layers share the layer's.
  const range = longest === 1 ? valueRange(activation.values) : {};
  const across = Math.min(columns, channels.length);
  const down = Math.ceil(channels.length / across);
  const gap = 2;
  const kernel = longest > side ? "lanczos3" : "nearest";
  const tiles = await Promise.all(channels.map(async (channel, i) => ({
    input: await sharp(colorize(channelMap(activation, channel), range), {
      raw: { width, height, channels: 3 },
    }).resize(side, side, { kernel, fit: "fill" }).png().toBuffer(),
    left: (i % across) * (side + gap),
    top: Math.floor(i / across) * (side + gap),
  })));
  const size = { width: across * (side + gap) - gap, height: down * (side + gap) - gap };
  const canvas = sharp({
    create: { ...size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  }).composite(tiles);
  const source = dataUri(
    new Uint8Array(await canvas.webp({ quality: 85 }).toBuffer()),
    "image/webp",
  );
  const list = channelList(channels);
  const heading = title ??
    `${activation.name}: ${
      shapeText(activation)
    }, ${channels.length} of ${activation.channels} channels`;
  const alt = `${heading}; channels ${list}`;
  const caption = html`<span class="dim">channels ${list}</span>`;
  const figure = pictureFigure({ source, alt, width: size.width, className: "pixels", caption });
  return gallery(heading, figure, `channels ${list}`);
}

/** One channel of each layer, in viridis. */
export function layerBlocks(
  head: string,
  layers: readonly LayerOutput[],
  { channel = 0 }: { channel?: number } = {},
): SheetBlock[] {
  const photos = layers.map((layer) => {
    const { name, width, height, channels } = layer;
    const pixels = colorize(channelMap(layer, channel));
    const image = Uint8Array.from({ length: IMAGE_SIZE ** 2 * 3 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % IMAGE_SIZE, Math.floor(i / 3 / IMAGE_SIZE)];
      const row = Math.floor(y * height / IMAGE_SIZE);
      return pixels[3 * (row * width + Math.floor(x * width / IMAGE_SIZE)) + i % 3]!;
    });
    return { image, alt: name, caption: [name, `${channels} x ${height} x ${width}`] };
  });
  return [{ rows: [{ head, photos }] }];
}
