import assert from "node:assert/strict";
import { join } from "node:path";
import {
  categoryIntervals,
  collectMetrics,
  evaluateCopies,
  evaluateQueries,
  evaluateRetrieval,
  loadMetrics,
  neighbourConfusion,
  readSettings,
  saveResults,
} from "../../lib/mod.ts";

// Three hats near 0 and three shoes near 10 on a line: each finds its two of five first.
const PLACES = [0, 1, 2, 10, 11, 12];
const LABELS = ["hats", "hats", "hats", "shoes", "shoes", "shoes"];
const items = LABELS.map((category, i) => ({
  id: `${category}/${i}`,
  file: `${i}.jpg`,
  category,
  split: "train" as const,
  width: 128,
  height: 128,
  attributes: {},
}));
const store = { name: "line", fingerprint: "ab".repeat(32), categories: ["hats", "shoes"], items };

const embedding = (name: string, kind: "model" | "baseline", more = {}) => ({
  ...{ name, kind, dim: 1, ids: items.map(({ id }) => id) },
  vectors: Float32Array.from(PLACES),
  validation: Float32Array.of(0.4),
  test: new Float32Array(0),
  copies: Float32Array.of(1.1, 11.6),
  ...more,
});

async function evaluation() {
  const embeddings = [
    embedding("A", "model"),
    embedding("A, l2", "model", { of: "A", transform: "l2" }),
  ];
  const supervised = [embedding("A, LDA", "model", { of: "A" })];
  const all = [...embeddings, ...supervised];
  const reports = [], validation = [], copies = [];
  for (const { vectors, dim } of embeddings) {
    reports.push(await evaluateRetrieval({ vectors, dim, labels: LABELS, k: 5, resamples: 20 }));
  }
  for (const { vectors, dim, validation: queries, copies: copied } of all) {
    const asked = { queries, queryLabels: ["hats"], resamples: 20 };
    validation.push(await evaluateQueries({ vectors, dim, labels: LABELS, k: 5, ...asked }));
    copies.push(await evaluateCopies({ vectors, dim, copies: copied, rows: [1, 4] }));
  }
  const curve = Array.from({ length: 5 }, () => ({
    ...{ micro: 1 / 3, macro: 1 / 3, perCategory: {} },
    interval: { micro: [0, 1] as [number, number], macro: [0, 1] as [number, number] },
  }));
  const indices = Int32Array.of(1, 0, 0, 4, 3, 4);
  const distances = new Float32Array(6);
  const confusion = neighbourConfusion({ k: 1, indices, distances }, LABELS, 1);
  const categories = categoryIntervals(new Float64Array(6).fill(0.4), LABELS);
  return {
    ...{ store, rows: [0, 1, 2, 3, 4, 5], k: 5, embeddings, supervised, reports, copies },
    backend: { name: "cpu" as const, device: "JavaScript", gpu: false },
    heldOut: { validation, test: [] },
    whitening: {
      components: 2,
      tried: [{ name: "A", sizes: [{ components: 2, precision: 0.5 }] }],
    },
    closer: [{ name: "A", curve, categories, confusion }, { name: "pixels", curve, categories }],
    attributes: [{
      name: "colour",
      items: 4,
      values: 2,
      chance: 0.5,
      precisions: curve.slice(0, 2),
    }],
    pcaSizes: [{ components: 2, precision: 0.5, interval: [0, 1] as [number, number], mse: 0.1 }],
  };
}

Deno.test("collectMetrics() gives what saveResults() takes and loadMetrics() gives back", async () => {
  const directory = await Deno.makeTempDir();
  const settings = readSettings({ run: "line" }, {});
  const metrics = collectMetrics(await evaluation());
  await saveResults(settings, { metrics }, directory);
  const read = await loadMetrics(settings, directory);
  const { index, heldOut, embeddings, supervised } = read;
  assert.deepEqual(index, {
    ...{ split: "train", items: 6, categories: ["hats", "shoes"] },
    counts: [3, 3],
    codes: [0, 0, 0, 1, 1, 1],
  });
  // Of the five nearest of six, the two others of the category.
  assert.deepEqual(embeddings.map(({ hits }) => hits), [[2, 2, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2]]);
  assert.deepEqual(embeddings.map(({ name, of, bytes }) => [name, of, bytes]), [
    ["A", undefined, 24],
    ["A, l2", "A", 24],
  ]);
  assert.equal(heldOut.validation!.queries, 1);
  assert.equal(heldOut.test, undefined);
  // The query at 0.4 has the hats at 0, 1 and 2 among its five nearest.
  assert.match(JSON.stringify(supervised[0]!.heldOut.validation), /"micro":0\.6/);
  assert.equal(supervised[0]!.heldOut.test, undefined);
  // The copy at 1.1 is nearest to its original at 1, the one at 11.6 to another at 12.
  assert.equal(supervised[0]!.copies.recall, 0.5);
  assert.equal(read.copies, 2);
  assert.deepEqual(read.precisionAtK[1]!.micro, [0.3333, 0.3333, 0.3333, 0.3333, 0.3333]);
  assert.deepEqual(read.confusion, [
    { name: "A", categories: ["hats", "shoes"], shares: [1, 0, 0, 1] },
  ]);
  assert.deepEqual(read.attributes[0]!.embeddings.map(({ name }) => name), ["A", "A, l2"]);
  assert.ok((await Deno.stat(join(directory, "metrics.json"))).isFile);
  await Deno.remove(directory, { recursive: true });
});
