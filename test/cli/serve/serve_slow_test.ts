/** `deno task serve` as a program, under its own permissions. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../lib/io/paths.ts";
import { openSearch } from "../../../lib/runs/open_search.ts";
import { family, isAlive, until } from "../../processes.ts";
import { makeEvaluatedRun, photoOf } from "../../runs/evaluated_run.ts";

const made = await makeEvaluatedRun("serve");
const search = await openSearch(made.settings);
const held = search.store.items[search.store.rowsOf("test")[0]!]!;
const expected = (await search.byId(held.id, { k: 2 })).map(({ id, distance }) => ({
  id,
  distance,
}));
const photo = await Deno.readFile(photoOf(made, held));
await search.close();

const PROGRAM = join(PROJECT_ROOT, "test", "cli", "serve", "serve_tiny.ts");

/** The service of a run as a program of its own, and the address that it prints. */
async function start(args: string[], env: Record<string, string> = {}) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--config", join(PROJECT_ROOT, "deno.json")]
      .concat(["-P=service", PROGRAM, ...args]),
    cwd: PROJECT_ROOT,
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value: address = "" } = await reader.read();
  return { child, reader, address: address.trim(), said: new Response(child.stderr).text() };
}

Deno.test("serve answers under its own permissions, and ends in order: what was asked is answered", async () => {
  const { child, reader, address, said } = await start([made.settings.run, "--port", "0"], {
    TOKEN: "x",
  });
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/$/, address || await said);
  const headers = { authorization: "Bearer x" };
  const ask = async () => {
    const response = await fetch(`${address}search?k=2`, { method: "POST", body: photo, headers });
    const { found }: { found: typeof expected } = await response.json();
    return found.map(({ id, distance }) => ({ id, distance }));
  };
  assert.deepEqual(await ask(), expected);
  assert.equal((await fetch(`${address}photo/x`)).status, 401);
  const last = ask();
  // The request is on its way.
  await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGTERM");
  assert.deepEqual(await last, expected);
  const { code } = await child.status;
  await reader.cancel();
  assert.equal(code, 0, await said);
  assert.doesNotMatch(await said, /error:/i);
});

Deno.test("serve says what it was told wrongly", async () => {
  for (
    const [args, message] of [
      [[], /^Cannot serve as there must be one run: npx -y deno@.* task serve RUN/],
      [["../x"], /^Cannot search as RUN must be one of .*"\.\.\/x"/],
      [[made.settings.run, "--port", "x"], /port must be a number from 0 to 65535.*"x"/],
      [[made.settings.run, "--host", "0.0.0.0"], /there must be one run/],
    ] as const
  ) {
    const { child, reader, said } = await start([...args]);
    assert.equal((await child.status).code, 1);
    assert.match(await said, message);
    await reader.cancel();
  }
});

/** `deno task serve` below a shell as npm's command runner starts one: its process, once the service answers. */
async function startTask(folder: string): Promise<Deno.ChildProcess> {
  const config = join(PROJECT_ROOT, "deno.json");
  const program = join(PROJECT_ROOT, "test", "cli", "serve", "start_tiny.ts");
  const start = `deno run --quiet --no-prompt --config ${config} -P=serve ${program}`;
  const tasks = { serve: `${start} ${made.settings.run} --port 0` };
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify({ tasks }));
  const npx = `exec -a "npm exec deno task serve" bash -c "deno task --quiet serve & wait; exit 1"`;
  const child = new Deno.Command("bash", {
    args: ["-c", npx],
    cwd: folder,
    env: { npm_lifecycle_script: "'deno'" },
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  assert.match((await reader.read()).value ?? "", /^http:/);
  void reader.cancel();
  return child;
}

for (
  const [signal, victim, at] of [
    ["SIGTERM", "npx", 0],
    ["SIGKILL", "npx", 0],
    ["SIGKILL", "deno task", 1],
    ["SIGKILL", "what starts the service", 2],
  ] as const
) {
  Deno.test({
    name: `${signal} to ${victim} ends the service`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const child = await startTask(folder);
      // npx, deno task, the program that starts the service, its watch, the service.
      const all = family(child.pid);
      assert.ok(all.length >= 5, `${all.length} processes`);
      Deno.kill(all[at]!, signal);
      await until(() => !all.some(isAlive));
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  });
}

Deno.test("after the service", async () => await made[Symbol.asyncDispose]());
