/** What is done to a photo to make another view of it, drawn at random: `drawView`, `VIEW_CHANGES`. */

import { IMAGE_SIZE as SIZE } from "../../../dataset/store/image_size.ts";
import { createRandom, deriveSeed } from "../../../io/random.ts";

/** One view: where it looks, what covers its edge, how its colours change. */
export interface View {
  /**
   * Maps pixel (x, y) of the view to one of the photo: x' = a x + b y + c, y' = d x + e y + f, in
   * pixels of 128 x 128.
   */
  affine: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
  /** Where another photo's piece lies, in pixels, upper bounds not included; empty if there is none. */
  piece: { left: number; top: number; right: number; bottom: number };
  /** Maps a colour in [-1, 1]: row-major `[3, 3]`, then what is added. */
  colour: { matrix: readonly number[]; offset: number };
  /** How much of a blurred copy is mixed in, 0 to 1. */
  blur: number;
}

/** Kinds of change that make a view. */
export const VIEW_CHANGES = ["crop", "turn", "flip", "pieces", "colour", "blur"] as const;
/** One kind of change. */
export type ViewChange = typeof VIEW_CHANGES[number];

/**
 * How far views go. A product must stay what it is; what a camera or a crop changes may change. Colours
 * change more than that: else they alone tell whose view it is, and shapes are not learned.
 */
const LIMITS = {
  /** Smallest share of the photo's area that is looked at. */
  area: 0.4,
  /** Largest ratio of width to height of what is looked at, and its inverse. */
  aspect: 4 / 3,
  /** Largest turn, in radians. */
  turn: Math.PI / 15,
  /** Share of views that get a piece of another photo at an edge, and how deep it may reach. */
  pieces: 0.3,
  pieceDepth: 0.3,
  /** Largest relative change. */
  brightness: 0.4,
  contrast: 0.4,
  saturation: 0.8,
  /** Largest turn of the hue, in radians. */
  hue: Math.PI / 3,
  /** Share of views without colour, and of blurred ones. */
  grey: 0.3,
  blurred: 0.3,
};

/** Weights of red, green and blue in a pixel's luma (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * A view of the photo that `key` stands for: with `seed` it alone decides, whatever else is in the
 * batch.
 *
 * A crop of 40 to 100 % of the photo, turned by up to 12 degrees, flipped half the time; now and then
 * a piece of another photo at an edge, as in crops of boards; brightness and contrast changed by up to
 * 40 %, saturation by up to 80 %, the hue by up to 60 degrees; some without colour, some blurred.
 *
 * @param changes the kinds that happen; whatever they are, each of them is drawn alike
 */
export function drawView(
  key: number,
  seed: number,
  changes: readonly ViewChange[] = VIEW_CHANGES,
): View {
  const random = createRandom(deriveSeed(seed, `view of ${key}`));
  const between = (low: number, high: number) => low + random() * (high - low);
  const around = (change: number) => between(1 - change, 1 + change);
  /** What was drawn, if that kind of change happens; every one is drawn, to keep the others. */
  const only = <T>(kind: ViewChange, drawn: T, without: T) =>
    changes.includes(kind) ? drawn : without;
  const area = only("crop", between(LIMITS.area, 1), 1);
  const aspect = only("crop", Math.exp(between(-1, 1) * Math.log(LIMITS.aspect)), 1);
  const width = Math.min(1, Math.sqrt(area * aspect));
  const height = Math.min(1, Math.sqrt(area / aspect));
  const flip = only("flip", random() < 0.5 ? -1 : 1, 1);
  const turn = only("turn", between(-LIMITS.turn, LIMITS.turn), 0);
  const centre = {
    x: SIZE * between(width / 2, 1 - width / 2) - 0.5,
    y: SIZE * between(height / 2, 1 - height / 2) - 0.5,
  };
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [a, b, d, e] = [flip * width * cos, -height * sin, flip * width * sin, height * cos];
  const middle = (SIZE - 1) / 2;
  const piece = random() < LIMITS.pieces ? drawPiece(between) : NO_PIECE;
  const saturation = random() < LIMITS.grey ? 0 : around(LIMITS.saturation);
  const colour = colourChange({
    saturation,
    hue: between(-LIMITS.hue, LIMITS.hue),
    contrast: around(LIMITS.contrast),
    brightness: around(LIMITS.brightness),
  });
  const blur = random() < LIMITS.blurred ? random() : 0;
  return {
    affine: [
      a,
      b,
      centre.x - (a + b) * middle,
      d,
      e,
      centre.y - (d + e) * middle,
    ],
    piece: only("pieces", piece, NO_PIECE),
    colour: only("colour", colour, NO_COLOUR_CHANGE),
    blur: only("blur", blur, 0),
  };
}

const NO_PIECE = { left: 0, top: 0, right: 0, bottom: 0 };
const NO_COLOUR_CHANGE = { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], offset: 0 };

/** A rectangle along one of the four edges. */
function drawPiece(between: (low: number, high: number) => number): View["piece"] {
  const depth = SIZE * between(0.05, LIMITS.pieceDepth);
  const length = SIZE * between(0.3, 1);
  const start = between(0, SIZE - length);
  const far = between(0, 1) < 0.5;
  const [near, end] = far ? [SIZE - depth, SIZE] : [0, depth];
  return between(0, 1) < 0.5
    ? { left: near, right: end, top: start, bottom: start + length }
    : { top: near, bottom: end, left: start, right: start + length };
}

/**
 * Changes of colour in one linear map of values v in [-1, 1]: saturation moves a colour from its luma,
 * hue turns it around the grey axis, contrast scales v, brightness scales v + 1.
 */
export function colourChange(
  { saturation, hue, contrast, brightness }: {
    saturation: number;
    hue: number;
    contrast: number;
    brightness: number;
  },
): View["colour"] {
  // A turn around the axis (1, 1, 1) by Rodrigues' formula; rows of such a matrix sum to 1.
  const [cos, third, root] = [Math.cos(hue), (1 - Math.cos(hue)) / 3, Math.sin(hue) / Math.sqrt(3)];
  const turn = [0, 1, 2].map((row) =>
    [0, 1, 2].map((column) =>
      third + (row === column ? cos : (column - row + 3) % 3 === 1 ? -root : root)
    )
  );
  const gain = contrast * brightness;
  const matrix = turn.flatMap((row) =>
    LUMA.map((luma, column) => gain * (saturation * row[column]! + (1 - saturation) * luma))
  );
  return { matrix, offset: brightness - 1 };
}
