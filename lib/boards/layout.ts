/** Where the items of a board lie: `arrange`. */

import type { Dice } from "./dice.ts";
import type { Label } from "./labels.ts";

/** Width and height of an item's box, pixels. */
export interface Size {
  readonly label: Label;
  readonly width: number;
  readonly height: number;
}

/** Where items of a label tend to lie, as a share of the board: `[x, y]` of their middle. */
const PLACES: Readonly<Partial<Record<Label, readonly [number, number]>>> = {
  "Shirts & Tops": [0.27, 0.25],
  "Coats & Jackets": [0.7, 0.3],
  "Dresses": [0.36, 0.44],
  "Jumpsuits & Rompers": [0.36, 0.44],
  "Swimwear": [0.35, 0.4],
  "Pants": [0.45, 0.64],
  "Skirts": [0.4, 0.62],
  "Shorts": [0.38, 0.6],
  "Shoes": [0.3, 0.84],
  "Socks": [0.45, 0.85],
  "Stockings": [0.5, 0.7],
  "Handbags": [0.78, 0.76],
  "Hats": [0.6, 0.12],
  "Sunglasses": [0.56, 0.1],
};

/** Kept free along the board's edges, pixels. */
const MARGIN = 2;

/** Places that are tried for each item; the best is taken. */
const TRIES = 48;

/** A box on the board, pixels. */
interface Spot {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Places boxes on a board `side` pixels wide and high, each whole on it: roughly where the label
 * tends to lie, touching and overlapping its neighbours a little.
 *
 * @returns the top left corner of each, in the order of `sizes`
 */
export function arrange(
  sizes: readonly Size[],
  { side, dice }: { side: number; dice: Dice },
): { x: number; y: number }[] {
  const mirrored = dice.chance(0.5);
  const spots: (Spot | undefined)[] = sizes.map(() => undefined);
  const order = sizes.map((_, i) => i)
    .sort((i, j) => area(sizes[j]!) - area(sizes[i]!) || i - j);
  for (const i of order) {
    const { label, width, height } = sizes[i]!;
    const place = PLACES[label];
    const wanted = dice.around(0.07, 0.055);
    let best: Spot | undefined, least = Infinity;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const spread = place ? 0.14 + 0.3 * attempt / TRIES : 0;
      const cx = place ? dice.around(mirrored ? 1 - place[0] : place[0], spread) : dice.next();
      const cy = place ? dice.around(place[1], spread) : dice.next();
      const spot = {
        x: within(cx * side - width / 2, MARGIN, side - MARGIN - width),
        y: within(cy * side - height / 2, MARGIN, side - MARGIN - height),
        width,
        height,
      };
      const cost = crowding(spot, spots, wanted) + (place ? 0.12 * attempt / TRIES : 0);
      if (cost < least) {
        least = cost;
        best = spot;
      }
    }
    spots[i] = best;
  }
  return spots.map((spot) => ({ x: spot!.x, y: spot!.y }));
}

/** How far the cover of a spot, and what it does to those there, is from what is wanted. */
function crowding(spot: Spot, others: readonly (Spot | undefined)[], wanted: number): number {
  let covered = 0, worst = 0;
  for (const other of others) {
    if (!other) continue;
    const width = Math.min(spot.x + spot.width, other.x + other.width) - Math.max(spot.x, other.x);
    const height = Math.min(spot.y + spot.height, other.y + other.height) -
      Math.max(spot.y, other.y);
    if (width <= 0 || height <= 0) continue;
    covered += width * height / area(spot);
    worst = Math.max(worst, width * height / area(other));
  }
  return Math.abs(covered - Math.max(0, wanted)) + 2 * Math.max(0, worst - 0.18) +
    2 * Math.max(0, covered - 0.25);
}

function area({ width, height }: { width: number; height: number }): number {
  return width * height;
}

function within(value: number, low: number, high: number): number {
  return high < low ? (low + high) / 2 : Math.min(high, Math.max(low, value));
}
