/**
 * Outlines as data: `Path`, built by moves, lines and curves, turned and mirrored as wanted, and
 * measured, so that an item's bounding box is that of what was drawn. Ready-made outlines are in
 * `shapes.ts`.
 */

/** `[x, y]`, y pointing down. */
export type Point = readonly [x: number, y: number];

/** SVG's `matrix(a, b, c, d, e, f)`: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

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

  /** The point where the outline stands. */
  get end(): Point {
    for (let i = this.#steps.length - 1; i >= 0; i--) {
      const point = this.#steps[i]!.points.at(-1);
      if (point) return point;
    }
    return [0, 0];
  }

  /** Starts a (new) stroke at (x, y). */
  move(x: number, y: number): this {
    return this.#add("M", [x, y]);
  }

  /** A straight line to (x, y). */
  line(x: number, y: number): this {
    return this.#add("L", [x, y]);
  }

  /** A quadratic curve to (x, y), pulled towards (cx, cy). */
  quad(cx: number, cy: number, x: number, y: number): this {
    return this.#add("Q", [cx, cy], [x, y]);
  }

  /** A cubic curve to (x, y), leaving towards (ax, ay) and arriving from (bx, by). */
  cubic(ax: number, ay: number, bx: number, by: number, x: number, y: number): this {
    return this.#add("C", [ax, ay], [bx, by], [x, y]);
  }

  /** A smooth curve from where the outline stands through each of `points` (Catmull-Rom). */
  through(...points: Point[]): this {
    const all = [this.end, ...points];
    for (let i = 0; i + 1 < all.length; i++) {
      const from = all[i]!, to = all[i + 1]!;
      const before = all[i - 1] ?? from, after = all[i + 2] ?? to;
      this.#add(
        "C",
        [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6],
        [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6],
        to,
      );
    }
    return this;
  }

  /** Back to the start of the stroke. */
  close(): this {
    return this.#add("Z");
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
      whole.#add(kind, ...back.map(([x, y]): Point => [-x, y]));
    }
    return whole.close();
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

  #add(kind: Step["kind"], ...points: Point[]): this {
    this.#steps.push({ kind, points });
    return this;
  }
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
