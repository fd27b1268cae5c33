/**
 * Outlines as data: `Path`, written as SVG's path data by the tag `path`, turned and mirrored as
 * wanted, and measured, so that an item's bounding box is that of what was drawn. Ready-made
 * outlines are in `shapes.ts`.
 */

/** `[x, y]`, y pointing down. */
export type Point = readonly [x: number, y: number];

/** SVG's `matrix(a, b, c, d, e, f)`: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** What may be inserted into an outline's path data. */
export type Coordinates = number | Point | readonly Point[];

/** Edges of an axis-aligned box. */
export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** M and L hold one point, Q two (control, end), C three (controls, end), Z none. */
interface Step {
  readonly kind: "M" | "L" | "Q" | "C" | "Z";
  readonly points: readonly Point[];
}

/** Points a curve is cut into when it is measured; the error is well below a hundredth of it. */
const CURVE_CUTS = 10;

/** An outline of straight lines and Bezier curves. Building methods change it and return it. */
export class Path {
  readonly #steps: Step[];

  constructor(steps: readonly Step[] = []) {
    this.#steps = [...steps];
  }

  /**
   * Continues the outline with SVG's path data, coordinates absolute: M, L, Q, C and Z, and R for a
   * smooth curve through points (Catmull-Rom). Numbers, points and lists of points may be inserted.
   *
   * @example
   * ```ts
   * const width = 10;
   * path`M 0 0 L ${width} 0`.draw`Q ${width} 5, 0 5 Z`;
   * ```
   */
  draw(text: TemplateStringsArray, ...values: readonly Coordinates[]): this {
    let command = "", numbers: number[] = [];
    for (const token of tokens(text)) {
      if (typeof token === "string") {
        this.#add(command, numbers);
        command = token;
        numbers = [];
      } else if (typeof token === "number") {
        numbers.push(token);
      } else {
        const value = values[token.insertion]!;
        if (typeof value === "number") numbers.push(token.sign * value);
        else numbers.push(...value.flat());
      }
    }
    this.#add(command, numbers);
    return this;
  }

  /** The point where the outline stands. */
  get end(): Point {
    for (let i = this.#steps.length - 1; i >= 0; i--) {
      const point = this.#steps[i]!.points.at(-1);
      if (point) return point;
    }
    return [0, 0];
  }

  /** Adds every step of `other`. */
  join(other: Path): this {
    this.#steps.push(...other.#steps);
    return this;
  }

  /** A copy with every point replaced; exact for turning, scaling, shearing and moving. */
  map(change: (point: Point) => Point): Path {
    return new Path(
      this.#steps.map(({ kind, points }) => ({ kind, points: points.map(change) })),
    );
  }

  /** A copy moved by (dx, dy). */
  shift(dx: number, dy: number): Path {
    return this.map(([x, y]) => [x + dx, y + dy]);
  }

  /** A copy turned clockwise by `degrees` about (cx, cy). */
  turn(degrees: number, cx = 0, cy = 0): Path {
    const cos = Math.cos(degrees * Math.PI / 180), sin = Math.sin(degrees * Math.PI / 180);
    return this.map(([x, y]) => [
      cx + (x - cx) * cos - (y - cy) * sin,
      cy + (x - cx) * sin + (y - cy) * cos,
    ]);
  }

  /** A copy scaled about the origin. */
  scale(sx: number, sy = sx): Path {
    return this.map(([x, y]) => [x * sx, y * sy]);
  }

  /** A copy mirrored left to right about x = 0. */
  flip(): Path {
    return this.scale(-1, 1);
  }

