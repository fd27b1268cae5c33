import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { uniformAt } from "../../../lib/io/random.ts";
import { Catalogue, type CatalogueItem } from "../../../lib/search/catalogue/mod.ts";
import { FlatIndex } from "../../../lib/search/flat_index.ts";
import { withFolder } from "./folder.ts";

const ABOUT = { dim: 2, dataset: "photos", model: "weights", encoder: "HOG" };
// Four points in the plane: a corner, 3 to the right, 4 up, and 3 to the right again.
const POINTS = Float32Array.of(0, 0, 3, 0, 0, 4, 3, 0);
const ITEMS: CatalogueItem[] = [
  { id: "corner", category: "Hats" },
  { id: "right", category: "Hats", attributes: { colour: "red" } },
  { id: "up", category: "Shoes" },
  { id: "right again", category: "Shoes" },
];

/** Run `work` with a catalogue of the four points in a folder of its own. */
async function withPoints(work: (catalogue: Catalogue) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(join(folder, "catalogue"), ABOUT);
    await catalogue.add(ITEMS, POINTS);
    await work(catalogue);
    catalogue.close();
  });
}

Deno.test("search() gives ids, categories, places and squared distances, nearest first", async () => {
  await withPoints(async (catalogue) => {
    const found = await catalogue.search(Float32Array.of(0, 0, 3, 4), 3);
    // From (0, 0): 0, then 3^2 = 9 twice. From (3, 4): up is 3 away (9), right 4 away (16) twice.
    assert.deepEqual(found.ids, [["corner", "right", "right again"], [
      "up",
      "right",
      "right again",
    ]]);
    assert.deepEqual(found.categories, [["Hats", "Hats", "Shoes"], ["Shoes", "Hats", "Shoes"]]);
    assert.deepEqual([...found.indices], [0, 1, 3, 2, 1, 3]);
    assert.deepEqual([...found.distances], [0, 9, 9, 9, 16, 16]);
    assert.equal(found.k, 3);
  });
});

Deno.test("search() answers as FlatIndex does, whole and within a category, itself left out", async () => {
  const dim = 24;
  const count = 700;
  const vectors = Float32Array.from({ length: count * dim }, (_, i) => uniformAt(3, i) - 0.5);
  // Every tenth is the copy of the one before: ties.
  for (let i = 10; i < count; i += 10) vectors.copyWithin(i * dim, (i - 1) * dim, i * dim);
  const items = Array.from({ length: count }, (_, i) => ({ id: `n${i}`, category: `c${i % 3}` }));
  const ids = items.map(({ id }) => id);
  const index = FlatIndex.build(vectors, dim, ids);
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, { ...ABOUT, dim });
    // In parts, so that the table has several files.
    for (let first = 0; first < count; first += 300) {
      const end = Math.min(first + 300, count);
      await catalogue.add(items.slice(first, end), vectors.slice(first * dim, end * dim));
    }
    const queries = vectors.slice(0, 40 * dim);
    const own = ids.slice(0, 40);
    const rows = Array.from({ length: 40 }, (_, i) => i);
    for (const category of [undefined, "c1"]) {
      const filter = category && ((row: number) => items[row]!.category === category);
      const expected = await index.search(queries, 7, {
        exclude: rows,
        filter: filter || undefined,
      });
      const found = await catalogue.search(queries, 7, { exclude: own, category });
      assert.deepEqual(found.ids, expected.ids);
      assert.deepEqual([...found.indices], [...expected.indices]);
      found.distances.forEach((distance, i) => {
        assert.ok(Math.abs(distance - expected.distances[i]!) <= 1e-5 * expected.distances[i]!);
      });
    }
    catalogue.close();
  });
});

Deno.test("search() finds the lowest places among more copies than it first asks for", async () => {
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, ABOUT);
    const items = Array.from({ length: 120 }, (_, i) => ({ id: `n${i}`, category: "all" }));
    // Two files, the later items first in what LanceDB numbers: 60 to 119 go in, come out and in.
    await catalogue.add(items, new Float32Array(240).fill(1));
    await catalogue.replace(items.slice(0, 60), new Float32Array(120).fill(1));
    const found = await catalogue.search(Float32Array.of(0, 1), 2, { exclude: ["n0"] });
    assert.deepEqual(found.ids, [["n1", "n2"]]);
    assert.deepEqual([...found.distances], [1, 1]);
    catalogue.close();
  });
});

