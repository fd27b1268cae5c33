import assert from "node:assert/strict";
import { createRandom } from "../../../lib/io/random.ts";
import {
  Catalogue,
  INDEX_KINDS,
  type IndexKind,
  weighIndex,
} from "../../../lib/search/catalogue/mod.ts";
import { withFolder } from "./folder.ts";

const dim = 16;
const count = 600;
const ABOUT = { dim, dataset: "photos", model: "weights", encoder: "HOG" };

/** Items around 12 centres in 3 categories, and their vectors. */
function clustered(seed: number, size: number) {
  const random = createRandom(seed);
  const centres = Float32Array.from({ length: 12 * dim }, () => random() * 4);
  const items = Array.from({ length: size }, (_, i) => ({
    id: `${seed}/${i}`,
    category: `c${i % 3}`,
  }));
  const vectors = Float32Array.from({ length: size * dim }, (_, at) => {
    const cluster = Math.floor(at / dim) % 12;
    return centres[cluster * dim + at % dim]! + random();
  });
  return { items, vectors };
}

async function withClustered(work: (catalogue: Catalogue) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, ABOUT);
    const { items, vectors } = clustered(1, count);
    await catalogue.add(items, vectors);
    await work(catalogue);
    catalogue.close();
  });
}

for (const kind of Object.keys(INDEX_KINDS) as IndexKind[]) {
  Deno.test(`an index of ${kind} is searched, and finds what it was measured to find`, async () => {
    await withClustered(async (catalogue) => {
      // Enough queries here and below that chance moves neither mean by much: 0.02 to 0.03.
      const options = { kind, target: 0.95, queries: 100, seed: 3 };
      const index = await catalogue.buildIndex(options);
      assert.equal(index.kind, kind);
      assert.equal(index.items, count);
      assert.ok(index.bytes > 0);
      assert.ok(index.recall.all >= 0.95 && index.recall.category >= 0.95);
      // Other queries than it was tuned with, counted here against the exact answers; within a
      // category those of its own items, as the measured recall says.
      const { items, vectors } = clustered(1, count);
      for (const category of [undefined, "c2"]) {
        const rows = items.keys().filter((i) => !category || items[i]!.category === category)
          .take(120).toArray();
        const asked = rows.length;
        const queries = new Float32Array(asked * dim);
        rows.forEach((row, q) =>
          queries.set(vectors.subarray(row * dim, (row + 1) * dim), q * dim)
        );
        const exclude = rows.map((row) => items[row]!.id);
        const exact = await catalogue.search(queries, 5, { category, exclude, exact: true });
        const found = await catalogue.search(queries, 5, { category, exclude });
        assert.equal(exact.recall, 1);
        assert.equal(found.recall, index.recall[category ? "category" : "all"]);
        const hits = found.ids.flatMap((ids, q) => ids.filter((id) => exact.ids[q]!.includes(id)));
        assert.ok(hits.length >= 0.85 * 5 * asked, `${hits.length} of ${5 * asked}`);
        found.distances.forEach((distance, i) => {
          assert.ok(distance >= exact.distances[i]!);
          if (found.indices[i] === exact.indices[i]) assert.equal(distance, exact.distances[i]);
        });
      }
    });
  });
}

Deno.test("buildIndex() looks into more partitions for a higher target", async () => {
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, ABOUT);
    const { items } = clustered(1, count);
    // Without clusters, the neighbours of most items lie in several partitions.
    const random = createRandom(4);
    await catalogue.add(items, Float32Array.from({ length: count * dim }, () => random()));
    const coarse = await catalogue.buildIndex({ kind: "float32", target: 0.2, queries: 30 });
    const fine = await catalogue.buildIndex({ kind: "float32", target: 0.99, queries: 30 });
    for (const scope of ["all", "category"] as const) {
      assert.ok(coarse.probes[scope] < fine.probes[scope]);
      assert.ok(coarse.recall[scope] < 0.99 && fine.recall[scope] >= 0.99);
    }
    catalogue.close();
  });
});

