import assert from "node:assert/strict";
import { join } from "node:path";
import type { ImageStore } from "../../lib/dataset/store/image_store.ts";
import { arraySource } from "../../lib/embedding/row_source.ts";
import { collectMetrics, saveEvaluation } from "../../lib/runs/collect_metrics.ts";
import {
  BASELINES,
  chosenComposition,
  compositions,
  isSearchable,
} from "../../lib/runs/evaluated_compositions.ts";
import { FUSED, FUSED_SUPERVISED } from "../../lib/runs/fused_embedding.ts";
import { evaluateRun } from "../../lib/runs/evaluation.ts";
import { loadMetrics } from "../../lib/runs/results.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { PRESETS } from "../../lib/runs/presets.ts";

/** Names of two models. */
const [A, B] = [PRESETS.baseline.title, PRESETS.plus_layer.title];

// Three hats near 0 and three shoes near 10 on a line: each finds its two of five first.
const PLACES = [0, 1, 2, 10, 11, 12];
const LABELS = ["hats", "hats", "hats", "shoes", "shoes", "shoes"];
// A hat and a shoe to ask with, of each of two splits, and two copies.
const QUERIES = [["hats", "shoes"], ["hats", "shoes"]] as const;
const items = [...LABELS, ...QUERIES.flat()].map((category, i) => ({
  id: `${category}/${i}`,
  file: `${i}.jpg`,
  category,
  split: "train" as const,
  width: 128,
  height: 128,
  attributes: i < 4 ? { colour: i % 2 === 0 ? "red" : "blue" } : {},
}));
const store = {
  name: "line",
  fingerprint: "ab".repeat(32),
  categories: ["hats", "shoes"],
  items,
} as unknown as ImageStore; // No image is read.
const images = (heldOut: boolean) => ({
  store,
  index: Uint32Array.of(0, 1, 2, 3, 4, 5),
  validation: heldOut ? Uint32Array.of(6, 7) : new Uint32Array(),
  test: heldOut ? Uint32Array.of(8, 9) : new Uint32Array(),
  copies: arraySource(new Uint8Array(2), 1),
  originals: Uint32Array.of(1, 4),
});

/** Places on a line, and a second dimension that does not vary with the category. */
function embedding(
  name: string,
  kind: "model" | "baseline",
  heldOut: boolean,
  validation = [0.4, 11.6],
) {
  const plane = (places: number[]) => Float32Array.from(places.flatMap((at, i) => [at, i % 2]));
  return {
    ...{ name, kind, dim: 2, ids: items.slice(0, 6).map(({ id }) => id) },
    vectors: plane(PLACES),
    validation: plane(heldOut ? validation : []),
    test: plane(heldOut ? [0.4, 10.4] : []),
    copies: plane([1.1, 11.6]),
  };
}

const settings = readSettings({ run: "line", backend: cpuBackend }, {});
const options = { k: 2, depth: 4, whitenings: [2] };

async function evaluation(heldOut: boolean) {
  const raw = [
    embedding(A, "model", heldOut, [11.6, 0.4]),
    embedding(B, "model", heldOut),
    embedding(BASELINES.mirrored, "baseline", heldOut),
    embedding(BASELINES.colour, "baseline", heldOut),
  ];
  return await evaluateRun(settings, images(heldOut), raw, options);
}
const [withQueries, without] = [await evaluation(true), await evaluation(false)];

