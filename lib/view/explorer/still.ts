/** A map as a still picture, for viewers that run no scripts: `stillMap`. */

import sharp from "sharp";
import { type Picture, picture } from "../picture.ts";
import {
  createCamera,
  emptyProjection,
  type Places,
  project,
  sortByNearness,
} from "./client/camera.ts";
import { markerRadius, symbolOutline } from "./client/symbols.ts";
import type { ValueStyle } from "./data.ts";

const WIDTH = 900;
const HEIGHT = 600;

/** A marker as SVG, in the same shape as the page draws it. */
function marker({ color, symbol }: ValueStyle, x: number, y: number, radius: number): string {
  const { corners, open } = symbolOutline(symbol);
  const paint = open
    ? `fill="none" stroke="${color}" stroke-width="${Math.max(1, radius * 0.45)}"`
    : `fill="${color}"`;
  if (corners === undefined) {
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" ${paint}/>`;
  }
  const path = corners.map(([cx, cy]) =>
    `${(x + cx * radius).toFixed(1)} ${(y + cy * radius).toFixed(1)}`
  );
  return `<path d="M${path.join("L")}Z" ${paint}/>`;
}

/**
 * A map as a PNG of 256 colours on nothing, so that it suits light and dark pages. It holds no text,
 * which would need fonts on the machine.
 *
 * @param options.values How the values of the colouring are drawn.
 * @param options.codes Value of every item.
 */
export async function stillMap(
  places: Places,
  { values, codes, alt }: {
    values: readonly ValueStyle[];
    codes: ArrayLike<number>;
    alt: string;
  },
): Promise<Picture> {
  const { points, components } = places;
  const n = points.length / components;
  const projected = emptyProjection(n);
  const viewport = { width: WIDTH, height: HEIGHT };
  project(points, { places, camera: createCamera(components), viewport, to: projected });
  const order = new Uint32Array(n);
  sortByNearness(projected.near, order);
  const radius = markerRadius(n);
  const markers = Array.from(
    order,
    (row) => marker(values[codes[row]!]!, projected.x[row]!, projected.y[row]!, radius),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">` +
    `${markers.join("")}</svg>`;
  const png = sharp(new TextEncoder().encode(svg), { unlimited: true }).png({ palette: true });
  return picture(new Uint8Array(await png.toBuffer()), alt);
}