Deno.test("search() pads with -1 and Infinity where too few items are left", async () => {
  await withPoints(async (catalogue) => {
    const found = await catalogue.search(POINTS.subarray(0, 2), 3, {
      category: "Hats",
      exclude: ["corner"],
    });
    assert.deepEqual(found.ids, [["right"]]);
    assert.deepEqual([...found.indices], [1, -1, -1]);
    assert.deepEqual([...found.distances], [9, Infinity, Infinity]);
    const alone = { attributes: { colour: "red" }, exclude: ["right"] };
    const nothing = await catalogue.search(POINTS.subarray(0, 2), 1, alone);
    assert.deepEqual([nothing.ids, [...nothing.indices]], [[[]], [-1]]);
    // More than there are.
    const all = await catalogue.search(POINTS.subarray(0, 2), 1000);
    assert.deepEqual([all.k, all.ids], [4, [["corner", "right", "right again", "up"]]]);
    const none = await catalogue.search(new Float32Array(), 1);
    assert.deepEqual([none.ids, none.indices.length], [[], 0]);
  });
});

Deno.test("search() takes a category for its text, whatever stands in it", async () => {
  const names = [
    "x' OR 1=1",
    "' OR ''='",
    '"category"',
    "two\nlines",
    "\u{1F45F} caf\u00e9",
    "%",
    "a\\'b",
    "-- c",
    "nul\0",
    "'",
  ];
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, ABOUT);
    const items = names.map((category, i) => ({ id: `${i} ${category}`, category }));
    await catalogue.add(items, new Float32Array(2 * names.length));
    for (const [i, category] of names.entries()) {
      const found = await catalogue.search(new Float32Array(2), names.length, { category });
      assert.deepEqual(found.ids, [[items[i]!.id]]);
      assert.deepEqual(await catalogue.items([items[i]!.id]), [{ ...items[i], attributes: {} }]);
    }
    for (const { id } of items) assert.equal(await catalogue.delete([id]), 1);
    assert.equal(await catalogue.size(), 0);
    catalogue.close();
  });
});

Deno.test("add(), replace() and delete() change what is found", async () => {
  await withPoints(async (catalogue) => {
    await catalogue.add([{ id: "far", category: "Bags" }], Float32Array.of(30, 40));
    const changed = [{ id: "up", category: "Bags", attributes: { size: "L" } }, {
      id: "new",
      category: "Bags",
    }];
    const counts = await catalogue.replace(changed, Float32Array.of(30, 41, 30, 40));
    assert.deepEqual(counts, { added: 1, replaced: 1 });
    assert.equal(await catalogue.size(), 6);
    const found = await catalogue.search(Float32Array.of(30, 40), 3, { category: "Bags" });
    // far came fifth, new sixth; up keeps its place.
    assert.deepEqual(found.ids, [["far", "new", "up"]]);
    assert.deepEqual([...found.indices], [4, 5, 2]);
    assert.deepEqual([...found.distances], [0, 0, 1]);
    assert.equal(await catalogue.delete(["far", "nobody"]), 1);
    const left = await catalogue.search(Float32Array.of(30, 40), 1);
    assert.deepEqual(left.ids, [["new"]]);
    assert.deepEqual(await catalogue.items(["far", "up", "right"]), [
      undefined,
      { id: "up", category: "Bags", attributes: { size: "L" } },
      { id: "right", category: "Hats", attributes: { colour: "red" } },
    ]);
  });
});

