import assert from "node:assert/strict";
import { join } from "node:path";
import { findRun, readRun } from "../../lib/runs/run_files.ts";
import { writeRun } from "../report/made_run.ts";

Deno.test("readRun() takes what is there", async () => {
  const runs = await Deno.makeTempDir();
  const directory = join(runs, "a");
  assert.deepEqual(await readRun("a", directory), {
    run: "a",
    models: [],
    metrics: undefined,
    umap: undefined,
    outdated: [],
  });
  await writeRun(directory, "a");
  // A first epoch that is not done yet.
  for (const file of ["history.json", "best.safetensors"]) {
    await Deno.remove(join(directory, "plus_layer", file));
  }
  await Deno.remove(join(directory, "umap.json"));
  const { models, metrics, umap } = await readRun("a", directory);
  assert.deepEqual(models.map(({ name, history }) => [name, history]), [
    ["baseline", models[0]!.history],
    ["plus_layer", []],
  ]);
  assert.equal(models[0]!.history.length, 2);
  assert.equal(models[1]!.parameters, 10_429_827);
  assert.equal(metrics!.embeddings.length, 4);
  assert.equal(umap, undefined);
  await Deno.remove(runs, { recursive: true });
});

Deno.test("readRun() names a file that is damaged", async () => {
  const directory = await Deno.makeTempDir();
  await Deno.writeTextFile(join(directory, "metrics.json"), "{");
  await assert.rejects(
    readRun("a", directory),
    /^SyntaxError: Cannot read ".*metrics\.json" \(run notebook 05_evaluate again\): /,
  );
  await Deno.remove(directory, { recursive: true });
});

Deno.test("findRun() refuses an unknown name with those that exist", async () => {
  const runs = await Deno.makeTempDir();
  await assert.rejects(findRun("a", "compare runs", runs), /there are none yet.*value is "a"/);
  await writeRun(join(runs, "b"), "b");
  await writeRun(join(runs, "a"), "a");
  await assert.rejects(findRun("c", "compare runs", runs), {
    name: "RangeError",
    message: 'Cannot compare runs as RUN must be one of a, b: current value is "c"',
  });
  // A path is no name, and a link leads who knows where.
  await Deno.symlink(join(runs, "a"), join(runs, "link"));
  for (const name of ["../a", join(runs, "a"), "a/", "a/plus_layer", ".", "", "link", "A\0"]) {
    await assert.rejects(findRun(name, "compare runs", runs), {
      name: "RangeError",
      message: `Cannot compare runs as RUN must be one of a, b: current value is ${
        JSON.stringify(name)
      }`,
    });
  }
  assert.equal((await findRun("b", "compare runs", runs)).models.length, 2);
  await Deno.remove(runs, { recursive: true });
});
