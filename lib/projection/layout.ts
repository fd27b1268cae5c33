/**
 * Moves the points of a UMAP map until near ones are those that the graph joins: `layOut`.
 *
 * Stochastic gradient descent on the fuzzy set cross entropy: McInnes, Healy & Melville (2018),
 * section 4.2, with umap-learn's constants. umap-js runs the same loop over nested arrays; here it
 * runs over typed arrays, with the powers taken from a table.
 */

import type { Curve } from "./curve.ts";
import { type LayoutState, runEpoch } from "./epoch.ts";
import type { FuzzyGraph } from "./fuzzy_graph.ts";
import { tabulate } from "./log_table.ts";

/** Keeps the push between points that nearly coincide finite. */
const SOFTENING = 1e-3;
/** Other tasks (a progress bar, a Stop button) get a turn about this often. */
const TURN_MS = 50;

export interface LayoutOptions {
  /** Coordinates of a point. */
  width: number;
  curve: Curve;
  /** Passes over the graph; the step shrinks evenly from 1 to `1 / epochs`. */
  epochs: number;
  seed: number;
  /** Called after each epoch. */
  onProgress?: (epoch: number, epochs: number) => void;
}

/**
 * Improve `points` (`[n, width]`, float64) in place.
 *
 * The strongest edge is visited every epoch, one of half its strength every second epoch, and so
 * on. A visit moves its two points by `2ab d^(2b-2) / (1 + a d^(2b))` times their difference
 * towards each other, and the first of them by `2b / ((0.001 + d^2) (1 + a d^(2b)))` times the
 * difference away from each of five random points.
 */
export async function layOut(
  points: Float64Array,
  graph: FuzzyGraph,
  { width, curve: { a, b }, epochs, seed, onProgress }: LayoutOptions,
): Promise<void> {
  const edges = schedule(graph, epochs);
  const state: LayoutState = {
    points,
    width,
    ...edges,
    visits: edges.periods.slice(),
    pull: tabulate((x) => -2 * a * b * x ** (b - 1) / (1 + a * x ** b)),
    push: tabulate((x) => 2 * b / ((SOFTENING + x) * (1 + a * x ** b))),
    seed,
    draws: 0,
  };
  let turn = performance.now();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    runEpoch(state, epoch, 1 - (epoch - 1) / epochs);
    onProgress?.(epoch, epochs);
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      turn = performance.now();
    }
  }
}

/** The edges that get a visit within `epochs`, and the epochs from one visit to the next. */
function schedule({ offsets, columns, weights }: FuzzyGraph, epochs: number) {
  const strongest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const kept = { offsets: new Int32Array(offsets.length), columns: columns.slice() };
  const periods = new Float64Array(columns.length);
  let count = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let edge = offsets[i]!; edge < offsets[i + 1]!; edge++) {
      const period = strongest / weights[edge]!;
      if (!(period <= epochs)) continue;
      kept.columns[count] = columns[edge]!;
      periods[count++] = period;
    }
    kept.offsets[i + 1] = count;
  }
  return { ...kept, periods: periods.subarray(0, count) };
}
