import assert from "node:assert/strict";
import { ownEnvironment, runCommand } from "../../../lib/cli/setup/command.ts";

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

Deno.test("ownEnvironment() holds nothing that is meant for other Pythons, pips and Nodes", () => {
  const foreign = [
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_USER",
    "PIP_TARGET",
    "NODE_OPTIONS",
    "NODE_PATH",
  ];
  const own = { PATH: "/bin", HOME: "/home/me", NODE_EXTRA_CA_CERTS: "/ca", PIPX_HOME: "/pipx" };
  const environment = { ...own, ...Object.fromEntries(foreign.map((name) => [name, "1"])) };
  assert.deepEqual(ownEnvironment(environment), own);
});

Deno.test("runCommand() passes on nothing that is meant for another Python", async () => {
  const before = Deno.env.get("PYTHONHOME");
  Deno.env.set("PYTHONHOME", "/nowhere");
  try {
    const script = 'console.log(Deno.env.get("PYTHONHOME"))';
    assert.equal((await runCommand(Deno.execPath(), ["eval", script])).output, "undefined\n");
  } finally {
    if (before === undefined) Deno.env.delete("PYTHONHOME");
    else Deno.env.set("PYTHONHOME", before);
  }
});
