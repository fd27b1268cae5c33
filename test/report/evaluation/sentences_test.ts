import assert from "node:assert/strict";
import {
  compareEmbeddings,
  differenceText,
  findEmbedding,
  headlineQueries,
  isAbove,
} from "../../../lib/report/evaluation/queries.ts";
import {
  baselineVerdicts,
  evaluationSummary,
  originalMetricVerdict,
  whiteningVerdict,
} from "../../../lib/report/evaluation/sentences.ts";
import type { Markdown } from "../../../lib/view/markdown.ts";
import { madeMetrics } from "./made_metrics.ts";

const metrics = madeMetrics([
  { name: "+Layer (512-d)", test: [2, 1], selfIncluded: 0.75 },
  { name: "Residual network", test: [2, 2, 1, 1] },
  { name: "+Layer, untrained", kind: "baseline", test: [1, 2] },
  { name: "16 x 16 pixels", kind: "baseline", test: [3, 3] },
  { name: "colour histogram", kind: "baseline", test: [1, 1] },
  { name: "HOG", kind: "baseline", test: [1, 2] },
  {
    name: "Residual network, whitened to 2, L2",
    of: "Residual network",
    transform: "whitened to 2, L2",
    test: [5, 4],
  },
]);
/** The line as it is read, without the signs that escape Markdown. */
const read = ({ source }: Markdown) => source.replaceAll("\\", "");
const named = (name: string) => findEmbedding(metrics, name)!;

Deno.test("compareEmbeddings() pairs the queries of the test split", () => {
  const sure = compareEmbeddings(metrics, named("colour histogram"), named("16 x 16 pixels"));
  // Every query has two hits of five more.
  assert.deepEqual([sure.value, ...sure.interval].map((x) => x.toFixed(6)), [
    "0.400000",
    "0.400000",
    "0.400000",
  ]);
  assert.equal(isAbove(sure), true);
  const tie = compareEmbeddings(metrics, named("HOG"), named("+Layer, untrained"));
  assert.deepEqual(tie, { value: 0, interval: [0, 0] });
  assert.equal(isAbove(tie), undefined);
  assert.equal(
    differenceText({ value: -0.05, interval: [-0.1, 0.02] }),
    "−0.050 (−0.100 to 0.020)",
  );
});

Deno.test("headlineQueries() takes the test split, then validation, then the index", () => {
  assert.equal(headlineQueries(metrics).title, "40 test queries");
  const { validation } = metrics.heldOut;
  assert.equal(headlineQueries({ ...metrics, heldOut: { validation } }).split, "validation");
  assert.equal(headlineQueries({ ...metrics, heldOut: {} }).split, "train");
  const { scoresOf } = headlineQueries(metrics);
  assert.throws(() => scoresOf({ ...named("HOG"), heldOut: {} }), /scores of the test split/);
});

Deno.test("baselineVerdicts() never calls a tie better", () => {
  const seen = baselineVerdicts(metrics).map(read);
  assert.equal(seen.length, 3);
  assert.match(seen[0]!, /yes\..*16 x 16 pixels minus colour histogram: \+0\.400/s);
  // As many hits, on other queries.
  assert.match(seen[1]!, /cannot tell\..*\+0\.000 \(−0\.0/s);
  assert.match(seen[2]!, /cannot tell\./);
  const worse = madeMetrics([
    { name: "+Layer (512-d)", test: [5] },
    { name: "HOG", kind: "baseline", test: [1] },
  ]);
  const [line] = baselineVerdicts(worse);
  assert.match(read(line!), /no\..*HOG minus \+Layer .512-d.: −0\.800/s);
});

Deno.test("whiteningVerdict() and originalMetricVerdict() say what the numbers say", () => {
  assert.match(read(whiteningVerdict(metrics)), /yes\..*Residual network: \+0\.600/s);
  // Of the raw embeddings the least gain is that of the thumbnail: 0.5 less its 0.6.
  assert.match(read(originalMetricVerdict(metrics)), /no\..*-0\.100 to 0\.450/s);
});

Deno.test("evaluationSummary() has five sentences, and none about what is missing", () => {
  const lines = read(evaluationSummary(metrics)).split("\n");
  assert.equal(lines.length, 5);
  assert.match(lines[0]!, /whitened to 2, L2, chosen by 40 validation queries, reaches P@5 0\.900/);
  assert.match(lines[1]!, /with a network.*\+0\.300 .*is better/);
  assert.match(lines[2]!, /cannot be told from 0/);
  assert.match(lines[3]!, /Post-processing without labels.*\+0\.600/);
  assert.match(lines[4]!, /Bags \(1\.00, 20 queries\).*Hats \(0\.80, 20 queries\) least/);
  const one = madeMetrics([{ name: "HOG", kind: "baseline", test: [1] }], { heldOut: false });
  const [only, ...others] = read(evaluationSummary(one)).split("\n");
  assert.match(only!, /HOG, chosen by the index itself, reaches P@5 0\.200/);
  assert.equal(others.length, 1); // of the categories
});
