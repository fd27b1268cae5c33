/**
 * What items are drawn with: `Pen` collects SVG markup for one item, in the item's own units, and
 * the outlines from which its bounding box follows.
 */

import type { Look } from "./look.ts";
import { type Bounds, type Matrix, number, type Path, type Point, union } from "./path.ts";
import { weaveMarks } from "./patterns.ts";
import type { Shading } from "./shading.ts";
import { ribbon } from "./shapes.ts";

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** How {@linkcode Pen.cloth} paints; all may be left out. */
export interface ClothOptions {
  /** Light and shade over it. @default "drape" */
  shading?: Shading;
  /** Strength of the shading, 0-1. @default 1 */
  strength?: number;
  /** Colour instead of the look's own and its edge. */
  fill?: string;
  /** Leaves the look's pattern off. @default false */
  plain?: boolean;
  /** Turns the pattern, degrees. @default 0 */
  turn?: number;
}

/** How {@linkcode Pen.line} paints; all may be left out. */
export interface LineOptions {
  opacity?: number;
  /** SVG's dash array, in the item's units. */
  dash?: string;
  /** Ends: cut off instead of round. @default false */
  butt?: boolean;
}

/** How {@linkcode Pen.seam} paints; all may be left out. */
export interface SeamOptions extends LineOptions {
  /** Width, pixels of the finished board. @default 1 */
  pixels?: number;
  /** Colour instead of the look's deepest. */
  ink?: string;
}

/** One outline or several, painted alike one after the other. */
export type Paths = Path | readonly Path[];

/** Where {@linkcode Pen.placed} puts a part: mirrored, scaled, turned, then moved. */
export interface Place {
  x?: number;
  y?: number;
  /** Degrees clockwise. @default 0 */
  turn?: number;
  /** @default 1 */
  scale?: number;
  /** Mirrors left to right. @default false */
  flip?: boolean;
}

/** Collects the drawing of one item. */
export class Pen {
  readonly look: Look;
  /** About one pixel of the finished board, in the item's units. */
  readonly pixel: number;
  readonly #prefix: string;
  readonly #outlines: { path: Path; pad: number }[] = [];
  #place: Matrix = IDENTITY;
  #markup = "";
  #names = 0;

  /** @param prefix begins every id, so that items of one board do not meet */
  constructor({ look, pixel, prefix }: { look: Look; pixel: number; prefix: string }) {
    this.look = look;
    this.pixel = pixel;
    this.#prefix = prefix;
  }

  /** The SVG markup so far. */
  get markup(): string {
    return this.#markup;
  }

