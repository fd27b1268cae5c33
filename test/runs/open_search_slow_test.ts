import assert from "node:assert/strict";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { readTensorFile, writeTensorFile } from "../../lib/io/tensor_file.ts";
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

Deno.test("a search that was kept opens to the same bits, and is fitted again once it is damaged or of others", async () => {
  const path = join(runDirectory(settings), "search.safetensors");
  const answers = async (keep = false) => {
    const search = await openSearch(settings, { keep });
    const photo = await Deno.readFile(photoOf(made, search.store.items[5]!));
    const { vectors } = search.embedding;
    const answers = { vectors, found: await search.byPhoto(photo, { k: 20 }) };
    await search.close();
    return answers;
  };
  const fitted = await answers();
  await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
  assert.deepEqual(await answers(true), fitted);
  const bytes = await Deno.readFile(path);
  assert.deepEqual(await answers(), fitted);
  // Another's vectors under its own key would be found out by nothing but the key.
  const { tensors, metadata } = (await readTensorFile(path))!;
  (tensors.vectors!.data as Float32Array).fill(0);
  await writeTensorFile(path, tensors, metadata);
  assert.notDeepEqual(await answers(), fitted);
  for (const key of ["0".repeat(64), metadata.key!]) {
    await writeTensorFile(path, tensors, { ...metadata, key, parts: "[]" });
    assert.deepEqual(await answers(), fitted);
  }
  for (
    const damaged of [bytes.slice(0, 1000), bytes.with(bytes.length - 1, 7), bytes.slice(0, 0)]
  ) {
    await Deno.writeFile(path, damaged);
    assert.deepEqual(await answers(), fitted);
  }
  assert.deepEqual(await answers(true), fitted);
  assert.deepEqual(await Deno.readFile(path), bytes);
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