Deno.test("evaluateRun() evaluates raw embeddings, then what is composed of them", async () => {
  const stages: string[] = [];
  const raw = [embedding(B, "model", true), embedding(BASELINES.mirrored, "baseline", true)];
  const { embeddings, supervised, attributes } = await evaluateRun(settings, images(true), raw, {
    ...options,
    onProgress: (stage, done, total) => void stages.push(`${stage} ${done}/${total}`),
  });
  assert.deepEqual(embeddings.map(({ name }) => name), [
    B,
    "16 x 16 pixels, mirrored",
    `${B}, centred, L2`,
    `${B}, whitened to 2, L2`,
    "16 x 16 pixels, mirrored, centred, L2",
    "16 x 16 pixels, mirrored, whitened to 2, L2",
    `${B}, with pixels`,
  ]);
  assert.deepEqual(supervised.map(({ name, scores }) => [name, scores.retrieval]), [
    [`${B}, with pixels and class posteriors`, undefined],
    ["16 x 16 pixels, mirrored, with class posteriors", undefined],
  ]);
  assert.deepEqual(attributes, ["category", "colour"]);
  assert.equal(stages.at(-1), "Evaluating 9/9");
});

Deno.test("evaluateRun() chooses by validation queries, the first of equals", () => {
  // The validation hat of A lies among the shoes, its shoe among the hats.
  const { chosen, embeddings } = withQueries;
  assert.equal(chosen, B);
  assert.equal(embeddings[0]!.scores.heldOut.validation!.heldOut.precision.micro, 0);
});

Deno.test("evaluateRun() chooses within the index where there is no other query", () => {
  const { chosen, embeddings } = without;
  assert.equal(chosen, A);
  assert.deepEqual(embeddings[0]!.scores.heldOut, {});
});

Deno.test("evaluateRun() leaves out queries whose categories the index has not", async () => {
  const unknown = items.map((item, i) => ({ ...item, category: i < 6 ? item.category : "bags" }));
  const raw = [embedding(B, "model", true), embedding(BASELINES.mirrored, "baseline", true)];
  const disjoint = { ...images(true), store: { ...store, items: unknown } as ImageStore };
  const evaluation = await evaluateRun(settings, disjoint, raw, options);
  const { chosen, embeddings } = evaluation;
  assert.deepEqual(embeddings[0]!.scores.heldOut, {});
  assert.ok(embeddings.some(({ name }) => name === chosen));
  // The two test bags can only find each other.
  const { zeroShot } = evaluation;
  assert.deepEqual([zeroShot!.split, zeroShot!.queries, zeroShot!.k], ["test", 2, 1]);
  assert.deepEqual(
    zeroShot!.embeddings.map(({ name }) => name),
    embeddings.map(({ name }) => name),
  );
  assert.equal(zeroShot!.embeddings[0]!.precision.micro, 1);
  const metrics = collectMetrics(evaluation, { name: "cpu", device: "JavaScript", gpu: false });
  assert.deepEqual(metrics.zeroShot, zeroShot);
});

