import assert from "node:assert/strict";
import {
  attributeResults,
  copiesResults,
  gainAndLoss,
  precisionByK,
  rankingTable,
  supervisedResults,
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

Deno.test("precisionByK() wants every curve to fall", () => {
  const curves = (...micro: number[][]) =>
    change({ precisionAtK: micro.map((micro) => ({ name: "+Layer (512-d)", micro })) });
  assert.match(read(precisionByK(curves([0.5, 0.4]))[1]), /yes\..*P@1 0\.500, P@2 0\.400/s);
  assert.match(read(precisionByK(curves([0.5, 0.4], [0.3, 0.3]))[1]), /no\./);
  assert.equal(precisionByK(curves([0.5, 0.4]))[0].data.length, 2); // line, chance
});

Deno.test("gainAndLoss() tells gains from chance", () => {
  const [chart, verdict] = gainAndLoss(metrics);
  // Bags gain 2 of 5 each, hats nothing: 1 of 2 categories, where chance would put 0.1 outside.
  assert.match(read(verdict), /from \+Layer \(512-d\) to Residual network than lose/);
  assert.match(
    read(verdict),
    /cannot tell\..*1 of 2 intervals lie above 0 and 0 below.*about 0\.1/s,
  );
  const [bars] = chart.data as unknown as [{ x: number[]; y: string[] }];
  assert.deepEqual([bars.y, bars.x.map((value) => value.toFixed(3))], [["Hats", "Bags"], [
    "0.000",
    "0.400",
  ]]);
  const single = madeMetrics([{ name: "Residual network", test: [4, 1] }]);
  assert.throws(() => gainAndLoss(single), /must have one called "16 x 16 pixels"/);
});

Deno.test("attributeResults() pairs queries, and says nothing without colours", () => {
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
    attributeResults(colour(histogram, other)).slice(1).map((line) => read(line as Markdown)).join(
      "",
    );
  // Their intervals overlap, but every query has one hit more.
  assert.match(seen([4, 3, 4, 3], [3, 2, 3, 2]), /yes\..*0\.700.* 0\.500: \+0\.200 \(0\.200 to/s);
  assert.match(seen([4, 3, 4, 3], [5, 2, 3, 4]), /cannot tell\./);
  assert.match(seen([1, 2, 1, 2], [4, 5, 4, 5]), /no\..*\+Layer \(512-d\) 0\.900/s);
  assert.equal(attributeResults(metrics).length, 1);
  assert.equal(attributeResults(colour([4], [2]))[0].data.length, 4); // three embeddings and chance
});

Deno.test("supervisedResults() pairs with the same embedding without labels", () => {
  const composed = madeMetrics([
    { name: "HOG", kind: "baseline", test: [1, 2] },
    { name: "HOG, with pixels", kind: "baseline", of: "HOG", transform: "with pixels", test: [2] },
    { name: "labels", kind: "baseline", test: [4] },
  ]);
  const { heldOut, copies } = composed.embeddings[2]!;
  const told = { name: "HOG, with class posteriors", of: "HOG", dim: 3, heldOut, copies };
  const run = { ...composed, supervised: [told] };
  const [{ rows: [row] }, verdict] = supervisedResults(run);
  assert.equal(row!.gain, "+0.400 (0.400 to 0.400)");
  assert.match(read(verdict), /yes\..*1 of 1 lie above 0/s);
  assert.deepEqual(supervisedResults({ ...run, heldOut: {} })[0].rows, []);
});

Deno.test("copiesResults() compares the network trained on views with the one trained to reconstruct", () => {
  const [chart, verdict] = copiesResults(metrics);
  assert.match(read(verdict!), /yes\..*0\.80 and 0\.20: \+0\.600 \(0\.300/s);
  const [bars] = chart.data as unknown as [{ y: string[] }];
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
