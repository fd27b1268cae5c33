/**
 * A network drawn from its list of layers: `networkDrawing`. Made of markup, so that it takes the
 * text's colour of a light or dark page and stays sharp at any size.
 */

import type { LayerDescription } from "../model/architecture.ts";
import { formatNumber } from "../io/format.ts";
import { type Html, html, rawHtml } from "./html.ts";
import { BASELINE_GREY, CATEGORY_COLORS, MID_GREY } from "./palette.ts";
import { FONTS, svgPicture } from "./svg.ts";

type Kind = LayerDescription["layer"]["type"];

/** Colour and name of each kind of layer, as the legend lists them. */
const KINDS: Readonly<Record<Kind, { readonly color: string; readonly words: string }>> = {
  conv: { color: CATEGORY_COLORS[0], words: "convolution" },
  maxPool: { color: CATEGORY_COLORS[3], words: "max pool" },
  relu: { color: BASELINE_GREY, words: "ReLU" },
  convTranspose: { color: CATEGORY_COLORS[2], words: "transposed convolution" },
  tanh: { color: CATEGORY_COLORS[6], words: "tanh" },
};

/** Pixels: height of a box for a side of 128, gap between boxes, room above and below. */
const TALLEST = 190;
const GAP = 9;
const MARGIN = { top: 62, bottom: 62, left: 38, right: 14 };

interface Box {
  x: number;
  width: number;
  height: number;
  color: string;
  words: string;
  /** Written below: channels and side, where they have changed. */
  label: string | undefined;
}

/** Where each layer's box stands; `input` is the box of the photo. */
function placeBoxes(layers: readonly LayerDescription[]): Box[] {
  const boxes: Box[] = [{
    x: MARGIN.left,
    width: 8,
    height: TALLEST,
    color: "currentColor",
    words: "photo: 3 x 128 x 128",
    label: "3 × 128²",
  }];
  let x = MARGIN.left + 8 + GAP;
  let before = "3,128";
  for (const { name, layer, outputShape: [height, side, channels], parameters } of layers) {
    const learns = parameters > 0;
    // A box is as tall as the square root of the picture's side, as wide as its channels' logarithm.
    const width = learns
      ? Math.round(6 + 2 * Math.log2(channels))
      : layer.type === "maxPool"
      ? 8
      : 4;
    const shape = `${channels},${side}`;
    boxes.push({
      x,
      width,
      height: Math.max(8, Math.round(TALLEST * Math.sqrt(height / 128))),
      color: KINDS[layer.type].color,
      words: `${name}: ${KINDS[layer.type].words}` +
        ("kernel" in layer ? ` ${layer.kernel} x ${layer.kernel}, stride ${layer.stride}` : "") +
        `, output ${channels} x ${height} x ${side}` +
        (learns ? `, ${formatNumber(parameters)} parameters` : ""),
      label: shape === before ? undefined : `${channels} × ${side}²`,
    });
    before = shape;
    x += width + GAP;
  }
  return boxes;
}

function boxMarkup({ x, width, height, color, words, label }: Box): Html {
  const middle = MARGIN.top + TALLEST / 2;
  const below = MARGIN.top + TALLEST + 12;
  const at = x + width / 2;
  const text = label === undefined ? null : html`
    <text x="${at}" y="${below}" text-anchor="end"
      transform="rotate(-50 ${at} ${below})" font-size="11"
      fill="currentColor">${label}</text>
  `;
  return html`<g><title>${words}</title><rect x="${x}" y="${middle - height / 2}" width="${width}"
    height="${height}" rx="1.5" fill="${color}"/>${text}</g>`;
}

/** The kinds of layer that are there, each with a sample of its colour. */
function legendMarkup(kinds: ReadonlySet<Kind>): Html[] {
  let x = MARGIN.left;
  return (Object.keys(KINDS) as Kind[]).filter((kind) => kinds.has(kind)).map((kind) => {
    const { color, words } = KINDS[kind];
    const item = html`
      <rect x="${x}" y="26" width="11" height="11" fill="${color}" />
      <text
        x="${x + 16}" y="36" font-size="12" fill="currentColor">${words}</text>
    `;
    x += 34 + 6.6 * words.length;
    return item;
  });
}

/**
 * The network from left to right, a box for each layer: the taller, the larger the picture that
 * comes out of it, the wider, the more channels. Where that changes it is written below, channels
 * times side squared. The vector between encoder and decoder is marked; pointing at a box tells the
 * layer. A still picture stands in where no markup is drawn.
 *
 * @param layers in order, encoder then decoder
 * @param options.latentAfter How many of them are the encoder.
 * @throws {RangeError} if `latentAfter` is no number of layers
 */
export async function networkDrawing(
  layers: readonly LayerDescription[],
  { title, latentAfter }: { title: string; latentAfter: number },
): Promise<Html> {
  const latent = layers[latentAfter - 1];
  if (!latent) {
    throw new RangeError(
      `Cannot draw network as latentAfter must be from 1 to ${layers.length} layers: ` +
        `current value is ${latentAfter}`,
    );
  }
  const boxes = placeBoxes(layers);
  const last = boxes.at(-1)!;
  const width = Math.ceil(last.x + last.width + MARGIN.right);
  const height = MARGIN.top + TALLEST + MARGIN.bottom;
  const vector = boxes[latentAfter]!;
  const vectorX = vector.x + vector.width + GAP / 2;
  const dimensions = latent.outputShape.reduce((product, side) => product * side, 1);
  const floor = MARGIN.top + TALLEST;
  const mark = html`
    <line x1="${vectorX}" x2="${vectorX}" y1="${MARGIN.top + 8}" y2="${floor}" stroke="currentColor"
      stroke-dasharray="4 3" />
    <text x="${vectorX}" y="${MARGIN.top}" text-anchor="middle" font-size="12" font-weight="600"
      fill="currentColor">${formatNumber(dimensions)} dimensions</text>
  `;
  const kinds = new Set(layers.map(({ layer }) => layer.type));
  const words = `${title}: ${latentAfter} layers encode an image into ` +
    `${formatNumber(dimensions)} dimensions, ${layers.length - latentAfter} reconstruct it`;
  const head = html`
    <text x="${MARGIN.left}" y="16" font-size="14" font-weight="600"
      fill="currentColor">${title}</text>
  `;
  const content = html`${head}${legendMarkup(kinds)}${boxes.map(boxMarkup)}${mark}`;
  const { markup } = html`
    <div class="lookalike-network" style="overflow-x:auto;max-width:100%">
      <svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"
        aria-label="${words}" style="font-family:inherit">${content}</svg>
    </div>
  `;
  const drawing = html`
    <svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
      color="${MID_GREY}" font-family="${FONTS}">${content}</svg>
  `;
  const still = await svgPicture(drawing.markup, words);
  return { ...rawHtml(markup, `[drawing: ${words}]`), ...(still ? { still } : {}) };
}
