import assert from "node:assert/strict";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../lib/io/paths.ts";
import { clientScript } from "../../../lib/view/explorer/client_script.ts";

Deno.test("clientScript() is an expression without names of its own outside, and safe in a page", async () => {
  const script = await clientScript();
  const before = Object.keys(globalThis);
  // In a page it would look for its place; here there is no document yet.
  const start = new Function(`return ${script}`)();
  assert.equal(typeof start, "function");
  assert.deepEqual(Object.keys(globalThis), before);
  assert.doesNotMatch(script, /<\/script|<!--|innerHTML|^(?:im|ex)port\b/m);
});

Deno.test("client/bundle.js is what deno task bundle makes of the modules", async () => {
  const path = await Deno.makeTempFile({ suffix: ".js" });
  const { tasks } = JSON.parse(await Deno.readTextFile(join(PROJECT_ROOT, "deno.json")));
  const [, ...args] = tasks.bundle.command.split(" ");
  const [committed] = args.splice(args.indexOf("-o") + 1, 1, path);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: PROJECT_ROOT })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
  assert.equal(
    await Deno.readTextFile(path),
    await Deno.readTextFile(join(PROJECT_ROOT, committed)),
    "the bundle is stale: run deno task bundle",
  );
  await Deno.remove(path);
});
