import assert from "node:assert/strict";
import { join } from "node:path";
import { boardSignature, COLOURS, PATTERNS } from "../../../lib/boards/mod.ts";
import { boardsSource } from "../../../lib/dataset/sources/boards.ts";
import { prepareHere } from "../../photos.ts";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-boards-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("boardsSource() becomes a store of crops with their attributes, split by board", () =>
  inFolder(async (folder) => {
    const directory = join(folder, "boards");
    let steps = 0;
    const options = { directory, items: 80, seed: 6, onProgress: () => steps++ };
    const { source, table } = await boardsSource(options);
    assert.deepEqual([table.rows, table.malformed], [80, 0]);
    assert.deepEqual([table.boards, steps], [source.photos.length, source.photos.length]);
    const prepared = { directory: join(folder, "store"), name: "boards", seed: 6 };
    const store = await prepareHere(source, prepared);
    assert.deepEqual([store.count, store.skipped], [80, []]);
    const colours: readonly string[] = COLOURS;
    const patterns: readonly string[] = PATTERNS;
    for (const { id, group, attributes, box, width, height, category } of store.items) {
      assert.match(id, new RegExp(`^${group}-[0-5]$`));
      assert.deepEqual(Object.keys(attributes).sort(), ["colour", "pattern", "style"]);
      assert.ok(patterns.includes(attributes.pattern!));
      assert.ok(colours.includes(attributes.colour!) && attributes.style !== "");
      // Boards have 400 x 400 pixels.
      assert.deepEqual([width, height], [box![2], box![3]].map((part) => Math.trunc(part * 400)));
      assert.ok(!category.includes(" "));
    }
    // The items of the first board, in the order of the tables.
    const signature = boardSignature(6, 0);
    const lines = (await Deno.readTextFile(join(directory, "items.tsv"))).split("\n");
    const known = (await Deno.readTextFile(join(directory, "attributes.tsv"))).split("\n");
    const own = store.items.filter(({ group }) => group === signature);
    own.forEach(({ attributes: { colour, pattern, style }, category }, i) => {
      assert.equal([colour, pattern, style].join("\t"), known[i + 1]);
      assert.equal(lines[i + 1]!.split("\t")[5]!.split(" ")[0], category);
    });
    const splits = Map.groupBy(store.items, ({ group }) => group!);
    for (const items of splits.values()) assert.equal(new Set(items.map((i) => i.split)).size, 1);
    assert.deepEqual([store.rowsOf("validation").length, store.rowsOf("test").length], [4, 4]);
    store.close();
    // The second time nothing is drawn and the store is the same.
    const again = await boardsSource(options);
    assert.equal(steps, source.photos.length);
    assert.deepEqual(again.source, source);
    const reused = await prepareHere(again.source, prepared);
    assert.equal(reused.reused, true);
    reused.close();
    // Boards that are lost, cut off, empty or filled up with zeros are drawn again, with the same bytes.
    const [lost, cut, empty, filled] = source.photos.slice(2, 6).map(({ path }) => path);
    const whole = await Deno.readFile(cut!);
    await Deno.remove(lost!);
    await Deno.truncate(cut!, whole.length - 1);
    await Deno.truncate(empty!, 0);
    const { size } = await Deno.stat(filled!);
    await Deno.truncate(filled!, size >> 1);
    await Deno.truncate(filled!, size);
    const paths = source.photos.map(({ path }) => path);
    for (const path of paths.filter((path) => path !== lost)) await Deno.utime(path, 1, 1);
    const mended = await boardsSource(options);
    const drawn = paths.filter((path) => Deno.statSync(path).mtime!.getTime() !== 1000);
    assert.deepEqual(drawn, [lost, cut, empty, filled]);
    assert.deepEqual(mended.source, source);
    assert.deepEqual(await Deno.readFile(cut!), whole);
    // Another size or seed in the same folder is another data set.
    assert.equal((await boardsSource({ ...options, items: 60 })).table.rows, 60);
    const other = await boardsSource({ ...options, items: 60, seed: 7, split: "rows" });
    assert.ok(other.source.photos.every(({ items }) => items.every(({ split }) => split)));
    assert.notEqual(other.source.photos[0]!.file, source.photos[0]!.file);
  }));

Deno.test("boardsSource() adds boards of another seed that are held out, after the others", () =>
  inFolder(async (directory) => {
    const options = { directory, items: 60, seed: 6 };
    const alone = await boardsSource(options);
    const { source, table } = await boardsSource({ ...options, heldOut: 80 });
    const [own, others] = [
      source.photos.slice(0, alone.source.photos.length),
      source.photos.slice(alone.source.photos.length),
    ];
    assert.deepEqual(own, alone.source.photos);
    assert.deepEqual([table.rows, table.boards], [60, own.length]);
    const items = others.flatMap(({ items }) => items);
    assert.equal(items.length, 80);
    assert.ok(others.every(({ file }) => file.startsWith("held_out/")));
    assert.ok(others.every(({ items }) => new Set(items.map(({ split }) => split)).size === 1));
    const validation = items.filter(({ split }) => split === "validation").length;
    assert.ok(validation >= 20 && validation < 26, String(validation));
    assert.equal(items.filter(({ split }) => split === "test").length, 80 - validation);
    const ids = new Set(own.flatMap(({ items }) => items.map(({ group }) => group)));
    assert.ok(items.every(({ group }) => !ids.has(group)));
  }));

Deno.test("boardsSource() of several sizes at once gives each its own tables", () =>
  inFolder(async (directory) => {
    const open = async (items: number) => {
      for (let round = 0; round < 12; round++) {
        const { source } = await boardsSource({ directory, items, seed: 6 });
        const found = source.photos.flatMap(({ items }) => items);
        assert.equal(found.length, items);
        assert.ok(found.every(({ attributes }) => attributes!.colour));
      }
    };
    await Promise.all([50, 60, 55, 60, 50, 60].map(open));
  }));

Deno.test("boardsSource() rejects sizes out of range", () =>
  inFolder(async (directory) => {
    await assert.rejects(boardsSource({ directory, items: 10, seed: 1 }), RangeError);
  }));
