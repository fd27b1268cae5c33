import assert from "node:assert/strict";
import { runCommand } from "../../../lib/cli/setup/command.ts";

Deno.test("runCommand() collects both outputs and the exit code", async () => {
  const script =
    'console.log("out"); console.error("err"); Deno.exit(Number(Deno.env.get("CODE")))';
  const { code, output } = await runCommand(Deno.execPath(), ["eval", script], {
    env: { CODE: "3" },
  });
  assert.equal(code, 3);
  assert.equal(output, "out\nerr\n");
});

Deno.test("runCommand() gives 127 for a program that is not there", async () => {
  const { code, output } = await runCommand("no-such-program-here", []);
  assert.equal(code, 127);
  assert.match(output, /no-such-program-here/);
});