Deno.test("ids(), categories(), items() and vectors() list what there is, in the order in which it came", async () => {
  await withPoints(async (catalogue) => {
    assert.deepEqual(await catalogue.ids(), ["corner", "right", "up", "right again"]);
    assert.deepEqual(await catalogue.ids({ category: "Shoes" }), ["up", "right again"]);
    assert.deepEqual(await catalogue.ids({ attributes: { colour: "red" } }), ["right"]);
    assert.deepEqual(await catalogue.ids({ attributes: { colour: "re" } }), []);
    assert.deepEqual([...await catalogue.categories()], [["Hats", 2], ["Shoes", 2]]);
    assert.deepEqual(await catalogue.vectors(["up", "right"]), Float32Array.of(0, 4, 3, 0));
    assert.deepEqual(await catalogue.vectors([]), new Float32Array());
    await assert.rejects(catalogue.vectors(["up", "nobody", "none"]), {
      name: "RangeError",
      message: /ids must be in the catalogue: current value is "nobody", and 1 more$/,
    });
  });
});

Deno.test("update() changes category and attributes, and leaves vectors and places", async () => {
  await withPoints(async (catalogue) => {
    const changed = { id: "right", category: "Bags", attributes: { colour: "blue", size: "L" } };
    await catalogue.update([changed]);
    assert.deepEqual(await catalogue.items(["right"]), [changed]);
    assert.deepEqual(await catalogue.vectors(["right"]), Float32Array.of(3, 0));
    assert.deepEqual(await catalogue.ids(), ["corner", "right", "up", "right again"]);
    assert.deepEqual((await catalogue.search(POINTS.subarray(0, 2), 1, { category: "Bags" })).ids, [
      [
        "right",
      ],
    ]);
    const unknown = catalogue.update([changed, { id: "nobody", category: "Bags" }]);
    await assert.rejects(unknown, { name: "RangeError", message: /"nobody"/ });
    assert.equal(await catalogue.size(), 4);
  });
});

Deno.test("search() takes an attribute for its text, whatever stands in it", async () => {
  const texts = [
    `"a":"b"`,
    `b`,
    `b"`,
    `\\`,
    `\\"a":"b`,
    `'`,
    `' OR 1=1`,
    "%",
    "_",
    `","a":"b`,
    "\u{1F45F}\n",
    "",
  ];
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, ABOUT);
    // Each text once as the value of "a", and as a name with the value "b".
    const items = texts.flatMap((text, i) => [
      { id: `value ${i}`, category: "c", attributes: { a: text, z: "1" } },
      { id: `name ${i}`, category: "c", attributes: { [text]: "b" } },
    ]);
    await catalogue.add(items, new Float32Array(2 * items.length));
    for (const [i, text] of texts.entries()) {
      assert.deepEqual(await catalogue.ids({ attributes: { a: text } }), [`value ${i}`]);
      assert.deepEqual(await catalogue.ids({ attributes: { [text]: "b" } }), [`name ${i}`]);
      const both = await catalogue.search(new Float32Array(2), 9, {
        attributes: { a: text, z: "1" },
      });
      assert.deepEqual(both.ids, [[`value ${i}`]]);
    }
    catalogue.close();
  });
});

Deno.test("an unknown category is refused with those that there are", async () => {
  await withPoints(async (catalogue) => {
    const message = /category must be one of Hats, Shoes: current value is "Bags"$/;
    const found = catalogue.search(new Float32Array(2), 1, { category: "Bags" });
    await assert.rejects(found, { name: "RangeError", message });
    await assert.rejects(catalogue.ids({ category: "Bags" }), { name: "RangeError", message });
  });
});

Deno.test("another process's handle sees what was written", async () => {
  await withPoints(async (catalogue) => {
    const other = await Catalogue.open(catalogue.address, ABOUT);
    await catalogue.delete(["corner"]);
    assert.equal(await other.size(), 3);
    assert.deepEqual((await other.search(POINTS.subarray(0, 2), 1)).ids, [["right"]]);
    assert.deepEqual(other.about, ABOUT);
    other.close();
  });
});

Deno.test("a catalogue without items opens, and finds nothing", async () => {
  await withFolder(async (folder) => {
    (await Catalogue.create(folder, ABOUT)).close();
    const catalogue = await Catalogue.open(folder);
    assert.equal(await catalogue.size(), 0);
    const { k, ids } = await catalogue.search(new Float32Array(4), 1);
    assert.deepEqual([k, ids], [0, [[], []]]);
    const message = /category must be one of those of items \(there are none\)/;
    await assert.rejects(catalogue.ids({ category: "Hats" }), { name: "RangeError", message });
    assert.equal(await catalogue.delete(["nobody"]), 0);
    await catalogue.add([], new Float32Array());
    assert.deepEqual(await catalogue.replace([], new Float32Array()), { added: 0, replaced: 0 });
    catalogue.close();
  });
});

