/**
 * Photos in rows as one picture, which every viewer of notebooks shows: `photoSheet`;
 * `photoGrid` for photos without headings.
 */

import sharp from "sharp";
import { BAD, GOOD } from "../palette.ts";
import { dataUri, type Picture, picture } from "../picture.ts";
import { wrapped } from "../plain_text.ts";
import { FONTS, px, textAt, textWidth } from "../svg.ts";
import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { encodePng } from "./encode.ts";
import type { Photo } from "./photo.ts";

/** A row of photos; `head` stands at its left, nothing where it is empty. */
export interface SheetRow {
  readonly head: string;
  readonly photos: readonly Photo[];
}

/** Rows of photos, and perhaps one larger photo at the left of all. */
export interface SheetBlock {
  readonly lead?: { readonly head: string; readonly photo: Photo };
  readonly rows: readonly SheetRow[];
}

/** Signs beside the frames' colours. */
export const MARKS = { hit: "✓ ", miss: "✗ " } as const;

const FRAMES = {
  hit: `stroke="${GOOD}" stroke-width="3"`,
  miss: `stroke="${BAD}" stroke-width="3" stroke-dasharray="7 4"`,
};

/** Layout, pixels: a notebook's page is about so wide. */
const WIDTH = 960;
const GAP = 8;
/** Column of the rows' headings. */
const HEADS = 112;
/** Letters and the height of their lines. */
const CAPTION = { size: 12, line: 15 };
const HEAD = { size: 13, line: 17 };
/** A photo of 128 x 128 pixels shows no more when it is larger. */
const LARGEST = 192;
/** The lead's side is that of the others times this. */
const LEAD = 1.3;
/** Most lines of a caption. */
const LINES = 2;
/** Pixels of the picture to one of its layout, for dense screens; of more photos than `MANY` it is 1. */
const DENSITY = 1.25;
/** Committed notebooks are to stay below half a megabyte. */
const MANY = 24;

/** How a sheet looks, as `photoSheet` says. */
export interface SheetOptions {
  alt: string;
  title?: string;
  columns?: number;
  side?: number;
}

/** Photos one after another without headings. */
export async function photoGrid(
  photos: readonly Photo[],
  options: SheetOptions,
): Promise<Picture> {
  return await photoSheet([{ rows: [{ head: "", photos }] }], options);
}

/**
 * Photos in rows as one picture on a transparent background, as wide as a page: headings at the left
 * of the rows, the first two lines of captions below the photos, a hairline around each photo. A hit
 * has a green frame and a tick, a miss a dashed red one and a cross.
 *
 * @param options.alt What a reader who does not see it needs to know.
 * @param options.title Heading above all. @default none
 * @param options.columns Photos side by side; more go on below. @default as many as the longest row
 *   has, up to 10
 * @param options.side Of each photo, pixels. @default what fills the width, up to 192
 */
export async function photoSheet(
  blocks: readonly SheetBlock[],
  { alt, title, columns = columnsOf(blocks), side = sideOf(blocks, columns) }: SheetOptions,
): Promise<Picture> {
  if (!Number.isInteger(columns) || columns < 1) {
    throw new RangeError(
      `Cannot make sheet as columns must be 1 or more: current value is ${columns}`,
    );
  }
  const parts: string[] = [];
  let [top, right] = [1, 0];
  if (title !== undefined) {
    parts.push(textAt(title, 0, top + 14, { size: 15, weight: 600 }));
    [top, right] = [top + 26, textWidth(title, 16)];
  }
  for (const block of blocks) {
    const drawn = await blockAt(block, { top, columns, side });
    parts.push(...drawn.parts);
    [top, right] = [drawn.bottom + GAP, Math.max(right, drawn.right)];
  }
  const count = blocks.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.photos.length, 0);
  return await composedPicture(parts, {
    width: right + 2,
    height: top,
    alt,
    small: count > MANY,
  });
}

/** Pieces of SVG as one picture. `width` and `height` are those on a page, pixels. */
export async function composedPicture(
  parts: readonly string[],
  { width, height, alt, small = false }: {
    width: number;
    height: number;
    alt: string;
    /** Whether it is to take few bytes: no more pixels than a page has, and fewer colours. */
    small?: boolean;
  },
): Promise<Picture> {
  const density = small ? 1 : DENSITY;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" ` +
    `height="${px(height)}" font-family="${FONTS}">${parts.join("")}</svg>`;
  const options = { density: 72 * density, unlimited: true };
  // With 256 colours at most it takes a third of the bytes.
  const file = await sharp(new TextEncoder().encode(svg), options)
    .png({ palette: true, quality: small ? 20 : 60, dither: 0, effort: 10, compressionLevel: 9 })
    .toBuffer();
  return picture(new Uint8Array(file), alt, { density });
}

/** A rectangle of a picture, pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** SVG's attributes of `place`, made smaller by `inset` on each side. */
export function placed({ x, y, width, height }: Place, inset = 0): string {
  return `x="${px(x + inset)}" y="${px(y + inset)}" width="${px(width - 2 * inset)}" ` +
    `height="${px(height - 2 * inset)}"`;
}

