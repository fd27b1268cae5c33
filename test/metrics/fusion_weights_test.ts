import assert from "node:assert/strict";
import { chooseFusionWeights } from "../../lib/metrics/fusion_weights.ts";
import { createRandom } from "../../lib/io/random.ts";

/** 40 rows and 20 queries of two categories; `signal` tells them apart, `noise` does not. */
function parts(names: readonly ("signal" | "noise")[], weight: number) {
  const random = createRandom(4);
  const labels = Array.from({ length: 60 }, (_, i) => i % 2 ? "a" : "b");
  const vectors = (kind: string) =>
    Float32Array.from(labels, (label) => {
      return (kind === "signal" && label === "a" ? 1 : 0) +
        random() * (kind === "signal" ? 0.5 : 1);
    });
  const all = names.map((name) => {
    const of = vectors(name);
    const index = { vectors: of.subarray(0, 40), dim: 1 };
    return { name, index, queries: of.subarray(40), weight };
  });
  return { all, labels: labels.slice(0, 40), queryLabels: labels.slice(40) };
}

Deno.test("chooseFusionWeights() takes what helps and leaves out what does not", async () => {
  const helpful = parts(["noise", "signal"], 0.1);
  const [first, second] = helpful.all;
  const chosen = await chooseFusionWeights([first!, second!], helpful);
  assert.ok(chosen.weights.signal! >= 0.5, JSON.stringify(chosen));
  assert.ok(chosen.precision > chosen.before);
  const useless = parts(["signal", "noise"], 20);
  const [good, bad] = useless.all;
  const without = await chooseFusionWeights([good!, bad!], useless);
  assert.ok(without.weights.noise! < 1, JSON.stringify(without));
  assert.ok(without.precision > without.before);
});

Deno.test("chooseFusionWeights() keeps the weights it begins with where nothing is better", async () => {
  const { all: [part], labels, queryLabels } = parts(["signal"], 1);
  const twin = { ...part!, name: "twin", weight: 0.3 };
  const { weights } = await chooseFusionWeights([part!, twin], { labels, queryLabels });
  assert.deepEqual(weights, { twin: 0.3 });
  await assert.rejects(
    chooseFusionWeights([part!, twin], { labels, queryLabels: [] }),
    /there must be a query/,
  );
});
