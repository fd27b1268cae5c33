import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../../lib/runs/open_dataset.ts";
import { datasetDirectory } from "../../../lib/runs/directories.ts";
import { readSettings } from "../../../lib/runs/settings.ts";
import { runTrial } from "../../../lib/runs/study/run_trial.ts";
import { TRIALS } from "../../../lib/runs/study/trials.ts";
import { writePhotos } from "../../photos.ts";

const folder = await Deno.makeTempDir();
await writePhotos(join(folder, "photos"), 12);
const settings = readSettings(
  { dataset: join(folder, "photos"), profile: "tiny", run: "trial" },
  {},
);
const heldOut = await openDataset(settings);

async function scoresOf(name: string, seed: number) {
  const { model, changes } = TRIALS.find((trial) => trial.name === name)!;
  const trial = { name, model, changes: { ...changes, width: 1 / 8 } };
  return await runTrial(trial, seed, { settings, heldOut }, join(folder, `${name}-${seed}`));
}

Deno.test("runTrial() trains, and judges by what vectors went through", async () => {
  const { minutes, loss, precision, copies, seed } = await scoresOf("contrastive", 4);
  assert.equal(seed, 4);
  assert.ok(minutes > 0 && Number.isFinite(loss));
  // 36 photos leave 35 numbers to whiten to; the name says what was asked for.
  const ways = ["raw", "centred, L2", "whitened to 64, L2"];
  for (const scores of [precision, copies]) {
    assert.deepEqual(Object.keys(scores), ways);
    assert.ok(Object.values(scores).every((score) => score >= 0 && score <= 1));
  }
  // A seed decides all but the time.
  const again = await runTrial(
    { name: "again", model: "contrastive", changes: { width: 1 / 8 } },
    4,
    { settings, heldOut },
    join(folder, "again"),
  );
  assert.deepEqual({ ...again, minutes }, { minutes, loss, precision, copies, seed });
});

Deno.test("runTrial() judges what nobody trained: first weights, pixels", async () => {
  const [untrained, other] = [await scoresOf("untrained", 1), await scoresOf("untrained", 2)];
  assert.equal(untrained.loss, null);
  assert.notDeepEqual(untrained.precision, other.precision);
  const pixels = await scoresOf("16 x 16 pixels, mirrored", 1);
  assert.equal(pixels.loss, null);
  // A drawn shape on white is found by its pixels; the categories are told apart by shape.
  assert.ok(pixels.precision["raw"]! > 0.5);
});

Deno.test("after the trials", async () => {
  heldOut.close();
  await Deno.remove(folder, { recursive: true });
  await Deno.remove(datasetDirectory(settings), { recursive: true });
});
