import assert from "node:assert/strict";
import { type LayoutState, runEpoch } from "../../lib/projection/epoch.ts";
import { buildFuzzyGraph } from "../../lib/projection/fuzzy_graph.ts";
import { tabulate } from "../../lib/projection/log_table.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { clusteredVectors, exactNeighbours } from "./samples.ts";

const A = 1.577, B = 0.895;
const pullAt = (x: number) => -2 * A * B * x ** (B - 1) / (1 + A * x ** B);
const pushAt = (x: number) => 2 * B / ((0.001 + x) * (1 + A * x ** B));

/** 30 points in a graph whose edges have periods from 1 to 3, with `width` coordinates. */
function sampleState(width: number, used = width): LayoutState {
  const n = 30;
  const { vectors } = clusteredVectors(n, 4);
  const graph = buildFuzzyGraph(exactNeighbours(vectors, 4, 6), n, 6);
  const periods = Float64Array.from(graph.columns, (_, edge) => 1 + edge % 3);
  const points = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < used; c++) points[i * width + c] = 4 * uniformAt(5, i * used + c);
  }
  return {
    ...graph,
    points,
    width,
    periods,
    visits: periods.slice(),
    pull: tabulate(pullAt),
    push: tabulate(pushAt),
    seed: 9,
    draws: 0,
  };
}

/** The epoch as umap-learn's `_optimize_layout_euclidean_single_epoch` states it. */
function plainEpoch(state: LayoutState, epoch: number, rate: number): void {
  const n = state.offsets.length - 1, { points, width } = state;
  const at = (i: number) => points.subarray(i * width, (i + 1) * width);
  const clip = (force: number) => Math.min(4, Math.max(-4, force));
  const squared = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, c) => sum + (value - b[c]!) ** 2, 0);
  for (let i = 0; i < n; i++) {
    for (let e = state.offsets[i]!; e < state.offsets[i + 1]!; e++) {
      if (state.visits[e]! > epoch) continue;
      state.visits[e]! += state.periods[e]!;
      const current = at(i), other = at(state.columns[e]!);
      const pull = pullAt(squared(current, other));
      for (let c = 0; c < width; c++) {
        const step = rate * clip(pull * (current[c]! - other[c]!));
        current[c]! += step;
        other[c]! -= step;
      }
      for (let s = 0; s < 5; s++) {
        const k = Math.floor(uniformAt(state.seed, state.draws++) * n);
        if (k === i) continue;
        const away = at(k);
        const push = pushAt(squared(current, away));
        for (let c = 0; c < width; c++) {
          current[c]! += rate * clip(push * (current[c]! - away[c]!));
        }
      }
    }
  }
}

for (const width of [3, 5]) {
  Deno.test(`runEpoch() moves points of ${width} coordinates as the formulas say`, () => {
    const state = sampleState(width), plain = sampleState(width);
    const before = state.points.slice();
    for (let epoch = 1; epoch <= 2; epoch++) {
      runEpoch(state, epoch, 0.1);
      plainEpoch(plain, epoch, 0.1);
    }
    assert.equal(state.draws, plain.draws);
    assert.deepEqual(state.visits, plain.visits);
    state.points.forEach((value, i) => {
      assert.ok(Math.abs(value - plain.points[i]!) < 1e-3, `${value}, not ${plain.points[i]}`);
    });
    assert.ok(state.points.some((value, i) => Math.abs(value - before[i]!) > 0.1));
  });
}

Deno.test("runEpoch() for three coordinates does what it does for any number", () => {
  const three = sampleState(3), padded = sampleState(4, 3);
  for (let epoch = 1; epoch <= 20; epoch++) {
    runEpoch(three, epoch, 0.5);
    runEpoch(padded, epoch, 0.5);
  }
  assert.deepEqual(three.points, padded.points.filter((_, i) => i % 4 !== 3));
  assert.ok(padded.points.every((value, i) => i % 4 !== 3 || value === 0));
});
