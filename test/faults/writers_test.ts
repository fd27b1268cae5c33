import assert from "node:assert/strict";
import { runProgram } from "./program.ts";
import { filesIn, longTest, makeWorkspace, outcomeOf, some, SOME_STAGES } from "./workspace.ts";

Deno.test("two programs on one run: one trains, the other is told; all else takes turns", async () => {
  await using workspace = await makeWorkspace(12);
  const whole = workspace.run("whole");
  await Deno.mkdir(whole);
  for (const stage of SOME_STAGES) {
    await workspace.copy("whole", `before ${stage}`);
    assert.equal((await runProgram(whole, [stage])).code, 0);
    const expected = await outcomeOf(whole);
    for (let i = 0; i < some(3, 1); i++) {
      const folder = await workspace.copy(`before ${stage}`, "two");
      const both = await Promise.all([1, 2].map(() => runProgram(folder, [stage])));
      const failed = both.filter(({ code }) => code !== 0);
      if (stage === "train") {
        // Where one was done before the other began, there was nothing to tell.
        assert.ok(failed.length <= 1);
        const told = failed.map(({ said }) => said).join();
        const who =
          /Cannot train in "\/.*" as no other process may work there: process \d+ on ".*"/;
        if (failed.length > 0) assert.match(told, who);
      } else assert.deepEqual(failed.map(({ said }) => said), [], stage);
      assert.deepEqual(await outcomeOf(folder), expected, stage);
      assert.ok((await filesIn(folder)).every((path) => !/tmp$|partial|lock\.json/.test(path)));
    }
  }
});

longTest(
  "many programs that train one run, killed one after the other: it ends the same",
  async () => {
    await using workspace = await makeWorkspace(12);
    const [whole, many] = [workspace.run("whole"), workspace.run("many")];
    await Deno.mkdir(whole);
    await Deno.mkdir(many);
    assert.equal((await runProgram(whole, ["prepare", "train"])).code, 0);
    assert.equal((await runProgram(many, ["prepare"])).code, 0);
    for (let i = 0; i < 4; i++) {
      // The one that holds the lock is killed; the other finds it or the lock free.
      const fault = { stage: "train", named: "step", event: 4, signal: "SIGKILL" } as const;
      const ends = await Promise.all([1, 2].map(() => runProgram(many, ["train"], { fault })));
      for (const { signal, said } of ends) {
        assert.ok(signal === "SIGKILL" || /no other process may work there/.test(said), said);
      }
    }
    assert.equal((await runProgram(many, ["train"])).code, 0);
    assert.deepEqual(await outcomeOf(many), await outcomeOf(whole));
  },
);
