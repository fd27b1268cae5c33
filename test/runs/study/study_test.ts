import assert from "node:assert/strict";
import { join } from "node:path";
import { readStudy, type Study, summarise, writeStudy } from "../../../lib/runs/study/study.ts";
import { TRIALS } from "../../../lib/runs/study/trials.ts";

Deno.test("summarise() gives mean, extremes and the standard deviation", () => {
  // Squared deviations from 3: 4 + 1 + 9 = 14, by n - 1 = 2.
  assert.deepEqual(summarise([1, 2, 6]), { mean: 3, low: 1, high: 6, deviation: Math.sqrt(7) });
  assert.ok(Number.isNaN(summarise([0.5]).deviation));
});

Deno.test("each trial has a name of its own", () => {
  const names = TRIALS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

Deno.test("readStudy() gives back what writeStudy() was given, and refuses what is damaged", async () => {
  const path = join(await Deno.makeTempDir(), "study.json");
  assert.equal(await readStudy(path), undefined);
  const study: Study = {
    photos: { dataset: "boards", trained: 5, judging: 6, fingerprints: ["ab".repeat(32)] },
    profile: "quick",
    chance: 0.1,
    backend: { name: "tensorflow", device: "cpu" },
    trials: [{
      name: "untrained",
      recipe: "",
      seeds: [{
        seed: 1,
        minutes: 0.5,
        loss: null,
        precision: { "raw": 0.5 },
        copies: { "raw": 1 },
      }],
    }],
  };
  await writeStudy(study, path);
  assert.deepEqual(await readStudy(path), study);
  study.trials[0]!.seeds[0]!.precision["raw"] = 1.5;
  await assert.rejects(writeStudy(study, path), /precision.raw must be at most 1/);
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace('"raw": 0.5', '"raw": 0.6'));
  await assert.rejects(readStudy(path), /run deno task study again\): checksum mismatch$/);
});