  /**
   * The closed outline of which this one, a single stroke from x = 0 to x = 0, is the right half.
   */
  mirrored(): Path {
    const whole = new Path(this.#steps);
    for (let i = this.#steps.length - 1; i > 0; i--) {
      const { kind, points } = this.#steps[i]!;
      const start = this.#steps[i - 1]!.points.at(-1)!;
      const back = [start, ...points.slice(0, -1)].reverse();
      whole.#steps.push({ kind, points: back.map(([x, y]): Point => [-x, y]) });
    }
    return whole.draw`Z`;
  }

  /** The smallest box around the outline after `matrix`, in the matrix's units. */
  bounds(matrix: Matrix = [1, 0, 0, 1, 0, 0]): Bounds {
    const [a, b, c, d, e, f] = matrix;
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    const meet = (x: number, y: number) => {
      const u = a * x + c * y + e, v = b * x + d * y + f;
      if (u < box.left) box.left = u;
      if (u > box.right) box.right = u;
      if (v < box.top) box.top = v;
      if (v > box.bottom) box.bottom = v;
    };
    let [x, y]: Point = [0, 0];
    for (const { points } of this.#steps) {
      const [p, q, r] = points;
      if (p && q) {
        for (let cut = 1; cut < CURVE_CUTS; cut++) {
          const t = cut / CURVE_CUTS, s = 1 - t;
          if (r) {
            const w0 = s * s * s, w1 = 3 * s * s * t, w2 = 3 * s * t * t, w3 = t * t * t;
            meet(
              w0 * x + w1 * p[0] + w2 * q[0] + w3 * r[0],
              w0 * y + w1 * p[1] + w2 * q[1] + w3 * r[1],
            );
          } else {
            meet(
              s * s * x + 2 * s * t * p[0] + t * t * q[0],
              s * s * y + 2 * s * t * p[1] + t * t * q[1],
            );
          }
        }
      }
      const end = r ?? q ?? p;
      if (end) {
        [x, y] = end;
        meet(x, y);
      }
    }
    return box;
  }

  /** SVG's path data, coordinates to a hundredth. */
  toString(): string {
    let d = "";
    for (const { kind, points } of this.#steps) {
      d += kind + points.map(([x, y]) => `${number(x)} ${number(y)}`).join(" ");
    }
    return d;
  }

  #add(command: string, numbers: readonly number[]): void {
    const points: Point[] = [];
    for (let i = 0; i < numbers.length; i += 2) points.push([numbers[i]!, numbers[i + 1]!]);
    if (command === "R") this.#smooth(points);
    if (command === "Z") this.#steps.push({ kind: "Z", points });
    if (command === "M" && points.length > 0) {
      this.#steps.push({ kind: "M", points: [points.shift()!] });
      command = "L";
    }
    const size = command === "L" ? 1 : command === "Q" ? 2 : 3;
    if (command === "L" || command === "Q" || command === "C") {
      for (let i = 0; i < points.length; i += size) {
        this.#steps.push({ kind: command, points: points.slice(i, i + size) });
      }
    }
  }

  /** Cubic curves from where the outline stands through each of `points` (Catmull-Rom). */
  #smooth(points: readonly Point[]): void {
    const all = [this.end, ...points];
    for (let i = 0; i + 1 < all.length; i++) {
      const from = all[i]!, to = all[i + 1]!;
      const before = all[i - 1] ?? from, after = all[i + 2] ?? to;
      const leave: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
      const arrive: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
      this.#steps.push({ kind: "C", points: [leave, arrive, to] });
    }
  }
}

/** A command, a number, or the place of an inserted value; a minus before it is its sign. */
type Token = string | number | { readonly insertion: number; readonly sign: 1 | -1 };

/** Path data that were read before. */
const READ = new WeakMap<TemplateStringsArray, readonly Token[]>();

function tokens(text: TemplateStringsArray): readonly Token[] {
  const known = READ.get(text);
  if (known) return known;
  const read = text.flatMap((part, insertion): Token[] => [
    ...Array.from(
      part.matchAll(/[A-Z]|-?[\d.]+/g),
      ([token]) => /[A-Z]/.test(token) ? token : Number(token),
    ),
    ...(insertion < text.length - 1
      ? [{ insertion, sign: part.endsWith("-") ? -1 : 1 } as const]
      : []),
  ]);
  READ.set(text, read);
  return read;
}

/** A new outline from SVG's path data; see {@linkcode Path.draw}. */
export function path(text: TemplateStringsArray, ...values: readonly Coordinates[]): Path {
  return new Path().draw(text, ...values);
}

/** An outline and its mirror image about x = 0: the left one, then the right one. */
export function both(right: Path): [left: Path, right: Path] {
  return [right.flip(), right];
}

/** `value` to a hundredth, as short as SVG takes it: "0.5" for 0.4999, "0" for -0.001. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100 || 0);
}

/** The smallest box around two. */
export function union(one: Bounds, other: Bounds): Bounds {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}
