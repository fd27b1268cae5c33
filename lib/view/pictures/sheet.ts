/**
 * A gallery as one picture, for files and for pages without styles: `photoSheet`; and what galleries
 * show as its blocks: `reconstructionBlocks`, `neighbourBlocks`, `layerBlocks`.
 */

import sharp from "sharp";
import { BAD, GOOD } from "../palette.ts";
import { type Picture, picture } from "../picture.ts";
import { colorize } from "../viridis.ts";
import { FONTS } from "../still/drawing.ts";
import { px, textAt } from "../still/svg.ts";
import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { dataUri, encodePng } from "./encode.ts";
import { channelMap, type LayerOutput } from "./feature_maps.ts";
import { captionLines, MARKS, type Photo } from "./gallery.ts";
import type { ReconstructionColumn } from "./grid.ts";
import type { NeighbourQuery } from "./neighbours.ts";

/** Rows of photos, each under its heading, and perhaps one photo at the left of all. */
export interface SheetBlock {
  readonly lead?: { readonly head: string; readonly photo: Photo };
  readonly rows: readonly { readonly head: string; readonly photos: readonly Photo[] }[];
}

/** Originals in a row, and the reconstructions of each model in a row below. */
export function reconstructionBlocks(columns: readonly ReconstructionColumn[]): SheetBlock[] {
  const models = columns[0]?.reconstructions.map(({ model }) => model) ?? [];
  const rows = models.map((head, m) => ({
    head,
    photos: columns.map(({ reconstructions }) => reconstructions[m]!),
  }));
  return [{
    rows: [{ head: "Original", photos: columns.map(({ original }) => original) }, ...rows],
  }];
}

/** Each query at the left of what every model finds. */
export function neighbourBlocks(queries: readonly NeighbourQuery[]): SheetBlock[] {
  return queries.map(({ query, results }) => ({
    lead: { head: "Query", photo: query },
    rows: results.map(({ model, neighbours }) => ({ head: model, photos: neighbours })),
  }));
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

const GAP = 8;
const LETTER = 11;
/** Lines of a caption that there is room for. */
const LINES = 2;
/** Pixels of the picture to one of its layout, for dense screens. */
const SCALE = 1.5;

/**
 * Photos in rows, with headings and the first lines of their captions, on a transparent background.
 * A hit has a green frame and a tick, a miss a dashed red one and a cross.
 *
 * @param options.alt What a reader who does not see it needs to know.
 * @param options.columns Photos side by side; more go on below. @default 10
 * @param options.side Of each photo, pixels. @default 112
 */
export async function photoSheet(
  blocks: readonly SheetBlock[],
  { alt, columns = 10, side = 112 }: { alt: string; columns?: number; side?: number },
): Promise<Picture> {
  const parts: string[] = [];
  const down = side + LINES * (LETTER + 3) + GAP;
  let [top, right] = [GAP, 0];
  const place = async ({ image, caption, frame }: Photo, left: number, at: number) => {
    const file = await encodePng(image, { width: IMAGE_SIZE, height: IMAGE_SIZE });
    const box = `x="${px(left)}" y="${px(at)}" width="${side}" height="${side}"`;
    parts.push(`<image ${box} href="${dataUri(file, "image/png")}"/>`);
    if (frame) {
      const look = frame === "hit" ? `stroke="${GOOD}"` : `stroke="${BAD}" stroke-dasharray="6 4"`;
      parts.push(`<rect ${box} fill="none" stroke-width="3" ${look}/>`);
    }
    const most = Math.floor(side / (LETTER * 0.56));
    captionLines(caption).slice(0, LINES).forEach((line, i) => {
      const text = (frame && i === 0 ? MARKS[frame] : "") + line;
      const y = at + side + (i + 1) * (LETTER + 3);
      parts.push(textAt(text.slice(0, most), left, y, { size: LETTER }));
    });
    right = Math.max(right, left + side);
  };
  for (const { lead, rows } of blocks) {
    const start = top;
    const indent = lead ? side + 3 * GAP : 0;
    if (lead) {
      parts.push(textAt(lead.head, 0, top + 12, { size: 12, weight: 600 }));
      await place(lead.photo, 0, top + 18);
    }
    for (const { head, photos } of rows) {
      parts.push(textAt(head, indent, top + 12, { size: 12, weight: 600 }));
      top += 18;
      for (const [i, photo] of photos.entries()) {
        const left = indent + (i % columns) * (side + GAP);
        await place(photo, left, top + Math.floor(i / columns) * down);
      }
      top += Math.ceil(photos.length / columns) * down;
    }
    top = Math.max(top, start + (lead ? 18 + down : 0)) + GAP;
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${px(right + 2)}" ` +
    `height="${px(top)}" font-family="${FONTS}">${parts.join("")}</svg>`;
  const options = { density: 72 * SCALE, unlimited: true };
  const file = await sharp(new TextEncoder().encode(svg), options).png().toBuffer();
  return picture(new Uint8Array(file), alt);
}
