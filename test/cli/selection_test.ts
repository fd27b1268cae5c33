import assert from "node:assert/strict";
import { basename, join } from "node:path";
import {
  resolveDataset,
  resolveFolder,
  resolveOrigin,
  selectNotebooks,
} from "../../lib/cli/selection.ts";

async function withNotebooks(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  for (
    const name of [
      "A2_b.ipynb",
      "02_train.ipynb",
      "01_data_prep.ipynb",
      "10_more.ipynb",
      "draft.ipynb",
    ]
  ) {
    await Deno.writeTextFile(join(folder, name), "");
  }
  await work(folder).finally(() => Deno.remove(folder, { recursive: true }));
}

Deno.test("selectNotebooks() gives the numbered notebooks, all or those named, in order", async () => {
  await withNotebooks(async (folder) => {
    const names = async (wanted: string[]) =>
      (await selectNotebooks(folder, wanted)).map((path) => basename(path, ".ipynb"));
    assert.deepEqual(await names([]), ["01_data_prep", "02_train", "10_more", "A2_b"]);
    assert.deepEqual(await names(["a2", "1"]), ["01_data_prep", "A2_b"]);
    assert.deepEqual(await names(["02", "1"]), ["01_data_prep", "02_train"]);
    assert.deepEqual(await names(["02_train.ipynb", "2"]), ["02_train"]);
  });
});

Deno.test("selectNotebooks() refuses an unknown one with those that exist", async () => {
  await withNotebooks(async (folder) => {
    for (const word of ["03", "draft", "", "train"]) {
      await assert.rejects(selectNotebooks(folder, [word]), (error) => {
        assert.ok(error instanceof RangeError);
        assert.ok(error.message.includes("01_data_prep, 02_train, 10_more, A2_b"));
        return true;
      });
    }
  });
});

Deno.test("resolveDataset() makes paths absolute and leaves names", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "photos"));
  assert.equal(resolveDataset("../clothing", folder), join(folder, "..", "clothing"));
  assert.equal(resolveDataset("a/b", folder), join(folder, "a", "b"));
  assert.equal(resolveDataset(".", folder), folder);
  assert.equal(resolveDataset("photos", folder), join(folder, "photos"));
  // A name stays one even where a folder is called so.
  await Deno.mkdir(join(folder, "boards"));
  assert.equal(resolveDataset("boards", folder), "boards");
  assert.equal(resolveDataset("./boards", folder), join(folder, "boards"));
  assert.equal(resolveDataset("/photos", folder), "/photos");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("resolveOrigin() makes paths absolute and leaves addresses", () => {
  assert.equal(resolveOrigin("a/b.tsv", "/typed"), join("/typed", "a", "b.tsv"));
  assert.equal(resolveOrigin("/x/b.tsv", "/typed"), "/x/b.tsv");
  assert.equal(resolveOrigin("https://host/b.tsv", "/typed"), "https://host/b.tsv");
});

Deno.test("resolveFolder() makes paths absolute, and takes no empty word for the folder at hand", () => {
  assert.equal(resolveFolder("out", "export run", "/typed"), join("/typed", "out"));
  assert.equal(resolveFolder("/out", "export run", "/typed"), "/out");
  for (const word of ["", " "]) {
    assert.throws(() => resolveFolder(word, "export run", "/typed"), {
      name: "RangeError",
      message: `Cannot export run as the folder must have a name: current value is "${word}"`,
    });
  }
});
