import assert from "node:assert/strict";
import { createRandom } from "../../lib/io/random.ts";
import { runProgram } from "./program.ts";
import { STAGES } from "./stages.ts";
import { filesIn, longTest, makeWorkspace, outcomeOf, some } from "./workspace.ts";

/**
 * What a stage that was killed may leave behind: part of a results file, which is nobody's alone; and
 * where it was killed when all was done, so that the next start has nothing to do, its name and log.
 */
const LEFTOVER = /\.\d+-\d+\.tmp$|\/\.(embeddings\.)?lock\.json$|\/images\.u8\.tmp\.done$/;

/** The outcome without what a kill may leave behind. */
async function cleanOutcomeOf(folder: string): Promise<Record<string, unknown>> {
  const all = Object.entries(await outcomeOf(folder));
  return Object.fromEntries(all.filter(([path]) => !LEFTOVER.test(path)));
}

for (const [i, stage] of STAGES.entries()) {
  Deno.test(`SIGKILL at random events of ${stage}: the next start ends as if undisturbed`, async () => {
    await using workspace = await makeWorkspace(some(24, 12));
    const random = createRandom(20 + i);
    const whole = workspace.run("whole");
    await Deno.mkdir(whole);
    if (i > 0) assert.equal((await runProgram(whole, STAGES.slice(0, i))).code, 0);
    await workspace.copy("whole", "before");
    const { code, counts, said } = await runProgram(whole, [stage]);
    assert.equal(code, 0, said);
    const expected = await outcomeOf(whole);
    const events = counts[stage]!;
    for (let kill = 0; kill < some(10, 1); kill++) {
      const event = 1 + Math.floor(random() * events);
      const where = `event ${event} of ${events}`;
      const folder = await workspace.copy("before", "killed");
      const killed = await runProgram(folder, [stage], {
        fault: { stage, event, signal: "SIGKILL" },
      });
      assert.equal(killed.signal, "SIGKILL", `${where}: ${killed.said}`);
      const next = await runProgram(folder, [stage]);
      assert.equal(next.code, 0, `${where}: ${next.said}`);
      assert.deepEqual(await cleanOutcomeOf(folder), expected, where);
    }
  });
}

longTest(
  "SIGKILL at random moments of a whole run, again and again: it ends the same",
  async () => {
    await using workspace = await makeWorkspace(12);
    const random = createRandom(21);
    const began = performance.now();
    await Deno.mkdir(workspace.run("whole"));
    const whole = await runProgram(workspace.run("whole"), STAGES);
    assert.equal(whole.code, 0, whole.said);
    const took = performance.now() - began;
    const expected = await outcomeOf(workspace.run("whole"));
    let kills = 0;
    for (let run = 1; kills < 15; run++) {
      const folder = workspace.run(`run ${run}`);
      await Deno.mkdir(folder);
      for (let ended = false; !ended;) {
        const killAfter = kills < 15 ? took * (0.1 + 0.9 * random()) : undefined;
        const { code, signal, said } = await runProgram(folder, STAGES, { killAfter });
        if (signal === "SIGKILL") kills++;
        else assert.equal(code, 0, said);
        ended = signal === null;
      }
      assert.deepEqual(await cleanOutcomeOf(folder), expected, `run ${run}`);
      assert.ok((await filesIn(folder)).every((path) => !path.endsWith(".partial")));
    }
  },
);