Deno.test("writes refuse what is no item, and change nothing", async () => {
  await withPoints(async (catalogue) => {
    const item = (changes: object) => ({ id: "a", category: "b", ...changes }) as CatalogueItem;
    const one = Float32Array.of(1, 2);
    const refused: [CatalogueItem[], Float32Array, new () => Error, RegExp][] = [
      [[item({ id: "up" })], one, RangeError, /ids must be new: current value is "up"/],
      [[item({}), item({})], Float32Array.of(1, 2, 3, 4), RangeError, /unique.*"a" twice$/],
      [[item({ id: "" })], one, RangeError, /id must be a text.*current value is ""$/],
      [[item({ id: 7 })], one, RangeError, /id must be a text.*current value is 7$/],
      [[item({ id: "\ud800" })], one, RangeError, /id must be a text/],
      [[item({ id: "x".repeat(1025) })], one, RangeError, /id must be a text/],
      [[item({ category: "" })], one, RangeError, /category of "a" must be a text/],
      [[item({ attributes: { n: 1 } })], one, TypeError, /attributes of "a".*\{"n":1\}$/],
      [[item({})], Float32Array.of(1, NaN), RangeError, /finite.*row 0, column 1 is NaN$/],
      [[item({})], Float32Array.of(1, -Infinity), RangeError, /finite/],
      [[item({})], Float32Array.of(1e19, 0), RangeError, /squared length.*row 0 is/],
      [[item({})], Float32Array.of(1, 2, 3), TypeError, /multiple of 2.*is 3$/],
      [[item({})], Float32Array.of(1, 2, 3, 4), TypeError, /1 vectors, one an item.*is 2$/],
    ];
    for (const [items, vectors, error, message] of refused) {
      await assert.rejects(catalogue.add(items, vectors), (thrown: Error) => {
        assert.ok(thrown instanceof error, String(thrown));
        assert.match(thrown.message, message);
        return true;
      });
      if (items[0]!.id === "up") continue;
      await assert.rejects(catalogue.replace(items, vectors), error);
    }
    assert.equal(await catalogue.size(), 4);
  });
});

Deno.test("search() refuses what is no query", async () => {
  await withPoints(async (catalogue) => {
    const query = new Float32Array(2);
    for (const k of [0, -1, 1.5, NaN]) {
      await assert.rejects(catalogue.search(query, k), RangeError);
    }
    await assert.rejects(catalogue.search(new Float32Array(3), 1), TypeError);
    await assert.rejects(catalogue.search(Float32Array.of(NaN, 0), 1), RangeError);
    await assert.rejects(catalogue.search(query, 1, { category: "" }), RangeError);
    await assert.rejects(catalogue.search(query, 1, { exclude: [] }), TypeError);
  });
});

Deno.test("open() and create() refuse other contents, none, or one too many", async () => {
  await withPoints(async (catalogue) => {
    const { address } = catalogue;
    for (const name of ["dataset", "model", "encoder"] as const) {
      await assert.rejects(Catalogue.open(address, { [name]: "other" }), (error: Error) => {
        assert.ok(error instanceof RangeError);
        assert.match(error.message, new RegExp(`its ${name} must be other: current value is`));
        return true;
      });
    }
    await assert.rejects(Catalogue.open(address, { dim: 3 }), /its dim must be 3.*value is 2/);
    await assert.rejects(Catalogue.create(address, ABOUT), /a catalogue; open it instead$/);
    const missing = join(address, "nothing");
    await assert.rejects(Catalogue.open(missing), Deno.errors.NotFound);
    assert.equal(await Catalogue.exists(missing), false);
    assert.equal(existsSync(missing), false);
    for (const dim of [0, 1.5, NaN, 65_537]) {
      await assert.rejects(Catalogue.create(missing, { ...ABOUT, dim }), RangeError);
    }
    await assert.rejects(Catalogue.create(missing, { ...ABOUT, model: "" }), RangeError);
  });
});
