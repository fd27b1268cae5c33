/**
 * One board as an SVG: `drawBoard`, a pure function of the seed and the board's number, so that
 * boards can be drawn in any order, at once, and again.
 */

import { createHash } from "node:crypto";
import { deriveSeed } from "../io/random.ts";
import type { ColourName } from "./colours.ts";
import { Dice, type Weights } from "./dice.ts";
import { CLOTH_COLOURS } from "./garments/department.ts";
import { DEPARTMENTS } from "./garments/mod.ts";
import type { Label } from "./labels.ts";
import { arrange } from "./layout.ts";
import { createLook } from "./look.ts";
import { drawOutfit } from "./outfit.ts";
import type { Matrix } from "./path.ts";
import type { PatternName } from "./patterns.ts";
import { multiply, Pen } from "./pen.ts";
import { SHADING_DEFS } from "./shading.ts";

/** Width and height of a board, pixels. */
export const BOARD_SIZE = 400;

/**
 * Which drawings these are; part of every signature, so that boards of another version, already on
 * disk, are not taken for these. Raise it whenever a drawing changes.
 */
const VERSION = 2;

/** One item as it lies on its board. */
export interface BoardItem {
  readonly label: Label;
  /** Shares of the board's width and height, 0-1, float32. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly colour: ColourName;
  readonly pattern: PatternName;
  /** Named family within the label, e.g. "loafer". */
  readonly style: string;
}

/** A board and what lies on it. */
export interface Board {
  /** 32 hexadecimal digits, as in Complete The Look; its file is `<signature>.jpg`. */
  readonly signature: string;
  /** {@linkcode BOARD_SIZE} pixels wide and high, on white. */
  readonly svg: string;
  /** Those drawn later lie above. */
  readonly items: readonly BoardItem[];
}

/** An item before it has its place: its drawing, turned and scaled about the origin. */
interface Piece {
  pen: Pen;
  matrix: Matrix;
  label: Label;
  style: string;
}

/** The name of board `index` of `seed`: a hash of both and of the version of the drawings. */
export function boardSignature(seed: number, index: number): string {
  return createHash("sha256").update(`boards ${VERSION} ${seed} ${index}`).digest("hex")
    .slice(0, 32);
}

/**
 * Draws board `index` (from 0) of `seed`.
 *
 * @throws {RangeError} if the index is not a whole number from 0
 */
export function drawBoard(seed: number, index: number): Board {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new RangeError(
      `Cannot draw a board as its index must be a whole number from 0: current value is ${index}`,
    );
  }
  const dice = new Dice(deriveSeed(seed, `board ${index}`));
  const labels = drawOutfit(dice);
  const zoom = Math.sqrt(4.9 / (labels.length + 0.4));
  const palette = [dice.weigh(CLOTH_COLOURS), dice.weigh(CLOTH_COLOURS)];
  const pieces = labels.map((label, i) =>
    drawPiece(label, { dice, palette, zoom, prefix: "abcdef"[i]! })
  );
  const sizes = pieces.map(({ pen, matrix, label }) => {
    const { left, top, right, bottom } = pen.bounds(matrix);
    return { label, width: right - left, height: bottom - top };
  });
  const spots = arrange(sizes, { side: BOARD_SIZE, dice });
  const order = layers(sizes);
  let body = "";
  const items = order.map((i): BoardItem => {
    const { pen, matrix, label, style } = pieces[i]!;
    const { left, top } = pen.bounds(matrix);
    const placed = multiply([1, 0, 0, 1, spots[i]!.x - left, spots[i]!.y - top], matrix);
    body += `<g transform="matrix(${placed.map((value) => Number(value.toFixed(4))).join(" ")})">` +
      `${pen.markup}</g>`;
    const { colour, pattern } = pen.look;
    return { label, box: shares(pen, placed), colour, pattern, style };
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${BOARD_SIZE}" ` +
    `height="${BOARD_SIZE}"><defs>${SHADING_DEFS}</defs>` +
    `<rect width="${BOARD_SIZE}" height="${BOARD_SIZE}" fill="#fff"/>${body}</svg>`;
  return { signature: boardSignature(seed, index), svg, items };
}

/** Draws one item of `label`, scaled by `zoom`; `prefix` keeps its ids apart from its neighbours'. */
function drawPiece(
  label: Label,
  { dice, palette, zoom, prefix }: {
    dice: Dice;
    palette: readonly ColourName[];
    zoom: number;
    prefix: string;
  },
): Piece {
  const { styles, colours, patterns, scale: { unit, extent, size, tilt, mirror = false } } =
    DEPARTMENTS[label];
  const weights = Object.fromEntries(
    Object.entries(styles).map(([name, { weight }]) => [name, weight]),
  );
  const style = dice.weigh(weights);
  const { draw, ...own } = styles[style]!;
  const look = createLook(
    dice.weigh(favour(palette, own.colours ?? colours)),
    dice.weigh(own.patterns ?? patterns),
    { dice, unit },
  );
  const wanted = size * BOARD_SIZE * zoom * Math.exp(dice.around(0, 0.15));
  const pen = new Pen({ look, pixel: extent / wanted, prefix });
  draw(pen, dice);
  const angle = dice.around(0, tilt), flip = mirror && dice.chance(0.3);
  const cos = Math.cos(angle * Math.PI / 180), sin = Math.sin(angle * Math.PI / 180);
  const turn: Matrix = flip ? [-cos, -sin, -sin, cos, 0, 0] : [cos, sin, -sin, cos, 0, 0];
  const { left, top, right, bottom } = pen.bounds(turn);
  const width = right - left, height = bottom - top;
  const room = BOARD_SIZE * 0.96;
  const scale = Math.min(wanted / Math.sqrt(width * height), room / width, room / height);
  return { pen, matrix: multiply([scale, 0, 0, scale, 0, 0], turn), label, style };
}

/** Colours of one board go together: those of its palette are four times as likely as elsewhere. */
function favour(palette: readonly ColourName[], colours: Weights<ColourName>): Weights<ColourName> {
  const weights = { ...colours };
  for (const name of palette) {
    const weight = colours[name];
    if (weight !== undefined) weights[name] = weight * 4;
  }
  return weights;
}

/** Drawing order: the large first, so that the small lie on them. */
function layers(sizes: readonly { width: number; height: number }[]): number[] {
  return sizes.map((_, i) => i).sort((i, j) =>
    sizes[j]!.width * sizes[j]!.height - sizes[i]!.width * sizes[i]!.height || i - j
  );
}

/** The box around a placed drawing, as shares of the board. */
function shares(pen: Pen, placed: Matrix): BoardItem["box"] {
  const { left, top, right, bottom } = pen.bounds(placed);
  const share = (value: number) => Math.fround(Math.max(0, value) / BOARD_SIZE);
  return [share(left), share(top), share(right - left), share(bottom - top)];
}