Deno.test("the index and its recall stay with the catalogue while items come and go", async () => {
  await withClustered(async (catalogue) => {
    assert.equal(await catalogue.index(), undefined);
    const built = await catalogue.buildIndex({ queries: 20 });
    const other = await Catalogue.open(catalogue.address);
    assert.deepEqual(await other.index(), built);
    const more = clustered(2, 100);
    await other.add(more.items, more.vectors);
    await other.delete(["1/7"]);
    // New items are found and deleted ones are not before the index knows of them.
    const exclude = ["2/0", undefined];
    const queries = new Float32Array(2 * dim);
    queries.set(more.vectors.subarray(0, dim));
    queries.set(clustered(1, count).vectors.subarray(7 * dim, 8 * dim), dim);
    const exact = await catalogue.search(queries, 1, { exclude, exact: true });
    const found = await catalogue.search(queries, 1, { exclude });
    assert.deepEqual(found.ids, exact.ids);
    assert.notEqual(found.ids[1]![0], "1/7");
    assert.equal((await catalogue.index())!.items, count - 1);
    await other.optimize({ queries: 20, seed: 5 });
    const optimized = (await catalogue.index())!;
    assert.equal(optimized.items, count + 99);
    assert.equal(optimized.recall.queries, 20);
    // New clusters are split among the old partitions; more of those are looked into if need be.
    assert.equal(optimized.target, 0.98);
    for (const scope of ["all", "category"] as const) {
      assert.ok(optimized.recall[scope] >= optimized.target);
      assert.ok(optimized.probes[scope] >= built.probes[scope]);
    }
    await catalogue.verify();
    const measured = await other.measureRecall({ queries: 25, k: 3 });
    assert.deepEqual((await catalogue.index())!.recall, measured);
    assert.deepEqual([measured.queries, measured.k], [25, 3]);
    await other.dropIndex();
    assert.equal(await catalogue.index(), undefined);
    assert.equal((await catalogue.search(queries, 1)).recall, 1);
    other.close();
  });
});

Deno.test("optimize() removes old states and keeps every item", async () => {
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, ABOUT);
    const { items, vectors } = clustered(1, 60);
    for (let i = 0; i < 60; i += 10) {
      await catalogue.add(items.slice(i, i + 10), vectors.slice(i * dim, (i + 10) * dim));
    }
    const states = () => [...Deno.readDirSync(`${folder}/items.lance/_versions`)].length;
    const before = states();
    await catalogue.optimize({ keep: 0 });
    assert.ok(states() < before, `${states()} states after ${before}`);
    assert.equal(await catalogue.size(), 60);
    const found = await catalogue.search(vectors, 1);
    assert.deepEqual(found.ids.flat(), items.map(({ id }) => id));
    await assert.rejects(catalogue.optimize({ keep: -1 }), RangeError);
    catalogue.close();
  });
});

Deno.test("buildIndex() refuses what it cannot index well, and leaves searches exact", async () => {
  await withFolder(async (folder) => {
    const small = await Catalogue.create(`${folder}/small`, ABOUT);
    const { items, vectors } = clustered(1, 255);
    await small.add(items, vectors);
    await assert.rejects(small.buildIndex(), /at least 256 items: current value is 255$/);
    await assert.rejects(small.measureRecall(), /there must be an index: current value is none$/);
    for (const target of [0, 1.01, NaN]) {
      await small.replace([{ id: "one more", category: "c0" }], vectors.slice(0, dim));
      await assert.rejects(small.buildIndex({ target }), /target must be above 0, at most 1/);
    }
    small.close();
    const odd = await Catalogue.create(`${folder}/odd`, { ...ABOUT, dim: 12 });
    await odd.add(clustered(1, 300).items, new Float32Array(300 * 12).map((_, i) => i % 77));
    await assert.rejects(odd.buildIndex(), /dim must be a multiple of 8: current value is 12$/);
    assert.equal(await odd.index(), undefined);
    assert.equal((await odd.buildIndex({ kind: "float32", queries: 20 })).kind, "float32");
    odd.close();
  });
});

Deno.test("weighIndex() times both ways, and leaves no index", async () => {
  await withClustered(async (catalogue) => {
    const ways = await weighIndex(catalogue, clustered(1, 3).vectors, 5);
    assert.deepEqual(ways.map(({ way }) => way), ["exact search", "index (rabitq)"]);
    assert.ok(ways.every(({ milliseconds }) => milliseconds > 0));
    assert.deepEqual([ways[0]!.recall, ways[0]!.megabytes], [1, 0]);
    assert.ok(ways[1]!.recall >= 0.98 && ways[1]!.megabytes > 0);
    assert.equal(await catalogue.index(), undefined);
    await catalogue.delete(clustered(1, count - 255).items.map(({ id }) => id));
    assert.equal((await weighIndex(catalogue, clustered(1, 3).vectors, 5)).length, 1);
  });
});
