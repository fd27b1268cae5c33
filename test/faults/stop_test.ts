import assert from "node:assert/strict";
import { join } from "node:path";
import { loadCheckpoint } from "../../lib/model/checkpoint.ts";
import { runProgram } from "./program.ts";
import { placesIn } from "./stages.ts";
import { makeWorkspace, outcomeOf } from "./workspace.ts";

const windows = Deno.build.os === "windows";

Deno.test({
  name: `SIGINT, SIGTERM and SIGHUP finish the step, save and end with 130, 143 and 129${
    windows ? " (not on Windows)" : ""
  }`,
  ignore: windows,
  fn: async () => {
    await using workspace = await makeWorkspace(8);
    const folder = workspace.run("stopped");
    await Deno.mkdir(folder);
    assert.equal((await runProgram(folder, ["prepare", "train"])).code, 0);
    const whole = await outcomeOf(folder);
    const { model } = placesIn(folder);
    // Steps of the first epoch, one of the second.
    const stops = [["SIGINT", 130, 2], ["SIGTERM", 143, 9], ["SIGHUP", 129, 3]] as const;
    for (const [signal, code, event] of stops) {
      await Deno.remove(model, { recursive: true });
      const stopped = await runProgram(folder, ["train"], {
        fault: { stage: "train", named: "step", event, signal },
      });
      // The signal was sent on once all was saved, so it ended the program as a shell expects.
      assert.deepEqual([stopped.code, stopped.signal], [code, signal]);
      assert.match(
        stopped.said,
        /Training plus_layer was stopped and is saved: start it again to resume/,
      );
      const { history, partial } = (await loadCheckpoint(join(model, "last.safetensors")))!;
      // Six steps of four photos an epoch; the signal falls in the midst of one, or just after.
      assert.equal(history.length, event < 6 ? 0 : 1);
      assert.ok([8, 12, 16].includes(partial!.images), `${partial!.images} photos`);
      const rest = await runProgram(folder, ["train"]);
      assert.equal(rest.code, 0);
      assert.equal(rest.said, "");
      assert.deepEqual(await outcomeOf(folder), whole);
    }
  },
});
