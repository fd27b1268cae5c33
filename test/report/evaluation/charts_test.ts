import assert from "node:assert/strict";
import {
  categoryChart,
  confusions,
  groupChart,
  heldOutChart,
  leaders,
  originalMetricTable,
  postProcessingTable,
  protocolTable,
  zeroShotChart,
} from "../../../lib/report/evaluation/charts.ts";
import { figureTitle } from "../../../lib/view/figure.ts";
import { madeMetrics } from "./made_metrics.ts";

const whitened = { of: "+Layer (512-d)", transform: "whitened to 2, L2" };
const metrics = madeMetrics([
  { name: "+Layer (512-d)", test: [1, 2], selfIncluded: 0.7 },
  { name: "HOG", kind: "baseline", test: [5, 4] },
  { name: "colour histogram", kind: "baseline", test: [1, 1] },
  { name: "+Layer (512-d), whitened to 2, L2", ...whitened, test: [3, 2] },
]);

Deno.test("heldOutChart() has one bar for each embedding, of the variant that validation queries choose", () => {
  const { data, layout } = heldOutChart(metrics);
  const [bars] = data as unknown as [{ x: number[]; y: string[] }];
  // 4.5 / 5, 2.5 / 5, 1 / 5: the best at the top, which Plotly draws last.
  assert.deepEqual(bars.y, ["colour histogram", "+Layer, whitened", "HOG"]);
  assert.deepEqual(bars.x.map((value) => Number(value.toFixed(6))), [0.2, 0.5, 0.9]);
  assert.match(figureTitle({ data, layout }), /P@5 of 40 test queries against 40 indexed images/);
});

Deno.test("zeroShotChart() shows images of new categories, where there are such", () => {
  assert.deepEqual(zeroShotChart(metrics), []);
  const precision = metrics.embeddings[1]!.heldOut.test!.precision;
  const embeddings = [{ name: "HOG", precision }];
  const of = { split: "test" as const, queries: 9, k: 3, chance: { macro: 0.2, micro: 0.2 } };
  const [chart] = zeroShotChart({ ...metrics, zeroShot: { ...of, embeddings } });
  const [bars] = chart!.data as unknown as [{ x: number[]; y: string[] }];
  assert.deepEqual([bars.y, bars.x.map((value) => value.toFixed(3))], [["HOG"], ["0.900"]]);
  assert.match(figureTitle(chart!), /P@3 of 9 test images of new categories, among each other/);
});

Deno.test("heldOutChart() has ten rows at most", () => {
  const many = Array.from({ length: 12 }, (_, i) => ({ name: `m${i}`, test: [i % 6] }));
  const [bars] = heldOutChart(madeMetrics(many)).data as unknown as [{ x: number[] }];
  assert.equal(bars.x.length, 10);
  // Twice 0 of 5 are left out.
  assert.equal(Math.min(...bars.x).toFixed(6), "0.200000");
});

Deno.test("heldOutChart() shows the index where no query is held out", () => {
  const chart = heldOutChart(madeMetrics([{ name: "HOG", test: [5] }], { heldOut: false }));
  assert.match(figureTitle(chart), /40 images of the index, each left out of its own answers/);
});

Deno.test("postProcessingTable() has a row for each model and HOG, a column for each transform", () => {
  const { rows, columns } = postProcessingTable(metrics);
  assert.deepEqual(columns.map(({ key }) => key), ["embedding", "raw", "whitened to 2, L2"]);
  assert.equal(rows.length, 1); // HOG was not transformed
  const { embedding, raw, "whitened to 2, L2": whitened } = rows[0]!;
  assert.equal(embedding, "+Layer (512-d)");
  assert.deepEqual([raw, whitened].map((value) => Number(value).toFixed(6)), [
    "0.300000",
    "0.500000",
  ]);
});

Deno.test("categoryChart() compares the best embedding with a network and the best without", () => {
  const names = leaders(metrics).map(({ name }) => name);
  assert.deepEqual(names, ["+Layer (512-d), whitened to 2, L2", "HOG"]);
  const [first] = categoryChart(metrics).data as unknown as [{ x: string[]; y: number[] }];
  // Bags are the even queries.
  assert.deepEqual(first.x, ["Bags", "Hats"]);
  assert.deepEqual(first.y.map((value) => value.toFixed(6)), ["0.600000", "0.400000"]);
});

Deno.test("confusions() compares with the category's fraction of the index", () => {
  const [map, { rows }] = confusions(metrics);
  assert.deepEqual(rows, [
    { query: "Hats", queries: 20, found: "Bags", share: 0.5, times: 1 },
    { query: "Bags", queries: 20, found: "Hats", share: 0.25, times: 0.5 },
  ]);
  assert.match(figureTitle(map), /40 test queries find with \+Layer/);
  const other = { ...metrics, confusion: [] };
  assert.throws(() => confusions(other), /those of "\+Layer .*" are missing/);
});

Deno.test("originalMetricTable() leaves out models that were not trained", () => {
  const { rows } = originalMetricTable(metrics);
  assert.deepEqual(rows.map(({ name, included, published }) => [name, included, published]), [
    ["+Layer (512-d)", 0.7, 0.531],
  ]);
});

Deno.test("protocolTable() and groupChart() have what is known of groups and looks", () => {
  const strict = madeMetrics([
    { name: "HOG", kind: "baseline", test: [5], stricter: [2] },
    { name: "+Layer (512-d)", test: [2], stricter: [3] },
  ]);
  const { rows, columns } = protocolTable(strict);
  assert.equal(columns.length, 6);
  assert.deepEqual(rows.map(({ embedding }) => embedding), ["HOG", "+Layer (512-d)", "chance"]);
  const digits = (value: unknown) => Number(value).toFixed(2);
  assert.deepEqual(rows.map(({ look, groupOut }) => [look, groupOut].map(digits)), [
    ["0.40", "0.40"],
    ["0.60", "0.60"],
    ["0.25", "0.25"],
  ]);
  const [chart] = groupChart(strict);
  const [bars] = chart!.data as unknown as [{ y: string[] }];
  // The best at the top, which Plotly draws last.
  assert.deepEqual(bars.y, ["HOG", "+Layer"]);
  assert.match(figureTitle(chart!), /without the query's group, 40 index images/);
  assert.deepEqual(groupChart(metrics), []);
  assert.deepEqual(protocolTable(metrics).columns.length, 3);
});
