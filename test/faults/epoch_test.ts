import assert from "node:assert/strict";
import { join } from "node:path";
import { readRun } from "../../lib/runs/run_files.ts";
import { openTrained } from "../../lib/runs/trained.ts";
import { train } from "../../lib/runs/train.ts";
import { countEvents } from "./events.ts";
import { experimentIn, placesIn, runStage } from "./stages.ts";
import { makeWorkspace, outcomeOf, some } from "./workspace.ts";

/** What strikes at an event of an epoch's end; nothing until it is set. */
let strike: (name: string, half?: () => void) => void = () => {};
countEvents((name, half) => strike(name, half));

/** Writes that are struck: all, or in a sample one of so many. */
const EVERY = some(1, 16);

Deno.test("a kill at each write of an epoch: readers are told or right, and the next start ends the same", async () => {
  await using workspace = await makeWorkspace(4);
  const whole = workspace.run("whole");
  await Deno.mkdir(whole);
  await runStage("prepare", whole);
  const experimentOf = async (folder: string) => {
    const experiment = await experimentIn(folder);
    return { ...experiment, recipe: { ...experiment.recipe, epochs: 2, learningRate: 1e-3 } };
  };
  const finish = async (folder: string) =>
    (await train(await experimentOf(folder))).model.dispose();
  const events: string[] = [];
  const { model, history } = await train(await experimentOf(whole), {
    async onEpoch({ length }) {
      // As it was before the last epoch; then what happens in it.
      if (length === 1) {
        const before = await workspace.copy("whole", "before");
        await Deno.remove(join(placesIn(before).model, ".lock.json"));
      }
      strike = length === 1 ? (name) => void events.push(name) : () => {};
    },
  });
  strike = () => {};
  model.dispose();
  assert.ok(history[1]!.best, "the epoch must write the best weights too");
  const expected = await outcomeOf(whole);
  let told = 0;
  for (const [place, event] of events.entries()) {
    if (event === "write" && place % EVERY > 0) continue;
    const where = `${event}, ${place + 1} of ${events.length}`;
    const folder = await workspace.copy("before", "killed");
    const experiment = await experimentOf(folder);
    let seen = 0;
    const killed = train(experiment, {
      onStep() {
        // What comes before the last epoch is not counted: the steps are the last thing then.
        seen = 0;
        strike = (_, half) => {
          if (++seen < place + 1) return;
          if (seen === place + 1) half?.();
          throw new Error("killed");
        };
      },
    });
    await assert.rejects(killed, /killed/, where);
    strike = () => {};
    if (!await isRight(folder, where)) told++;
    await finish(folder);
    assert.deepEqual(await outcomeOf(folder), expected, where);
    const trained = await openTrained(experiment);
    trained.model.dispose();
    assert.equal(trained.history.length, 2, where);
    await finish(folder);
    assert.deepEqual(await outcomeOf(folder), expected, `${where}, once more`);
  }
  // Between the best weights and the history.
  assert.ok(told > 0);
});

/** Whether the report and later notebooks get epochs that belong to the weights; else they are told what to run. */
async function isRight(folder: string, where: string): Promise<boolean> {
  const experiment = await experimentIn(folder);
  const remedy = (error: Error) => {
    assert.match(error.message, /run notebook 02_train/, where);
    return undefined;
  };
  const trained = await openTrained(experiment).catch(remedy);
  const run = await readRun("faults", placesIn(folder).run).catch(remedy);
  assert.equal(trained === undefined, run === undefined, where);
  trained?.model.dispose();
  assert.deepEqual(run?.models[0]?.history, trained?.history, where);
  return trained !== undefined;
}
