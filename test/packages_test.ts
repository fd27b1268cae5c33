/** The npm packages that set-up installs for users: pinned, and none that only tests want. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { PROJECT_ROOT } from "../lib/io/paths.ts";

const read = async (name: string) => JSON.parse(await Deno.readTextFile(join(PROJECT_ROOT, name)));
const { imports }: { imports: Record<string, string> } = await read("deno.json");
const { npm }: { npm: Record<string, { integrity?: string }> } = await read("deno.lock");

/** The text of all modules below `folder`. */
async function textBelow(folder: string): Promise<string> {
  let text = "";
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) text += await textBelow(path);
    else if (name.endsWith(".ts")) text += await Deno.readTextFile(path);
  }
  return text;
}

Deno.test("every package is used by the project itself, not by its tests alone", async () => {
  const lib = await textBelow(join(PROJECT_ROOT, "lib"));
  // Types of the tests and of the project, which no module names.
  const names = Object.keys(imports).filter((name) => name !== "@types/node");
  assert.deepEqual(names.filter((name) => !lib.includes(`"${name}`)), []);
});

Deno.test("nothing that serves the tests' S3 server is installed", () => {
  const installed = Object.keys(npm).map((id) => id.replace(/(.)@.*/, "$1"));
  for (const name of ["s3rver", "koa", "dicer", "busboy", "fast-xml-parser"]) {
    assert.ok(!installed.includes(name), name);
  }
});

Deno.test("every package is pinned by an exact version, and by a hash where it is fetched", () => {
  for (const [name, specifier] of Object.entries(imports)) {
    if (name !== "lookalike") assert.match(specifier, /^npm:.+@\d+\.\d+\.\d+$/);
  }
  // Those without one are the stand-ins in lib/cli/setup/left_out.
  const local = Object.keys(npm).filter((id) => !npm[id]!.integrity);
  assert.ok(local.length <= 3, local.join(", "));
});
