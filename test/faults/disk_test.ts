import assert from "node:assert/strict";
import { writeTiles } from "../../lib/backend/webgpu/tile_cache.ts";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { createRandom } from "../../lib/io/random.ts";
import { runNotebooks } from "../../lib/cli/notebooks.ts";
import { jupyterIfInstalled, writeNotebook } from "../notebooks/scratch.ts";
import { runProgram } from "./program.ts";
import { CAN_MOUNT, SmallDisk } from "./small_disk.ts";
import { placesIn } from "./stages.ts";
import { filesIn, makeWorkspace, outcomeOf, some, SOME_STAGES } from "./workspace.ts";

function test(name: string, work: (disk: SmallDisk) => Promise<void>, ignore = false): void {
  Deno.test({
    name: CAN_MOUNT ? name : `${name} (needs root on Linux, to mount a small disk)`,
    ignore: ignore || !CAN_MOUNT,
    fn: async () => {
      await using disk = await SmallDisk.mount();
      await work(disk);
    },
  });
}

test("a full disk stops each stage with the path, and with room it ends the same", async (disk) => {
  const workspace = await makeWorkspace(12, disk.path);
  const random = createRandom(22);
  const folder = workspace.run("run"), before = workspace.run("before");
  await Deno.mkdir(folder);
  for (const stage of SOME_STAGES) {
    await workspace.copy("run", "before");
    // Training that goes on has checkpoints to lose.
    if (stage === "train") {
      const fault = { stage, named: "step", event: 12, signal: "SIGTERM" } as const;
      assert.equal((await runProgram(before, [stage], { fault })).code, 143);
    }
    const empty = await disk.used();
    assert.equal((await runProgram(folder, [stage])).code, 0);
    const needed = await disk.used() - empty;
    const expected = await outcomeOf(folder);
    for (let i = 0; i < some(4, 1); i++) {
      const scratch = await workspace.copy("before", "scratch");
      // Too little for sure: training that goes on replaces a checkpoint of half of what it needs.
      const room = Math.floor(random() * 0.5 * needed / 4096) * 4096;
      await disk.leave(room);
      const full = await runProgram(scratch, [stage]);
      const where = `${stage} with room for ${room} of ${needed} bytes`;
      assert.notEqual(full.code, 0, where);
      assert.match(full.said, /Cannot [^\n]*"\/[^\n]*: [^\n]*No space left on device/, where);
      const left = (await filesIn(scratch)).filter((path) => path.endsWith(".tmp"));
      assert.deepEqual(left, [], where);
      await disk.leave();
      const next = await runProgram(scratch, [stage]);
      assert.equal(next.code, 0, `${where}: ${next.said}`);
      assert.deepEqual(await outcomeOf(scratch), expected, where);
    }
  }
});

test("a full disk leaves an older store as it was", async (disk) => {
  const workspace = await makeWorkspace(12, disk.path);
  const { photos, store: directory } = placesIn(workspace.run("run"));
  // Photos that are left out make gaps, whose closing takes more room than the tables do.
  await Deno.remove(`${photos}/Bags & Purses/broken.jpg`);
  const source = await readImageFolder(photos);
  const prepare = async (limit?: number) =>
    (await prepareDataset(source, { directory, name: "shapes", seed: 5, limit })).close();
  await prepare(20);
  const files = async () =>
    await Promise.all(
      (await filesIn(directory)).filter((path) => path !== ".lock.json").map(async (path) =>
        [path, await Deno.readFile(`${directory}/${path}`)] as const
      ),
    );
  const before = await files();
  // Not enough for the lock's facts; for the images of 36 photos; for the table; for the manifest.
  const images = 36 * 128 * 128 * 3;
  const page = 4096;
  for (const room of [0, images / 2, images + 2 * page, images + 3 * page]) {
    await disk.leave(room);
    await assert.rejects(prepare(), /Cannot .*".*store.*No space left on device/);
    assert.deepEqual(await files(), before);
  }
  const store = await openImageStore(directory);
  assert.equal((await store.readImages(store.rowsOf("train"))).length > 0, true);
  store.close();
  await disk.leave();
  await prepare();
});

test("a read-only disk stops what must write with the path, and nothing else", async (disk) => {
  const workspace = await makeWorkspace(8, disk.path);
  const folder = workspace.run("run");
  await Deno.mkdir(folder);
  for (const stage of SOME_STAGES) {
    await disk.readOnly(true);
    const { code, said } = await runProgram(folder, [stage]);
    assert.notEqual(code, 0, stage);
    assert.match(said, /Cannot write "\/[^\n]*" as its folder must not be on a read-only disk/);
    await disk.readOnly(false);
    const next = await runProgram(folder, [stage]);
    assert.equal(next.code, 0, next.said);
    assert.equal(next.said, "");
  }
  // What is done already needs no writing to be opened.
  if (!SOME_STAGES.includes("embed")) assert.equal((await runProgram(folder, ["embed"])).code, 0);
  await disk.readOnly(true);
  assert.equal((await runProgram(folder, ["prepare", "embed"])).said, "");
  await disk.readOnly(false);
});

test("WebGPU's tilings are measured again where their folder is full or read-only", async (disk) => {
  const path = `${disk.path}/cache/webgpu.json`;
  await Deno.mkdir(`${disk.path}/cache`);
  await Deno.writeTextFile(`${disk.path}/full`, "full");
  await disk.leave(0);
  await assert.rejects(Deno.writeTextFile(`${disk.path}/more`, "more"), /No space left/);
  await writeTiles(path, new Map());
  await disk.leave();
  await disk.readOnly(true);
  await writeTiles(path, new Map());
  await disk.readOnly(false);
  assert.deepEqual(await filesIn(`${disk.path}/cache`), []);
});

const jupyter = await jupyterIfInstalled();

test(
  `a full disk under the reports is named in one sentence, and leaves no rest${
    jupyter ? "" : " (needs deno task setup)"
  }`,
  async (disk) => {
    const folder = await Deno.makeTempDir();
    const notebook = await writeNotebook(folder, "01_a", ["1"]);
    const reportDirectory = `${disk.path}/reports`;
    await Deno.mkdir(reportDirectory);
    await Deno.writeTextFile(`${disk.path}/full`, "full");
    await disk.leave(0);
    await assert.rejects(runNotebooks({ notebooks: [notebook], reportDirectory }), {
      message: `Cannot write "${reportDirectory}/01_a.ipynb" as the disk must have room: ` +
        "No space left on device",
    });
    assert.deepEqual(await filesIn(reportDirectory), []);
    await Deno.remove(folder, { recursive: true });
  },
  !jupyter,
);
