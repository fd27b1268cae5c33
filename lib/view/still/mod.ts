/**
 * Still pictures of figures, for readers that draw no scripts and for paper: `figureStill`, and
 * `svgStill` for other drawings; `figureSvg`.
 */

import sharp from "sharp";
import { figureTitle, type PlotlyFigure } from "../figure.ts";
import { type Picture, picture } from "../picture.ts";
import { figureSvg, FONTS, STILL_WIDTH } from "./drawing.ts";
import { textAt } from "./svg.ts";
import { readTraces } from "./trace.ts";

export { figureSvg, FONTS, STILL_WIDTH };

/**
 * The figure as a PNG, 760 pixels wide, transparent, of some 5 to 30 KB; undefined where it cannot
 * be drawn: a kind of trace that stills do not know, or a machine without any font.
 */
export async function figureStill(figure: PlotlyFigure): Promise<Picture | undefined> {
  const svg = figureSvg(figure);
  if (svg === undefined) return undefined;
  const traces = readTraces(figure.data) ?? [];
  const colors = new Set(traces.flatMap(({ colors, color }) => [...colors, color]));
  return await svgStill(svg, { alt: figureTitle(figure), colors: colors.size });
}

/** With more colours than this, 16 shades are too few for them and the greys of the text. */
const FEW_COLORS = 5;

/**
 * An SVG as a PNG, transparent; undefined on a machine without any font.
 *
 * @param options.colors How many colours it has, shades not counted: with few, four bits a pixel do,
 *   and the file has half the size.
 */
export async function svgStill(
  svg: string,
  { alt, colors }: { alt: string; colors: number },
): Promise<Picture | undefined> {
  if (!await hasFonts()) return undefined;
  const colours = colors > FEW_COLORS ? 256 : 16;
  // Dots of two shades in place of a third would not be seen, and would double the file.
  const look = { palette: true, colours, dither: 0, effort: 10, compressionLevel: 9 };
  const image = sharp(new TextEncoder().encode(svg)).png(look);
  return picture(new Uint8Array(await image.toBuffer()), alt);
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
