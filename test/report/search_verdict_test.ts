import assert from "node:assert/strict";
import { colourWeightVerdicts, searchVerdict } from "../../lib/report/search_sheet.ts";
import { madeMetrics } from "./evaluation/made_metrics.ts";

const metrics = madeMetrics([
  { name: "HOG", kind: "baseline", test: [5, 4] },
  { name: "colour histogram", kind: "baseline", test: [1] },
  { name: "+Layer (512-d)", test: [3, 2] },
]);
const seen = (searchedWith: string) => searchVerdict({ ...metrics, searchedWith }).source;

Deno.test("searchVerdict() is about the embedding that is searched with", () => {
  assert.match(seen("HOG"), /yes\.\*\* P@5 of 40 test queries is 0\.900/);
  assert.match(seen("colour histogram"), /no\./);
  assert.match(seen("+Layer (512-d)"), /cannot tell\./);
});

Deno.test("searchVerdict() knows embeddings that were fitted with the index's categories", () => {
  const { heldOut, copies } = metrics.embeddings[0]!;
  const told = { name: "told", of: "HOG", dim: 3, heldOut, copies };
  const run = { ...metrics, supervised: [told], searchedWith: "told" };
  assert.match(searchVerdict(run).source, /yes\.\*\* P@5 of 40 test queries is 0\.900/);
  assert.match(
    searchVerdict({ ...run, heldOut: {} }).source,
    /cannot tell\.\*\* No query is held out/,
  );
});

Deno.test("colourWeightVerdicts() call a difference whose interval holds 0 neither way", () => {
  const of = (low: number, high: number) => ({
    value: (low + high) / 2,
    interval: [low, high] as [number, number],
  });
  const sources = colourWeightVerdicts({
    queries: 20,
    closer: of(0.1, 0.3),
    precision: of(-0.2, 0.1),
  }).map(({ source }) => source);
  assert.match(sources[0]!, /yes\..*20 queries/s);
  assert.match(sources[1]!, /cannot tell\./);
});
