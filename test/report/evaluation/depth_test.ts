import assert from "node:assert/strict";
import {
  attributeChart,
  attributeVerdict,
  copiesChart,
  copiesVerdict,
  gainLossChart,
  gainLossVerdict,
  precisionCurves,
  precisionCurveVerdict,
  rankingTable,
  supervisedTable,
  supervisedVerdict,
  whiteningTable,
} from "../../../lib/report/evaluation/depth.ts";
import { groupVerdict } from "../../../lib/report/evaluation/sentences.ts";
import type { Metrics } from "../../../lib/runs/results.ts";
import type { Markdown } from "../../../lib/view/markdown.ts";
import { madeMetrics } from "./made_metrics.ts";

/** The line as it is read, without the signs that escape Markdown. */
const read = ({ source }: Markdown) => source.replaceAll("\\", "");
const metrics = madeMetrics([
  { name: "+Layer (512-d)", test: [2, 1], recall: 0.2 },
  { name: "Residual network", test: [4, 1], recall: 0.8 },
  { name: "colour histogram", kind: "baseline", test: [1, 1], recall: 0.1 },
]);
const change = (more: Partial<Metrics>): Metrics => ({ ...metrics, ...more });

Deno.test("rankingTable() is sorted and ends with chance", () => {
  const { rows } = rankingTable(metrics);
  assert.deepEqual(rows.map(({ name }) => name), [
    "Residual network",
    "+Layer (512-d)",
    "colour histogram",
    "chance",
  ]);
});

Deno.test("precisionCurveVerdict() wants every curve to fall", () => {
  const curves = (...micro: number[][]) =>
    change({ precisionAtK: micro.map((micro) => ({ name: "+Layer (512-d)", micro })) });
  assert.match(read(precisionCurveVerdict(curves([0.5, 0.4]))), /yes\..*P@1 0\.500, P@2 0\.400/s);
  assert.match(read(precisionCurveVerdict(curves([0.5, 0.4], [0.3, 0.3]))), /no\./);
  assert.equal(precisionCurves(curves([0.5, 0.4])).data.length, 2); // line, chance
});

Deno.test("gainLossVerdict() tells gains from chance", () => {
  const [from, to] = ["+Layer (512-d)", "Residual network"];
  // Bags gain 2 of 5 each, hats nothing: 1 of 2 categories, where chance would put 0.1 outside.
  const words = read(gainLossVerdict(metrics, from!, to!));
  assert.match(words, /cannot tell\..*1 of 2 gain and 0 lose.*about 0\.1/s);
  const [bars] = gainLossChart(metrics, from!, to!).data as unknown as [
    { x: number[]; y: string[] },
  ];
  assert.deepEqual([bars.y, bars.x.map((value) => value.toFixed(3))], [["Hats", "Bags"], [
    "0.000",
    "0.400",
  ]]);
  assert.throws(() => gainLossChart(metrics, "A", to!), /must have one called "A"/);
});

Deno.test("attributeVerdict() pairs queries, and says nothing without colours", () => {
  const mean = (hits: number[]) => hits.reduce((sum, count) => sum + count, 0) / hits.length / 5;
  const score = (name: string, hits: number[]) => {
    const ends: [number, number] = [mean(hits) - 0.1, mean(hits) + 0.1];
    return { name, micro: mean(hits), macro: 0, interval: { micro: ends, macro: ends }, hits };
  };
  const colour = (histogram: number[], other: number[]) =>
    change({
      attributes: [{
        ...{ name: "colour", items: 40, values: 2, chance: 0.5, queries: [...histogram.keys()] },
        embeddings: [score("colour histogram", histogram), score("+Layer (512-d)", other)],
      }],
    });
  const seen = (histogram: number[], other: number[]) =>
    attributeVerdict(colour(histogram, other)).map(read).join("");
  // Their intervals overlap, but every query has one hit more.
  assert.match(seen([4, 3, 4, 3], [3, 2, 3, 2]), /yes\..*0\.700.* 0\.500: \+0\.200 \(0\.200 to/s);
  assert.match(seen([4, 3, 4, 3], [5, 2, 3, 4]), /cannot tell\./);
  assert.match(seen([1, 2, 1, 2], [4, 5, 4, 5]), /no\..*\+Layer \(512-d\) 0\.900/s);
  assert.deepEqual(attributeVerdict(metrics), []);
  assert.equal(attributeChart(colour([4], [2])).data.length, 4); // three embeddings and chance
});

Deno.test("supervisedTable() pairs with the same embedding without labels", () => {
  const composed = madeMetrics([
    { name: "HOG", kind: "baseline", test: [1, 2] },
    { name: "HOG, with pixels", kind: "baseline", of: "HOG", transform: "with pixels", test: [2] },
    { name: "labels", kind: "baseline", test: [4] },
  ]);
  const { heldOut, copies } = composed.embeddings[2]!;
  const told = { name: "HOG, with class posteriors", of: "HOG", dim: 3, heldOut, copies };
  const run = { ...composed, supervised: [told] };
  const [row] = supervisedTable(run).rows;
  assert.equal(row!.gain, "+0.400 (0.400 to 0.400)");
  assert.match(read(supervisedVerdict(run)), /yes\..*1 of 1 lie above 0/s);
  assert.deepEqual(supervisedTable({ ...run, heldOut: {} }).rows, []);
});

Deno.test("copiesVerdict() compares the network trained on views with the one trained to reconstruct", () => {
  assert.match(
    copiesVerdict(metrics).map(read).join(""),
    /yes\..*0\.80 and 0\.20: \+0\.600 \(0\.300/s,
  );
  const [bars] = copiesChart(metrics).data as unknown as [{ y: string[] }];
  assert.deepEqual(bars.y, ["colour histogram", "+Layer", "Residual network"]);
});

Deno.test("whiteningTable() ends with the mean of the sizes that all embeddings were tried with", () => {
  const sizes = (...precisions: number[]) =>
    precisions.map((precision, i) => ({ components: 16 * 2 ** i, precision }));
  const tried = [{ name: "A", sizes: sizes(0.5, 0.7) }, { name: "B", sizes: sizes(0.3) }];
  const { rows, columns } = whiteningTable(change({ whitening: { components: 16, tried } }));
  assert.deepEqual(columns.map(({ label }) => label), [
    "embedding",
    "16 dimensions",
    "32 dimensions",
  ]);
  assert.deepEqual(rows.at(-1), { name: "mean", d16: 0.4 });
});

Deno.test("groupVerdict() says whether scores fall without the query's group", () => {
  const fallen = madeMetrics([
    { name: "HOG", test: [5, 4], stricter: [2, 1] },
    { name: "PCA", test: [5, 4], stricter: [5, 3] },
  ]);
  // HOG loses 3 of 5 for every query, PCA 1 of 5 for every other one.
  const words = /yes\..*2 of 2 fall; .* from −0\.600 .* of HOG to −0\.100 .* of PCA/s;
  assert.match(groupVerdict(fallen).map(read).join(""), words);
  const same = madeMetrics([{ name: "HOG", test: [5, 4], stricter: [4, 5] }]);
  assert.match(groupVerdict(same).map(read).join(""), /cannot tell\..*0 of 1 fall/s);
  // Without neighbours of its board, which were misses, a query may find more.
  const risen = madeMetrics([{ name: "HOG", test: [3, 4], stricter: [4, 5] }]);
  assert.match(groupVerdict(risen).map(read).join(""), /no\..*0 of 1 fall/s);
  assert.deepEqual(groupVerdict(metrics), []);
});
