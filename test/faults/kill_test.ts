import assert from "node:assert/strict";
import { createRandom } from "../../lib/random.ts";
import { runProgram } from "./program.ts";
import { type Stage, STAGES } from "./stages.ts";
import { filesIn, longTest, makeWorkspace, outcomeOf, some } from "./workspace.ts";

/** What a stage that was killed may leave behind for good: a results file is nobody's alone. */
const LEFTOVER = /^(run\/[^/]+|(reports|exported)\/.+)\.\d+-\d+\.tmp$/;

/** The outcome without what a kill may leave behind. */
async function cleanOutcomeOf(folder: string): Promise<Record<string, unknown>> {
  const all = Object.entries(await outcomeOf(folder));
  return Object.fromEntries(all.filter(([path]) => !LEFTOVER.test(path)));
}

Deno.test("SIGKILL at random events of each stage: the next start ends as an undisturbed run", async () => {
  await using workspace = await makeWorkspace(some(24, 12));
  const random = createRandom(20);
  const counts: Partial<Record<Stage, number>> = {};
  await Deno.mkdir(workspace.run("whole"));
  for (const stage of STAGES) {
    await workspace.copy("whole", `before ${stage}`);
    const whole = await runProgram(workspace.run("whole"), [stage]);
    assert.equal(whole.code, 0, whole.said);
    counts[stage] = whole.counts[stage]!;
    const expected = await outcomeOf(workspace.run("whole"));
    for (let i = 0; i < some(10, 1); i++) {
      const event: number = 1 + Math.floor(random() * counts[stage]!);
      const where: string = `${stage}, event ${event} of ${counts[stage]}`;
      const folder = await workspace.copy(`before ${stage}`, "killed");
      const killed = await runProgram(folder, [stage], {
        fault: { stage, event, signal: "SIGKILL" },
      });
      assert.equal(killed.signal, "SIGKILL", `${where}: ${killed.said}`);
      const next = await runProgram(folder, [stage]);
      assert.equal(next.code, 0, `${where}: ${next.said}`);
      assert.deepEqual(await cleanOutcomeOf(folder), expected, where);
    }
  }
  console.log(`  events: ${JSON.stringify(counts)}`);
});

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
        const killAfter = took * (0.1 + 0.9 * random());
        const { code, signal, said } = await runProgram(folder, STAGES, { killAfter });
        if (signal === "SIGKILL") kills++;
        else assert.equal(code, 0, said);
        ended = signal === null;
      }
      assert.deepEqual(await cleanOutcomeOf(folder), expected, `run ${run}`);
      assert.ok((await filesIn(folder)).every((path) => !/partial|lock\.json/.test(path)));
    }
  },
);