/** `[height, width, 3]` uint8 RGB as a piece of SVG, stretched to `place`, with a hairline around it. */
export async function imageIn(
  place: Place,
  pixels: Uint8Array,
  size: { width: number; height: number },
  line = 'stroke="#808080" stroke-opacity="0.45"',
): Promise<string> {
  const href = dataUri(await encodePng(pixels, size), "image/png");
  const thick = line.includes("stroke-width") ? 1.5 : 0.5;
  return `<image ${placed(place)} preserveAspectRatio="none" href="${href}"/>` +
    `<rect ${placed(place, thick)} fill="none" ${line}/>`;
}

function columnsOf(blocks: readonly SheetBlock[]): number {
  return Math.min(
    10,
    Math.max(1, ...blocks.flatMap(({ rows }) => rows.map((row) => row.photos.length))),
  );
}

const hasHeads = ({ rows }: SheetBlock) => rows.some(({ head }) => head !== "");

function sideOf(blocks: readonly SheetBlock[], columns: number): number {
  const sides = blocks.map((block) => {
    const room = WIDTH - 2 - (columns - 1) * GAP - (hasHeads(block) ? HEADS : 0) -
      (block.lead ? 2 * GAP : 0);
    return room / (columns + (block.lead ? LEAD : 0));
  });
  return Math.floor(Math.min(LARGEST, ...sides));
}

/** Pieces of SVG, and where they end. */
interface Drawn {
  parts: string[];
  right: number;
  bottom: number;
}

async function blockAt(
  block: SheetBlock,
  { top, columns, side }: { top: number; columns: number; side: number },
): Promise<Drawn> {
  const { lead, rows } = block;
  const parts: string[] = [];
  let [left, right, bottom, leadBottom] = [0, 0, top, top];
  if (lead) {
    parts.push(textAt(lead.head, 0, top + HEAD.size, { size: HEAD.size, weight: 600 }));
    const large = Math.round(LEAD * side);
    const drawn = await photosAt([lead.photo], { left: 0, top: top + 20, columns, side: large });
    parts.push(...drawn.parts);
    leadBottom = drawn.bottom;
    left = large + 2 * GAP;
  }
  const indent = left + (hasHeads(block) ? HEADS : 0);
  for (const { head, photos } of rows) {
    const lines = wrapped(head, (line) => textWidth(line, HEAD.size + 1) <= HEADS - GAP);
    parts.push(
      ...lines.map((line, i) =>
        textAt(line, left, bottom + HEAD.size + i * HEAD.line, { size: HEAD.size, weight: 600 })
      ),
    );
    const drawn = photos.length > 0
      ? await photosAt(photos, { left: indent, top: bottom, columns, side })
      : nothingAt(indent, bottom);
    parts.push(...drawn.parts);
    right = Math.max(right, drawn.right);
    bottom = Math.max(drawn.bottom, bottom + lines.length * HEAD.line + GAP);
  }
  return { parts, right: Math.max(right, left), bottom: Math.max(bottom, leadBottom) };
}

function nothingAt(left: number, top: number): Drawn {
  const text = textAt("nothing found", left, top + CAPTION.size, { size: CAPTION.size });
  return { parts: [text], right: left + 100, bottom: top + CAPTION.line };
}

/** Photos from `left` on, `columns` side by side. */
async function photosAt(
  photos: readonly Photo[],
  { left, top, columns, side }: { left: number; top: number; columns: number; side: number },
): Promise<Drawn> {
  const captions = photos.map(({ caption, frame }) => {
    const lines = [caption ?? []].flat().filter((line) => line !== "").slice(0, LINES);
    return frame ? [MARKS[frame] + (lines[0] ?? ""), ...lines.slice(1)] : lines;
  });
  const most = Math.max(...captions.map((lines) => lines.length));
  const down = side + most * CAPTION.line + (most > 0 ? GAP + 4 : GAP);
  const parts = await Promise.all(photos.map(async ({ image, frame }, i) => {
    const [x, y] = [left + (i % columns) * (side + GAP), top + Math.floor(i / columns) * down];
    const words = captions[i]!.map((text, l) =>
      textAt(fit(text, side), x, y + side + (l + 1) * CAPTION.line - 1, { size: CAPTION.size })
    );
    const place = { x, y, width: side, height: side };
    const size = { width: IMAGE_SIZE, height: IMAGE_SIZE };
    return await imageIn(place, image, size, frame && FRAMES[frame]) + words.join("");
  }));
  const across = Math.min(columns, photos.length);
  return {
    parts,
    right: left + across * (side + GAP) - GAP,
    bottom: top + Math.ceil(photos.length / columns) * down,
  };
}

/** `text` cut to `width` pixels. */
function fit(text: string, width: number): string {
  const most = Math.floor(width / textWidth("m", CAPTION.size));
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
