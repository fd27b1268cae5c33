/** Pieces of SVG, and SVG as a PNG picture. */

import sharp from "sharp";
import { escapeHtml } from "./html.ts";
import { MID_GREY } from "./palette.ts";
import { type Picture, picture } from "./picture.ts";

/** Letters of a picture, those of most machines first. */
export const FONTS = "system-ui, 'DejaVu Sans', 'Liberation Sans', Helvetica, Arial, sans-serif";

/** A number as SVG takes it; a tenth of a pixel is enough. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Pixels that `text` takes; the letters of the machine's font differ, so it is no more than near. */
export function textWidth(text: string, size: number): number {
  return text.length * size * 0.56;
}

/** A line of text, from `x` on. */
export function textAt(
  text: string,
  x: number,
  y: number,
  { size = 12, weight = 400, color = MID_GREY }: {
    size?: number;
    weight?: number;
    color?: string;
  } = {},
): string {
  // XML has no control characters, not even as entities.
  const safe = escapeHtml(text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "\ufffd"));
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" font-weight="${weight}" ` +
    `fill="${color}">${safe}</text>`;
}

/** An SVG as a PNG of at most 256 colours, transparent; undefined on a machine without any font. */
export async function svgPicture(svg: string, alt: string): Promise<Picture | undefined> {
  return await hasFonts() ? await fewColors(new TextEncoder().encode(svg), alt) : undefined;
}

/**
 * An image file as a PNG of few colours, which takes a fraction of the bytes.
 *
 * @param options.colors @default 256
 */
export async function fewColors(
  image: Uint8Array,
  alt: string,
  { colors = 256 }: { colors?: number } = {},
): Promise<Picture> {
  // Dots of two shades in place of a third would not be seen, and would double the file.
  const look = { palette: true, colours: colors, dither: 0, effort: 10, compressionLevel: 9 };
  return picture(new Uint8Array(await sharp(image).png(look).toBuffer()), alt);
}

let fonts: Promise<boolean> | undefined;

/** Whether this machine has letters to draw with: a word leaves ink. */
function hasFonts(): Promise<boolean> {
  return fonts ??= (async () => {
    const word = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" ` +
      `font-family="${FONTS}">${textAt("Loss", 2, 15)}</svg>`;
    const pixels = await sharp(new TextEncoder().encode(word)).raw().toBuffer();
    return pixels.some((value) => value !== 0);
  })();
}
