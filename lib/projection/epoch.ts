/**
 * One pass of stochastic gradient descent over the edges of a UMAP graph: `runEpoch`.
 *
 * This loop is where the time of a projection goes, so that there are two of it: one written out
 * for three coordinates (1.4 x as fast) and one for any number. Both do the same arithmetic in the
 * same order.
 */

import { uniformAt } from "../io/random.ts";
import { lookUp } from "./log_table.ts";

/** What an epoch reads and moves. */
export interface LayoutState {
  /** `[n, width]`, float64: the points, moved in place. */
  points: Float64Array;
  /** Coordinates of a point. */
  width: number;
  /** `[n + 1]`: point i's edges are `offsets[i]` to `offsets[i + 1] - 1` of the arrays below. */
  offsets: Int32Array;
  /** Point at the other end of each edge. */
  columns: Int32Array;
  /** Epochs from one visit of each edge to the next; 1 or more. */
  periods: Float64Array;
  /** Epoch of each edge's next visit; advanced in place. */
  visits: Float64Array;
  /** Table of the pull between joined points over the squared distance, per unit of difference. */
  pull: Float64Array;
  /** Table of the push between any two points, likewise. */
  push: Float64Array;
  seed: number;
  /** Random numbers drawn so far; advanced. */
  draws: number;
}

/** Points that push a point away each time one of its edges is visited. */
const PUSHES = 5;
/** Forces are cut to this along each axis, so that no step throws a point out of the map. */
const MAX_FORCE = 4;

/** Visit the edges due in `epoch` (counted from 1), with steps of `rate` times the force. */
export function runEpoch(state: LayoutState, epoch: number, rate: number): void {
  if (state.width === 3) runEpochOf3(state, epoch, rate);
  else runEpochOfAny(state, epoch, rate);
}

function runEpochOf3(state: LayoutState, epoch: number, rate: number): void {
  const { points, offsets, columns, periods, visits, pull, push, seed } = state;
  const n = offsets.length - 1;
  let draws = state.draws;
  for (let i = 0; i < n; i++) {
    const p = 3 * i;
    let x = points[p]!, y = points[p + 1]!, z = points[p + 2]!;
    for (let edge = offsets[i]!; edge < offsets[i + 1]!; edge++) {
      if (visits[edge]! > epoch) continue;
      visits[edge]! += periods[edge]!;
      const q = 3 * columns[edge]!;
      let dx = x - points[q]!, dy = y - points[q + 1]!, dz = z - points[q + 2]!;
      let factor = lookUp(pull, dx * dx + dy * dy + dz * dz);
      dx = rate * clip(factor * dx);
      dy = rate * clip(factor * dy);
      dz = rate * clip(factor * dz);
      x += dx;
      y += dy;
      z += dz;
      points[q]! -= dx;
      points[q + 1]! -= dy;
      points[q + 2]! -= dz;
      for (let s = 0; s < PUSHES; s++) {
        const r = 3 * Math.floor(uniformAt(seed, draws) * n);
        draws = (draws + 1) | 0;
        if (r === p) continue;
        dx = x - points[r]!;
        dy = y - points[r + 1]!;
        dz = z - points[r + 2]!;
        factor = lookUp(push, dx * dx + dy * dy + dz * dz);
        x += rate * clip(factor * dx);
        y += rate * clip(factor * dy);
        z += rate * clip(factor * dz);
      }
    }
    points[p] = x;
    points[p + 1] = y;
    points[p + 2] = z;
  }
  state.draws = draws;
}

function runEpochOfAny(state: LayoutState, epoch: number, rate: number): void {
  const { points, width, offsets, columns, periods, visits, pull, push, seed } = state;
  const n = offsets.length - 1;
  for (let i = 0; i < n; i++) {
    const p = i * width;
    for (let edge = offsets[i]!; edge < offsets[i + 1]!; edge++) {
      if (visits[edge]! > epoch) continue;
      visits[edge]! += periods[edge]!;
      const q = width * columns[edge]!;
      const factor = lookUp(pull, squaredDistance(points, p, q, width));
      for (let c = 0; c < width; c++) {
        const step = rate * clip(factor * (points[p + c]! - points[q + c]!));
        points[p + c]! += step;
        points[q + c]! -= step;
      }
      for (let s = 0; s < PUSHES; s++) {
        const r = width * Math.floor(uniformAt(seed, state.draws) * n);
        state.draws = (state.draws + 1) | 0;
        if (r === p) continue;
        const factor = lookUp(push, squaredDistance(points, p, r, width));
        for (let c = 0; c < width; c++) {
          points[p + c]! += rate * clip(factor * (points[p + c]! - points[r + c]!));
        }
      }
    }
  }
}

function squaredDistance(points: Float64Array, p: number, q: number, width: number): number {
  let sum = 0;
  for (let c = 0; c < width; c++) {
    const difference = points[p + c]! - points[q + c]!;
    sum += difference * difference;
  }
  return sum;
}

function clip(force: number): number {
  return force > MAX_FORCE ? MAX_FORCE : force < -MAX_FORCE ? -MAX_FORCE : force;
}
