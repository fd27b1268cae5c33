import assert from "node:assert/strict";
import { DENO_VERSION } from "../../../lib/io/task_command.ts";
import { outcome, refuseUnsuited } from "../../../lib/cli/setup/main.ts";
import { commandFailed, Reporter, SetupError } from "../../../lib/cli/setup/report.ts";

Deno.test("Reporter.step() says what is done and how it went", async () => {
  const lines: string[] = [];
  const done = await new Reporter((line) => lines.push(line)).step("Jupyter", (say) => {
    say("fetching");
    return Promise.resolve("ready");
  });
  assert.equal(done, true);
  assert.equal(lines[0], "Jupyter       fetching ...");
  assert.match(lines[1]!, /^Jupyter {7}ready \(\d.* s\)$/);
  assert.equal(lines.length, 2);
});

Deno.test("Reporter.step() prints what to do when a step can't be done", async () => {
  const lines: string[] = [];
  const reporter = new Reporter((line) => lines.push(line));
  const done = await reporter.step(
    "TensorFlow",
    () => Promise.reject(new SetupError("there is no C++ compiler\nat all", "install g++.")),
  );
  assert.equal(done, false);
  assert.deepEqual(reporter.failures, ["TensorFlow: there is no C++ compiler"]);
  assert.match(lines[0]!, /^TensorFlow {4}failed after .*: there is no C\+\+ compiler$/m);
  assert.match(lines[1]!, /What to do: install g\+\+\.$/);
});

Deno.test("Reporter.step() lets faults of set-up itself through", async () => {
  const step = new Reporter(() => {}).step("x", () => Promise.reject(new TypeError("bug")));
  await assert.rejects(step, TypeError);
});

Deno.test("Reporter.step() is not silent while a step is at work", async () => {
  const lines: string[] = [];
  const reporter = new Reporter((line) => lines.push(line), 5);
  await reporter.step("TensorFlow", async () => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return "ready";
  });
  assert.match(lines[0]!, /^TensorFlow {4}still at work after .* s \.\.\.$/);
  const count = lines.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(lines.length, count);
});

Deno.test("outcome() names what failed each time", () => {
  const failures = ["TensorFlow: there is no C++ compiler (g++)"];
  assert.equal(outcome(true, []), "Set-up is complete");
  assert.equal(
    outcome(true, failures),
    "Set-up is complete, without TensorFlow: there is no C++ compiler (g++)",
  );
  assert.equal(
    outcome(false, failures),
    "Set-up is not complete: TensorFlow: there is no C++ compiler (g++)",
  );
});

Deno.test("commandFailed() tells a full disk from all else", () => {
  const advice = "check the network.";
  const full = [
    "OSError: [Errno 28] No space left on device",
    "No space left on device (os error 28)",
    "g++: fatal error: Disk quota exceeded",
  ];
  for (const output of full) {
    const error = commandFailed("pip", { code: 2, output }, advice);
    assert.equal(error.message, "the disk is full (pip ended with code 2)");
    assert.match(error.advice, /^make room, as 3\.5 GB/);
  }
  const error = commandFailed("pip", { code: 1, output: "No matching distribution" }, advice);
  assert.equal(error.message, "pip ended with code 1\n    No matching distribution");
  assert.equal(error.advice, advice);
});

Deno.test("refuseUnsuited() takes the pinned Deno alone, and no folder that Python cannot name", () => {
  refuseUnsuited();
  refuseUnsuited(DENO_VERSION, "/home/me/it's #1, 100% mine");
  assert.throws(() => refuseUnsuited("2.10.0"), {
    name: "RangeError",
    message:
      `Cannot set up as Deno must be ${DENO_VERSION} (run npx -y deno@${DENO_VERSION} task ` +
      "setup): current value is 2.10.0",
  });
  if (Deno.build.os === "windows") return;
  assert.throws(() => refuseUnsuited(DENO_VERSION, "/a:b"), /must be without ":".*"\/a:b"$/);
});
