import assert from "node:assert/strict";
import { join } from "node:path";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import type { PrepareProgress } from "../../lib/dataset/prepare.ts";
import type { PhotoSource } from "../../lib/dataset/photo_source.ts";
import { STORE_FILES } from "../../lib/dataset/store/store_files.ts";
import { prepareHere, writePhotos } from "../photos.ts";
import { COLOURS, isNear, pixelAt, quadrants } from "./pictures.ts";
import { filesOf, workshop } from "./workshop.ts";

/** A PNG of one colour that no other call gives. */
async function plain(value: number): Promise<Uint8Array> {
  return await quadrants(8 + value, 4).png().toBuffer();
}

Deno.test("prepareDataset() prepares a folder, row i being item i", async () => {
  await using work = await workshop();
  const count = await writePhotos(work.photos, 9);
  const progress: PrepareProgress[] = [];
  const store = await prepareHere(await readImageFolder(work.photos), {
    directory: work.store("new/deep"),
    name: "some photos",
    seed: 1,
    onProgress: (state) => progress.push(state),
  });
  assert.equal(store.reused, false);
  assert.equal(store.name, "some photos");
  assert.equal(store.count, count);
  assert.deepEqual(store.categories, ["Bags & Purses", "Dresses", "Hats"]);
  assert.deepEqual(store.skipped, [{
    file: "Bags & Purses/broken.jpg",
    reason: "is not a JPEG, PNG, WebP or GIF photo but a web page",
  }]);
  const files = store.items.map(({ file }) => file);
  assert.deepEqual(files, files.toSorted());
  assert.deepEqual(
    progress.map(({ done, total }) => [done, total]),
    Array.from({ length: count + 1 }, (_, i) => [i + 1, count + 1]),
  );
  assert.deepEqual(progress.at(-1), { done: count + 1, total: count + 1, skipped: 1 });
  // Each category is brightest in a channel of its own.
  const images = await store.readImages(store.rowsOf("train"));
  [...store.rowsOf("train")].forEach((row, i) => {
    const sums = [0, 0, 0];
    for (let at = i * 49152; at < (i + 1) * 49152; at++) sums[at % 3]! += images[at]!;
    const brightest = sums.indexOf(Math.max(...sums));
    assert.equal(store.categories[brightest], store.items[row]!.category);
  });
  store.close();
});

Deno.test("prepareDataset() closes the gaps of what it leaves out", async () => {
  await using work = await workshop();
  const twin = await plain(1);
  const damaged = twin.subarray(0, twin.length - 30);
  for (const [i, bytes] of [damaged, twin, await plain(2), twin, await plain(3)].entries()) {
    await work.write(`hat/${i}.png`, bytes);
  }
  const store = await prepareHere(await readImageFolder(work.photos), {
    directory: work.store("store"),
    name: "gaps",
    seed: 1,
  });
  assert.deepEqual(store.items.map(({ id, width, height }) => [id, width, height]), [
    ["hat/1.png", 9, 4],
    ["hat/2.png", 10, 4],
    ["hat/4.png", 11, 4],
  ]);
  assert.match(store.skipped[0]!.reason, /is damaged or cut off/);
  assert.deepEqual(store.skipped[1], {
    file: "hat/3.png",
    reason: 'has the same bytes as "hat/1.png"',
  });
  const images = await store.readImages([0, 1, 2]);
  for (const row of [0, 1, 2]) {
    const image = images.subarray(row * 49152, (row + 1) * 49152);
    assert.ok(
      isNear(pixelAt(image, 0.05, 0.05), COLOURS.R) &&
        isNear(pixelAt(image, 0.95, 0.95), COLOURS.W),
    );
  }
  store.close();
});