  /** The smallest box around all that was drawn, after `matrix` (whose scale is even). */
  bounds(matrix?: Matrix): Bounds {
    const scale = matrix ? Math.hypot(matrix[0], matrix[1]) : 1;
    let box: Bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const { path, pad } of this.#outlines) {
      const { left, top, right, bottom } = path.bounds(matrix);
      const grow = pad * scale;
      box = union(box, {
        left: left - grow,
        top: top - grow,
        right: right + grow,
        bottom: bottom + grow,
      });
    }
    return box;
  }

  /** Fills each path; `hole` leaves out what lies inside an even number of its strokes. */
  fill(paths: Paths, paint: string, { opacity = 1, hole = false } = {}): void {
    for (const path of [paths].flat()) {
      this.#outline(path, 0);
      this.#markup += `<path d="${path}" fill="${paint}"` + opaque("fill-opacity", opacity) +
        (hole ? ` fill-rule="evenodd"` : "") + "/>";
    }
  }

  /** Draws along each path, `width` wide. */
  line(paths: Paths, paint: string, width: number, options: LineOptions = {}): void {
    const { opacity = 1, dash, butt = false } = options;
    for (const path of [paths].flat()) {
      this.#outline(path, width / 2);
      this.#markup +=
        `<path d="${path}" fill="none" stroke="${paint}" stroke-width="${number(width)}"` +
        (butt ? "" : ` stroke-linecap="round" stroke-linejoin="round"`) +
        (dash ? ` stroke-dasharray="${dash}"` : "") + opaque("stroke-opacity", opacity) + "/>";
    }
  }

  /** Draws a thin line along each path, in the look's deepest colour unless `ink` is given. */
  seam(paths: Paths, { pixels = 1, ink = this.look.deep, ...options }: SeamOptions = {}): void {
    this.line(paths, ink, pixels * this.pixel, options);
  }

  /** Fills each path with the item's cloth: its colour, pattern and a thin edge, lit by a shading. */
  cloth(paths: Paths, options: ClothOptions = {}): void {
    const { shading = "drape", strength = 1, plain = false, turn = 0 } = options;
    const { look, pixel } = this;
    const patterned = !plain && look.pattern !== "plain";
    const edge = options.fill ? "" : ` stroke="${look.edge}" stroke-width="${number(pixel)}"`;
    for (const path of [paths].flat()) {
      const paint = options.fill ||
        (patterned && look.pattern === "gradient" ? this.#gradient() : look.fill);
      this.#outline(path, pixel / 2);
      this.#markup += `<path d="${path}" fill="${paint}"${edge} stroke-linejoin="round"/>`;
      if (patterned && look.pattern !== "gradient") {
        this.#clipped(path, () => {
          this.#markup += weaveMarks(look.weave, path.bounds(), turn);
        });
      }
      if (shading !== "flat") this.shade(path, shading, strength);
    }
  }

  /** Fills each path as {@linkcode cloth} does, without the look's pattern. */
  trim(paths: Paths, options: Omit<ClothOptions, "plain" | "turn"> = {}): void {
    this.cloth(paths, { ...options, plain: true });
  }

  /** Lays light and shade over `path`. */
  shade(path: Path, shading: Exclude<Shading, "flat">, strength = 1): void {
    this.#markup += `<path d="${path}" fill="url(#${shading})"` +
      opaque("fill-opacity", strength) + "/>";
  }

  /**
   * A soft fold along `points`, `width` wide in its middle: a dark crease with light beside it.
   */
  fold(points: readonly Point[], width: number, strength = 0.14): void {
    const taper = points.map((_, i) => width * Math.sin(Math.PI * i / (points.length - 1)));
    const light = points.map(([x, y]): Point => [x - width * 0.8, y]);
    this.#markup += `<path d="${ribbon(points, taper)}" fill-opacity="${number(strength)}"/>` +
      `<path d="${ribbon(light, taper)}" fill="#fff" fill-opacity="${number(strength * 0.8)}"/>`;
  }

  /** Draws with `work` what is then cut off outside `path`. */
  within(path: Path, work: () => void): void {
    const outlines = this.#outlines.length;
    this.#clipped(path, work);
    this.#outlines.length = outlines;
  }

  /** Draws with `work` a part in its own units, put in its place. */
  placed({ x = 0, y = 0, turn = 0, scale = 1, flip = false }: Place, work: () => void): void {
    const cos = Math.cos(turn * Math.PI / 180) * scale,
      sin = Math.sin(turn * Math.PI / 180) * scale;
    const own: Matrix = flip ? [-cos, -sin, -sin, cos, x, y] : [cos, sin, -sin, cos, x, y];
    const outer = this.#place;
    this.#place = multiply(outer, own);
    this.#markup += `<g transform="matrix(${own.map(precise).join(" ")})">`;
    work();
    this.#markup += "</g>";
    this.#place = outer;
  }

  #outline(path: Path, pad: number): void {
    const place = this.#place;
    if (place === IDENTITY) {
      this.#outlines.push({ path, pad });
    } else {
      const [a, b, c, d, e, f] = place;
      const placed = path.map(([x, y]) => [a * x + c * y + e, b * x + d * y + f]);
      this.#outlines.push({ path: placed, pad: pad * Math.hypot(a, b) });
    }
  }

  #clipped(path: Path, work: () => void): void {
    const id = this.#name();
    this.#markup +=
      `<clipPath id="${id}"><path d="${path}"/></clipPath><g clip-path="url(#${id})">`;
    work();
    this.#markup += "</g>";
  }

  #gradient(): string {
    const id = this.#name(), { look } = this;
    this.#markup += `<linearGradient id="${id}" gradientTransform="rotate(${
      number(look.weave.angle + 60)
    } .5 .5)"><stop offset=".1" stop-color="${look.fill}"/><stop offset=".95" stop-color="${look.accent}"/></linearGradient>`;
    return `url(#${id})`;
  }

  #name(): string {
    return `${this.#prefix}${this.#names++}`;
  }
}

/** The matrix that does `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer, [u, v, w, x, y, z] = inner;
  return [
    a * u + c * v,
    b * u + d * v,
    a * w + c * x,
    b * w + d * x,
    a * y + c * z + e,
    b * y + d * z + f,
  ];
}

function opaque(attribute: string, opacity: number): string {
  return opacity < 1 ? ` ${attribute}="${number(opacity)}"` : "";
}

function precise(value: number): string {
  return String(Math.round(value * 1e4) / 1e4 || 0);
}
