import assert from "node:assert/strict";
import { join } from "node:path";
import { experimentFrom, metricsFrom, umapFrom } from "../../lib/report/run_checks.ts";
import { writeRun } from "./made_run.ts";

const directory = await Deno.makeTempDir();
await writeRun(directory, "made");
const read = async (name: string) => JSON.parse(await Deno.readTextFile(join(directory, name)));
const experiment = await read("plus_layer/experiment.json");
const metrics = await read("metrics.json");
const umap = await read("umap.json");
await Deno.remove(directory, { recursive: true });

/** A copy of `value` with `change` made to it. */
function changed<T>(value: T, change: (copy: T) => void): T {
  const copy = structuredClone(value);
  change(copy);
  return copy;
}

/** `check` takes `value` as it is, and refuses each change with the words beside it. */
function refusesEach<T>(
  check: (value: unknown) => unknown,
  value: T,
  changes: [change: (copy: T) => void, message: RegExp][],
): void {
  assert.deepEqual(check(value), value);
  for (const [change, message] of changes) {
    assert.throws(() => check(changed(value, change)), { name: "SyntaxError", message });
  }
  for (const other of [null, {}, [], 3, "text"]) {
    assert.throws(() => check(other), { name: "SyntaxError", message: /^it must have / });
  }
}

Deno.test("experimentFrom() takes what trains and refuses what could not", () => {
  refusesEach(experimentFrom, experiment, [
    [(copy) => delete copy.model, /a text "model"/],
    [(copy) => copy.recipe.epochs = 0, /a number above 0 for "recipe\.epochs"/],
    [(copy) => copy.recipe.learningRate = null, /"recipe\.learningRate"/],
    [(copy) => copy.seed = 1.5, /a whole number "seed"/],
    [(copy) => copy.dataset.fingerprint = "ab", /a SHA-256 for "dataset\.fingerprint"/],
    [(copy) => copy.dataset.splits.train = null, /numbers of photos in "dataset\.splits"/],
    [(copy) => delete copy.backend, /its backend/],
  ]);
});

Deno.test("metricsFrom() wants as many numbers as there are photos, in their ranges", () => {
  refusesEach(metricsFrom, metrics, [
    [(copy) => copy.dataset.fingerprint = "g".repeat(64), /a SHA-256/],
    [(copy) => copy.index.counts.pop(), /a count for each category/],
    [(copy) => copy.index.codes.pop(), /a category for each photo/],
    [(copy) => copy.index.codes[0] = 3, /a category for each photo/],
    [(copy) => copy.k = 0, /a whole number "k"/],
    [(copy) => delete copy.chance.micro, /numbers in "chance"/],
    [(copy) => copy.methods = {}, /a list "methods"/],
    [(copy) => copy.methods[1].dim = "512", /sizes for each method/],
    [(copy) => copy.methods[1].leaveOneOut.mapAtR.micro = "0.5", /mapAtR for "\+Layer/],
    [(copy) => copy.methods[0].leaveOneOut.rPrecision.interval.macro = [0, "1"], /rPrecision/],
    [(copy) => copy.methods[2].hits.push(1), /hits of each photo, 0 to 5, for "16 x 16/],
    [(copy) => copy.methods[2].hits[0] = 6, /hits of each photo, 0 to 5/],
  ]);
});

Deno.test("metricsFrom() takes means of nothing, which JSON writes as null", () => {
  const few = changed(metrics, (copy) => copy.methods[0].leaveOneOut.precisionAt5.macro = null);
  assert.equal(metricsFrom(few).methods[0]!.leaveOneOut.precisionAt5.macro, null);
});

Deno.test("umapFrom() wants a place for each photo", () => {
  refusesEach(umapFrom, umap, [
    [(copy) => copy.ids[0] = 1, /texts in "ids"/],
    [(copy) => copy.minDist = null, /"minDist"/],
    [(copy) => copy.trustworthiness = { map: "high" }, /numbers in "trustworthiness"/],
    [(copy) => copy.maps["+Layer (512-d), 2-D"].pop(), /a place for each photo in map .*2-D/],
    [(copy) => copy.maps["+Layer (512-d), 3-D"][1] = null, /a place for each photo in map .*3-D/],
  ]);
});
