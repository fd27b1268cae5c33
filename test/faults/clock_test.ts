import assert from "node:assert/strict";
import { join } from "node:path";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { createRandom } from "../../lib/io/random.ts";
import { runProgram } from "./program.ts";
import { placesIn, runStage, STAGES } from "./stages.ts";
import { filesIn, longTest, makeWorkspace, outcomeOf } from "./workspace.ts";

/** Run `work` while the clock jumps about, up to ten years each way, at every look. */
async function withJumpingClock(work: () => Promise<void>): Promise<void> {
  const { now } = Date;
  const random = createRandom(24);
  const years = 365.25 * 86_400_000;
  Date.now = () => now() + Math.floor((random() - 0.5) * 20 * years);
  const RealDate = Date;
  // What `new Date()` takes is its own.
  globalThis.Date = class extends RealDate {
    constructor(...args: []) {
      super(...(args.length === 0 ? [Date.now()] : args) as []);
    }
  } as DateConstructor;
  try {
    await work();
  } finally {
    globalThis.Date = RealDate;
    Date.now = now;
  }
}

Deno.test("a clock that jumps, and files from the future or past, change nothing", async () => {
  await using workspace = await makeWorkspace(8);
  const [whole, jumped] = [workspace.run("whole"), workspace.run("jumped")];
  await Deno.mkdir(whole);
  await Deno.mkdir(jumped);
  assert.equal((await runProgram(whole, STAGES)).code, 0);
  const expected = await outcomeOf(whole);
  const random = createRandom(25);
  await withJumpingClock(async () => {
    for (const stage of STAGES) {
      if (stage === "train") {
        const fault = { stage, named: "step", event: 8, signal: "SIGTERM" } as const;
        assert.equal((await runProgram(jumped, [stage], { fault })).code, 143);
      }
      // The order in which files seem to be written says nothing.
      for (const path of await filesIn(jumped)) {
        const time = Math.floor(random() * 4e9);
        await Deno.utime(join(jumped, path), time, time);
      }
      await runStage(stage, jumped);
    }
  });
  assert.deepEqual(await outcomeOf(jumped), expected);
});

longTest("photos whose times changed are prepared again, and are the same data set", async () => {
  await using workspace = await makeWorkspace(8);
  const folder = workspace.run("run");
  await Deno.mkdir(folder);
  await runStage("prepare", folder);
  const fault = { stage: "train", named: "step", event: 8, signal: "SIGTERM" } as const;
  assert.equal((await runProgram(folder, ["train"], { fault })).code, 143);
  const { photos, store: directory } = placesIn(folder);
  const before = await prepareDataset(await readImageFolder(photos), {
    directory,
    name: "shapes",
    seed: 5,
  });
  before.close();
  assert.equal(before.reused, true);
  for (const path of await filesIn(photos)) await Deno.utime(join(photos, path), 1e9, 1e9);
  const after = await prepareDataset(await readImageFolder(photos), {
    directory,
    name: "shapes",
    seed: 5,
  });
  after.close();
  assert.equal(after.reused, false);
  assert.equal(after.fingerprint, before.fingerprint);
  // Training goes on with them.
  const next = await runProgram(folder, ["train"]);
  assert.deepEqual([next.code, next.said], [0, ""]);
});
