import assert from "node:assert/strict";
import { selectTrials } from "../../lib/cli/study.ts";
import { TRIALS } from "../../lib/runs/study/trials.ts";

Deno.test("selectTrials() takes trials by name in their order, and all without names", () => {
  const [first, second] = TRIALS;
  assert.deepEqual(selectTrials([second!.name, first!.name]), [first, second]);
  assert.deepEqual(selectTrials([]), TRIALS);
  assert.throws(() => selectTrials(["none"]), {
    name: "RangeError",
    message: /a trial must be one of .*"contrastive".*: current value is "none"$/,
  });
});