Deno.test("saveEvaluation() gives what loadMetrics() gives back", async () => {
  const directory = await Deno.makeTempDir();
  const saved = await saveEvaluation(withQueries, directory);
  const read = await loadMetrics(settings, directory);
  assert.deepEqual(saved, read);
  const { index, heldOut, embeddings, supervised, chosen } = read;
  assert.deepEqual(index, {
    ...{ split: "train", items: 6, categories: ["hats", "shoes"] },
    counts: [3, 3],
    codes: [0, 0, 0, 1, 1, 1],
  });
  assert.equal(chosen, B);
  // Both neighbours are the two others of the category.
  assert.deepEqual(embeddings[0]!.hits, [2, 2, 2, 2, 2, 2]);
  assert.deepEqual(embeddings.slice(0, 2).map(({ name, of, bytes }) => [name, of, bytes]), [
    [A, undefined, 48],
    [B, undefined, 48],
  ]);
  assert.deepEqual([heldOut.validation!.queries, heldOut.validation!.codes], [2, [0, 1]]);
  assert.deepEqual(embeddings[0]!.heldOut.validation!.hits, [0, 0]);
  assert.deepEqual(embeddings[1]!.heldOut.validation!.hits, [2, 2]);
  assert.equal(supervised[0]!.heldOut.test!.k, 2);
  // The copy at (1.1, 0) is nearest to (2, 0), not to its original at (1, 1); that at (11.6, 1) to
  // (12, 1), not to (11, 0).
  assert.equal(embeddings[0]!.copies!.recall, 0);
  assert.deepEqual([read.copies, embeddings[0]!.copies!.hits], [[...images(true).originals], [
    0,
    0,
  ]]);
  assert.deepEqual(supervised[0]!.copies?.hits.length, 2);
  assert.deepEqual(read.precisionAtK.map(({ name }) => name), [A, B]);
  assert.deepEqual(read.precisionAtK[0]!.micro, [1, 1, 0.6667, 0.5]);
  assert.deepEqual(read.confusion.filter(({ name }) => name === A), [
    { name: A, split: "train", categories: ["hats", "shoes"], shares: [1, 0, 0, 1] },
    { name: A, split: "validation", categories: ["hats", "shoes"], shares: [0, 1, 1, 0] },
    { name: A, split: "test", categories: ["hats", "shoes"], shares: [1, 0, 0, 1] },
  ]);
  assert.deepEqual(read.attributes.map(({ name, items, values }) => [name, items, values]), [
    ["category", 6, 2],
    ["colour", 4, 2],
  ]);
  const [, colour] = read.attributes;
  assert.equal(colour!.queries.length, 4);
  // Of raw embeddings alone: a hit or none for each query.
  assert.deepEqual(
    colour!.embeddings.map(({ hits }) => hits?.length),
    embeddings.map(({ of }) => of === undefined ? 4 : undefined),
  );
  assert.ok((await Deno.stat(join(directory, "metrics.json"))).isFile);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("collectMetrics() leaves out splits without queries", () => {
  const backend = { name: "cpu" as const, device: "JavaScript", gpu: false };
  const metrics = collectMetrics(without, backend);
  assert.deepEqual(metrics.heldOut, { validation: undefined, test: undefined });
  assert.deepEqual(metrics.embeddings[0]!.heldOut, { validation: undefined, test: undefined });
});

Deno.test("isSearchable() knows descriptors, models and what is fused of them", () => {
  const names = [
    "HOG",
    "+Layer (512-d)",
    FUSED,
    FUSED_SUPERVISED,
    "PCA (512-d)",
    BASELINES.untrained,
  ];
  assert.deepEqual(names.map(isSearchable), [true, true, true, true, false, false]);
});

Deno.test("chosenComposition() is what the evaluation composed, and none that it alone can compute", async () => {
  const directory = await Deno.makeTempDir();
  const metrics = await saveEvaluation(withQueries, directory);
  await Deno.remove(directory, { recursive: true });
  const named = (searchedWith: string) => chosenComposition({ ...metrics, searchedWith });
  assert.deepEqual(named(BASELINES.mirrored).composition, [{ of: BASELINES.mirrored }]);
  assert.deepEqual(named("16 x 16 pixels, mirrored, whitened to 2, L2").composition, [
    { of: BASELINES.mirrored, steps: [{ whiten: 2 }, "l2"] },
  ]);
  assert.throws(
    () => named("PCA (3-d)"),
    /"PCA \(3-d\)" is fitted by notebook 05 alone/,
  );
});

Deno.test("compositions() name the dimensions that whitening leaves of each embedding", () => {
  const raw = [{ name: "wide (512-d)", dim: 512 }, { name: "narrow (32-d)", dim: 32 }]
    .map((embedding) => ({ ...embedding, kind: "model" as const }));
  const { plain } = compositions(raw, { images: 1000, whitenTo: 64, classes: 1 });
  assert.deepEqual(
    plain.map(({ of, transform, composition: [part] }) => [of, transform, part!.steps![0]]),
    [
      ["wide (512-d)", "centred, L2", "centre"],
      ["wide (512-d)", "whitened to 64, L2", { whiten: 64 }],
      ["narrow (32-d)", "centred, L2", "centre"],
      ["narrow (32-d)", "whitened to 32, L2", { whiten: 32 }],
    ],
  );
});
