/** The permission sets of deno.json: what each task may do, and above all what it may not. */

import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../lib/io/paths.ts";

const CONFIG = join(PROJECT_ROOT, "deno.json");
const config: {
  tasks: Record<string, { command: string }>;
  permissions: Record<string, Record<string, unknown>>;
} = JSON.parse(await Deno.readTextFile(CONFIG));

const inside = (path: string) => join(PROJECT_ROOT, path);

/** What a task could be made to do, by name. Nothing of it is done: Deno is asked whether it may. */
const ATTEMPTS: Record<string, Deno.PermissionDescriptor> = {
  "any network": { name: "net" },
  "this machine's network": { name: "net", host: "127.0.0.1:1" },
  "any program": { name: "run" },
  "a shell": { name: "run", command: "sh" },
  "any native code": { name: "ffi" },
  "a library of the system": { name: "ffi", path: "/usr/lib/libc.so" },
  "any file": { name: "read" },
  "keys": { name: "read", path: join(homedir(), ".ssh") },
  "writing anywhere": { name: "write" },
  "writing programs": { name: "write", path: inside("lib") },
  "writing settings": { name: "write", path: CONFIG },
  "writing above": { name: "write", path: inside("data/reports/../../..") },
  "any variable": { name: "env" },
  "a variable": { name: "env", variable: "AWS_SECRET_ACCESS_KEY" },
  "any fact of the machine": { name: "sys" },
};

/** The attempts that the set `name` does not deny. */
async function allowed(name: string): Promise<string[]> {
  const file = await Deno.makeTempFile({ suffix: ".js" });
  await Deno.writeTextFile(
    file,
    `for (const [name, descriptor] of Object.entries(${JSON.stringify(ATTEMPTS)})) {
      const { state } = await Deno.permissions.query(descriptor);
      if (state === "granted") console.log(name);
    }
    console.log("asked");`,
  );
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--config", CONFIG, `-P=${name}`, file],
  }).output();
  await Deno.remove(file);
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  assert.equal(lines.pop(), "asked", new TextDecoder().decode(stderr));
  return lines;
}

for (const name of ["compare", "lab", "runs"]) {
  Deno.test(`the set ${name} allows none of ${Object.keys(ATTEMPTS).length} attempts`, async () => {
    assert.deepEqual(await allowed(name), []);
  });
}

Deno.test("sets that read results may read the shipped weights, which results are bound to", () => {
  for (const name of ["compare", "runs", "recommend", "remove"]) {
    const read = config.permissions[name]!.read as string[];
    assert.ok(read.includes("./data/models") || read.includes("./data"), name);
  }
});

Deno.test("the set export allows files, as the folder is the user's to choose, and no more", async () => {
  // Native TensorFlow's loader lists all variables; to rename a file is to read it.
  const variables = ["any variable", "a variable", "any file", "keys"];
  assert.deepEqual(
    await allowed("export"),
    Object.keys(ATTEMPTS).filter((attempt) =>
      attempt.startsWith("writing") || variables.includes(attempt)
    ),
  );
});

Deno.test("the set serve allows other programs, the service among them, and no more", async () => {
  assert.deepEqual(await allowed("serve"), ["any program", "a shell"]);
});

Deno.test("the set service allows this machine's network, to be reached there, and none of the others", async () => {
  // That of 127.0.0.1, at any port: the user chooses it. Variables that it does not name are unset.
  assert.deepEqual(await allowed("service"), ["this machine's network"]);
});

Deno.test("the set notebooks allows no network, no shell and no writing beside data", async () => {
  // Photos may lie anywhere, and settings are variables.
  const reads = ["any file", "keys", "any variable", "a variable"];
  assert.deepEqual(await allowed("notebooks"), reads);
});

for (const name of ["recommend", "remove"]) {
  Deno.test(`the set ${name} reads no file outside, runs nothing and writes runs alone`, async () => {
    // Native TensorFlow's loader lists all variables.
    assert.deepEqual(await allowed(name), ["any variable", "a variable"]);
  });
}

Deno.test("the set add reads photos anywhere, runs nothing and writes runs alone", async () => {
  assert.deepEqual(await allowed("add"), ["any file", "keys", "any variable", "a variable"]);
});

Deno.test("the set repeat reads and starts the notebooks, and can write nothing itself", async () => {
  const granted = await allowed("repeat");
  for (const attempt of Object.keys(ATTEMPTS)) {
    if (/network|code|library|writing/.test(attempt)) {
      assert.ok(!granted.includes(attempt), attempt);
    }
  }
});

Deno.test("the set learn allows no network and no writing beside data", async () => {
  const granted = await allowed("learn");
  for (const attempt of Object.keys(ATTEMPTS)) {
    if (/network|writing/.test(attempt)) assert.ok(!granted.includes(attempt), attempt);
  }
});

Deno.test("a task refuses what its set denies, rather than asking", async () => {
  const program = `console.log(await fetch("http://127.0.0.1:8081/").catch(({ name }) => name))`;
  const file = await Deno.makeTempFile({ suffix: ".js" });
  await Deno.writeTextFile(file, program);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--config", CONFIG, "-P=compare", file],
  }).output();
  await Deno.remove(file);
  assert.equal(new TextDecoder().decode(stdout).trim(), "NotCapable");
});

Deno.test("every task runs under the set of its name; only what starts installers and browsers may do anything", () => {
  for (const [name, { command }] of Object.entries(config.tasks)) {
    assert.doesNotMatch(command, / -A\b|--allow/, name);
    for (const [, set] of command.matchAll(/-P=(\w+)/g)) assert.ok(config.permissions[set!]);
    if (config.permissions[name]) assert.match(command, new RegExp(`-P=${name}\\b`));
  }
  const unlimited = Object.keys(config.permissions)
    .filter((name) => config.permissions[name]!.all === true);
  assert.deepEqual(unlimited, ["keep", "setup", "test"]);
});
