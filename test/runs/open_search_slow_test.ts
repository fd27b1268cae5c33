import assert from "node:assert/strict";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { runDirectory } from "../../lib/runs/directories.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import { makeEvaluatedRun, photoOf } from "./evaluated_run.ts";

const made = await makeEvaluatedRun("open-search");
const { settings } = made;

/** What a shop would write, in a folder and a project of its own. */
const PROGRAM = `
import { openSearch } from "lookalike";
const [run, photo] = Deno.args;
const search = await openSearch(run);
const found = await search.byPhoto(await Deno.readFile(photo), { k: 7 });
console.log(JSON.stringify({ embedding: search.embedding.name, found }));
await search.close();
`;

/** Every file below `folder` with its time and size. */
async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) files.push(...await filesBelow(path));
    const { mtime, size } = await Deno.stat(path);
    files.push(`${path} ${mtime?.getTime()} ${size}`);
  }
  return files.sort();
}

Deno.test("a program in another folder finds what notebook 07 finds, to the bit, and cannot write", async () => {
  const search = await openSearch(settings);
  const held = search.store.items[search.store.rowsOf("test")[0]!]!;
  const expected = await search.byId(held.id, { k: 7 });
  const { name } = search.embedding;
  await search.close();
  const folder = await Deno.makeTempDir();
  // Its own project, with settings that are not the project's.
  await Deno.writeTextFile(join(folder, "deno.json"), `{ "imports": {} }`);
  const tiny = join(PROJECT_ROOT, "test", "faults", "tiny_model.ts");
  await Deno.writeTextFile(join(folder, "shop.ts"), `import ${JSON.stringify(tiny)};${PROGRAM}`);
  const before = await filesBelow(runDirectory(settings));
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--config", join(PROJECT_ROOT, "deno.json")]
      .concat(["--allow-read", "--allow-env", "--allow-sys", "--allow-ffi", "shop.ts"])
      .concat([settings.run, photoOf(made, held)]),
    cwd: folder,
  }).output();
  await Deno.remove(folder, { recursive: true });
  const said = new TextDecoder().decode(stdout);
  assert.notEqual(said, "", new TextDecoder().decode(stderr));
  assert.deepEqual(JSON.parse(said), { embedding: name, found: expected });
  assert.deepEqual(await filesBelow(runDirectory(settings)), before);
});

Deno.test("openSearch() says which runs there are, and what a run lacks", async () => {
  await assert.rejects(openSearch("../runs"), {
    name: "RangeError",
    message: /must be one of .*"\.\.\/runs"/,
  });
  const empty = `${settings.run}-empty`;
  await Deno.mkdir(runDirectory({ run: empty }));
  await assert.rejects(openSearch(empty), { name: "RangeError", message: /must have a model/ });
  await Deno.remove(runDirectory({ run: empty }));
});

Deno.test("after the searches", async () => await made[Symbol.asyncDispose]());