Deno.test("prepareDataset() prepares crops of boards, and keeps what is known of them", async () => {
  await using work = await workshop();
  await work.write("board.png", await quadrants(80, 40).png().toBuffer());
  await work.write("other.png", await quadrants(60, 60).png().toBuffer());
  const size = 100;
  const source: PhotoSource = {
    root: work.photos,
    photos: [
      {
        file: "board.png",
        path: join(work.photos, "board.png"),
        size,
        stamp: "",
        items: [
          {
            id: "board-0",
            category: "Shirts",
            group: "board",
            box: [0, 0, 0.5, 0.5],
            split: "test",
            attributes: { colour: "red" },
          },
          { id: "board-1", category: "Pants", group: "board", box: [0.9, 0, 0.5, 0.5] },
          { id: "board-2", category: "Pants", group: "board", box: [0, 0.5, 0.5, 0.5] },
        ],
      },
      {
        file: "other.png",
        path: join(work.photos, "other.png"),
        size,
        stamp: "",
        items: [{ id: "other-0", category: "Pants", group: "other", box: [0.5, 0.5, 0.5, 0.5] }],
      },
    ],
    skipped: [{ file: "table.tsv", reason: "has a malformed line 3" }],
  };
  const options = { directory: work.store("store"), name: "boards", seed: 1 };
  const store = await prepareHere(source, options);
  assert.deepEqual(store.items.map(({ id, width, height }) => [id, width, height]), [
    ["board-0", 40, 20],
    ["board-2", 40, 20],
    ["other-0", 30, 30],
  ]);
  assert.deepEqual(store.items[0], {
    id: "board-0",
    file: "board.png",
    category: "Shirts",
    split: "test",
    width: 40,
    height: 20,
    group: "board",
    box: [0, 0, 0.5, 0.5],
    attributes: { colour: "red" },
  });
  assert.deepEqual(store.skipped.map(({ file }) => file), ["table.tsv", "board.png"]);
  assert.match(store.skipped[1]!.reason, /^gives no crop \("board-1": box 0.9, 0, 0.5, 0.5 leaves/);
  const images = await store.readImages([0, 1, 2]);
  for (const [row, colour] of [COLOURS.R, COLOURS.B, COLOURS.W].entries()) {
    assert.ok(isNear(pixelAt(images.subarray(row * 49152), 0.3, 0.7), colour));
  }
  store.close();
});

Deno.test("prepareDataset() does not prepare an unchanged data set twice", async () => {
  await using work = await workshop();
  for (let i = 0; i < 6; i++) await work.write(`hat/${i}.png`, await plain(i));
  const prepare = async (options: { seed?: number; limit?: number } = {}) => {
    const source = await readImageFolder(work.photos);
    const directory = work.store("store");
    const store = await prepareHere(source, { directory, name: "hats", seed: 1, ...options });
    store.close();
    return store;
  };
  const first = await prepare();
  const again = await prepare();
  assert.deepEqual([first.reused, again.reused], [false, true]);
  assert.equal(again.fingerprint, first.fingerprint);
  // Another seed or limit, a changed, a new or a removed photo: another store.
  assert.equal((await prepare({ seed: 2 })).reused, false);
  assert.equal((await prepare({ limit: 3 })).count, 3);
  assert.equal((await prepare()).fingerprint, first.fingerprint);
  await work.write("hat/0.png", await plain(9));
  const changed = await prepare();
  assert.equal(changed.reused, false);
  assert.notEqual(changed.fingerprint, first.fingerprint);
  await Deno.remove(join(work.photos, "hat/5.png"));
  assert.equal((await prepare()).count, 5);
  // A store that was damaged since is prepared again.
  await Deno.truncate(join(work.store("store"), STORE_FILES.images), 10);
  assert.equal((await prepare()).reused, false);
  assert.equal((await prepare()).reused, true);
});

Deno.test("prepareDataset() draws the same splits and the same few photos from a seed", async () => {
  await using work = await workshop();
  await writePhotos(work.photos, 20);
  const source = await readImageFolder(work.photos);
  const prepare = async (name: string, seed: number, limit?: number) => {
    const store = await prepareHere(source, { directory: work.store(name), name, seed, limit });
    store.close();
    return store.items.map(({ id, split }) => `${id} ${split}`);
  };
  const all = await prepare("a", 4);
  assert.deepEqual(await prepare("b", 4), all);
  assert.notDeepEqual(await prepare("c", 5), all);
  // 60 items: 3 validate and 3 test, one of each category.
  assert.equal(all.filter((line) => line.endsWith("validation")).length, 3);
  const few = await prepare("d", 4, 12);
  assert.equal(few.length, 12);
  assert.deepEqual(await prepare("e", 4, 12), few);
});

Deno.test("two programs that prepare the same store take turns", async () => {
  await using work = await workshop();
  for (let i = 0; i < 5; i++) await work.write(`hat/${i}.png`, await plain(i));
  const source = await readImageFolder(work.photos);
  const options = { directory: work.store("store"), name: "hats", seed: 1 };
  const stores = await Promise.all([1, 2, 3].map(() => prepareHere(source, options)));
  assert.deepEqual(stores.map(({ reused }) => reused).sort(), [false, true, true]);
  for (const store of stores) {
    assert.equal((await store.readImages([4])).length, 49152);
    store.close();
  }
});

Deno.test("prepareDataset() refuses a set that is mostly unusable, and says why", async () => {
  await using work = await workshop();
  const directory = work.store("store");
  const prepare = async () =>
    await prepareHere(await readImageFolder(work.photos), { directory, name: "bad", seed: 1 });
  await work.write("hat/a.png", await plain(1));
  (await prepare()).close();
  const before = await filesOf(directory);
  await work.write("hat/b.jpg", new Uint8Array());
  await work.write("hat/c.jpg", new Uint8Array());
  await work.write("hat/d.jpg", new TextEncoder().encode("<html>"));
  await assert.rejects(prepare(), {
    name: "RangeError",
    message: new RegExp(
      'prepared 1, skipped 3 of ".*photos" \\(2 x is empty, first "hat/b.jpg"; ' +
        '1 x is not a JPEG, PNG, WebP or GIF photo but a web page, first "hat/d.jpg"\\)',
    ),
  });
  // The store that lay there is untouched.
  assert.deepEqual(await filesOf(directory), before);
});

Deno.test("prepareDataset() does not count texts beside photos as photos", async () => {
  await using work = await workshop();
  await work.write("hat/a.png", await plain(1));
  for (const name of ["a.txt", "a.json", "index"]) {
    await work.write(`hat/${name}`, new TextEncoder().encode(name));
  }
  const source = await readImageFolder(work.photos);
  const options = { directory: work.store("store"), name: "texts", seed: 1 };
  const store = await prepareHere(source, options);
  assert.deepEqual([store.count, store.skipped.length], [1, 3]);
  store.close();
  await Deno.remove(join(work.photos, "hat/a.png"));
  await assert.rejects(
    readImageFolder(work.photos),
    /found no photos; skipped 3, first "hat\/a.json", which is not a JPEG/,
  );
});

Deno.test("prepareDataset() does not let texts beside photos use up the limit", async () => {
  await using work = await workshop();
  for (let i = 0; i < 8; i++) {
    await work.write(`hat/${i}.png`, await plain(i));
    for (const ending of ["json", "png.txt", "xml"]) {
      await work.write(`hat/${i}.${ending}`, new TextEncoder().encode(`${i}`));
    }
  }
  const source = await readImageFolder(work.photos);
  const options = { directory: work.store("store"), name: "texts", seed: 1, limit: 6 };
  const store = await prepareHere(source, options);
  assert.deepEqual([store.count, store.skipped.length, store.available], [6, 24, 8]);
  store.close();
});

Deno.test("prepareDataset() counts copies as usable", async () => {
  await using work = await workshop();
  for (let i = 0; i < 9; i++) await work.write(`hat/${i}.png`, await plain(i % 2));
  const source = await readImageFolder(work.photos);
  const options = { directory: work.store("store"), name: "copies", seed: 1 };
  const store = await prepareHere(source, options);
  assert.deepEqual([store.count, store.skipped.length], [2, 7]);
  store.close();
});

Deno.test("prepareDataset() counts pictures of other formats as photos, whatever their names", async () => {
  await using work = await workshop();
  await work.write("hat/a.png", await plain(1));
  for (const names of [["1.HEIC", "2.tif"], ["1", "2.dat"], ["1.jpg", "2.png"]]) {
    for (const name of names) {
      const start = `\0\0\0\x18ftypheic\0\0\0\0mif1${name}`;
      await work.write(`hat/${name}`, new TextEncoder().encode(start));
    }
    const source = await readImageFolder(work.photos);
    await assert.rejects(
      prepareHere(source, { directory: work.store("store"), name: "formats", seed: 1 }),
      /prepared 1, skipped 2 .*2 x is not a JPEG, .* but HEIC, which must be converted first/,
    );
    for (const name of names) await Deno.remove(join(work.photos, "hat", name));
  }
});

Deno.test("prepareDataset() gives a category one name, and warns where names differ in case", async () => {
  await using work = await workshop();
  const names = ["cafe\u0301", "caf\u00e9", "constructor", "__proto__", "Hat", "hat "];
  for (const [i, name] of names.entries()) {
    await Deno.mkdir(join(work.photos, name), { recursive: true });
    await work.write(`${name}/a.png`, await plain(i));
  }
  await work.write("hat/b.png", await plain(9));
  await work.write("hat /b.png", await plain(10));
  const warnings: string[] = [];
  const store = await prepareHere(await readImageFolder(work.photos), {
    directory: work.store("store"),
    name: "names",
    seed: 1,
    onWarning: (warning) => void warnings.push(warning),
  });
  const categories = ["Hat", "__proto__", "caf\u00e9", "constructor", "hat", "hat "];
  assert.deepEqual(store.categories, categories);
  assert.equal(store.items.filter(({ category }) => category === "caf\u00e9").length, 2);
  assert.deepEqual(warnings, [
    'Categories differ only in case or spaces, and count as different: "Hat" and "hat " and "hat". ' +
    "Rename their folders if they are the same",
  ]);
  store.close();
});

Deno.test("prepareDataset() refuses seeds and limits that are no whole numbers", async () => {
  const source: PhotoSource = { root: "", photos: [], skipped: [] };
  const options = { directory: "/nowhere", name: "none", seed: 1 };
  await assert.rejects(prepareHere(source, { ...options, seed: -1 }), {
    name: "RangeError",
    message:
      "Cannot prepare data set as seed must be a whole number, 0 or more: current value is -1",
  });
  await assert.rejects(prepareHere(source, { ...options, limit: 0 }), /limit must be/);
  await assert.rejects(prepareHere(source, { ...options, limit: 2.5 }), /limit must be/);
});

Deno.test("prepareDataset() refuses an id that two items have", async () => {
  const photo = (file: string) => {
    return { file, path: file, size: 1, stamp: "", items: [{ id: "same", category: "hat" }] };
  };
  const source: PhotoSource = { root: "", photos: [photo("a"), photo("b")], skipped: [] };
  await assert.rejects(prepareHere(source, { directory: "/nowhere", name: "none", seed: 1 }), {
    name: "RangeError",
    message: 'Cannot prepare data set as ids must be unique: current value is "same" twice',
  });
});

Deno.test("prepareDataset() passes on what onProgress throws and leaves no store", async () => {
  await using work = await workshop();
  await work.write("hat/a.png", await plain(1));
  const directory = work.store("store");
  const onProgress = () => {
    throw new Error("stop");
  };
  const source = await readImageFolder(work.photos);
  await assert.rejects(
    prepareHere(source, { directory, name: "stopped", seed: 1, onProgress }),
    /stop/,
  );
  assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), [".lock"]);
});

Deno.test({
  name: "prepareDataset() does not wait at a pipe that a photo became after it was listed",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using work = await workshop();
    for (let i = 0; i < 4; i++) await work.write(`hat/${i}.png`, await plain(i));
    const source = await readImageFolder(work.photos);
    const path = join(work.photos, "hat", "2.png");
    await Deno.remove(path);
    await new Deno.Command("mkfifo", { args: [path] }).output();
    const options = { directory: work.store("store"), name: "hats", seed: 1 };
    const store = await prepareHere(source, options);
    assert.deepEqual(store.items.map(({ file }) => file), ["hat/0.png", "hat/1.png", "hat/3.png"]);
    assert.equal(store.skipped[0]!.file, "hat/2.png");
    assert.match(store.skipped[0]!.reason, /^cannot be read \(.*is not a regular file\)$/);
    store.close();
  },
});
