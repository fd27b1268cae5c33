import assert from "node:assert/strict";
import { projectUmap, type UmapOptions } from "../../lib/projection/umap.ts";
import { clusteredVectors, clusterRatio, exactNeighbours } from "./samples.ts";

const finite = (map: Float32Array) => map.every(Number.isFinite);

for (const components of [1, 2, 3, 4]) {
  Deno.test(`projectUmap() keeps clusters together on ${components} axes`, async () => {
    const { vectors, labels } = clusteredVectors(150, 12, { clusters: 4 });
    const map = await projectUmap(vectors, 12, { nComponents: components });
    assert.equal(map.length, 150 * components);
    const ratio = clusterRatio(map, components, labels);
    assert.ok(ratio < 0.15, `ratio ${ratio}`);
    // Every axis is used.
    for (let c = 0; c < components; c++) {
      const along = map.filter((_, i) => i % components === c);
      assert.ok(Math.max(...along) - Math.min(...along) > 1, `axis ${c}`);
    }
  });
}

Deno.test("projectUmap() repeats a map with its seed and draws another with another", async () => {
  const { vectors } = clusteredVectors(60, 6);
  const before = vectors.slice();
  const first = await projectUmap(vectors, 6, { seed: 3, nEpochs: 50 });
  assert.deepEqual(await projectUmap(vectors, 6, { seed: 3, nEpochs: 50 }), first);
  assert.notDeepEqual(await projectUmap(vectors, 6, { seed: 4, nEpochs: 50 }), first);
  assert.deepEqual(vectors, before);
});

Deno.test("projectUmap() draws the same map from neighbours found before", async () => {
  const { vectors } = clusteredVectors(60, 6);
  const neighbours = exactNeighbours(vectors, 6, 10);
  const before = structuredClone(neighbours);
  const map = await projectUmap(vectors, 6, { neighbours, nNeighbors: 10, nEpochs: 100 });
  assert.deepEqual(neighbours, before);
  assert.deepEqual(map, await projectUmap(vectors, 6, { nNeighbors: 10, nEpochs: 100 }));
});

Deno.test("projectUmap() puts points nearer together with a smaller minDist", async () => {
  const { vectors } = clusteredVectors(120, 3);
  const nearest = async (minDist: number) => {
    const map = await projectUmap(vectors, 3, { nComponents: 2, minDist });
    const { distances } = exactNeighbours(map, 2, 2);
    return distances.filter((_, i) => i % 2 === 1).reduce((sum, d) => sum + Math.sqrt(d), 0) / 120;
  };
  assert.ok(await nearest(0.01) < 0.7 * await nearest(0.8));
});

Deno.test("projectUmap() puts one item at 0", async () => {
  assert.deepEqual(await projectUmap(Float32Array.from([1, 2, 3]), 3), new Float32Array(3));
  const two = await projectUmap(Float32Array.from([1, 2, 3]), 3, { nComponents: 2 });
  assert.deepEqual(two, new Float32Array(2));
});

Deno.test("projectUmap() shrinks neighbourhoods to the items that there are", async () => {
  for (const n of [2, 3, 5, 15]) {
    const map = await projectUmap(clusteredVectors(n, 4).vectors, 4);
    assert.equal(map.length, 3 * n);
    assert.ok(finite(map), `${n} items`);
  }
});

Deno.test("projectUmap() lays duplicates out without NaN", async () => {
  assert.ok(finite(await projectUmap(new Float32Array(40 * 3).fill(2), 3, { nEpochs: 50 })));
  const { vectors } = clusteredVectors(40, 3);
  vectors.copyWithin(0, 60); // the first half repeats the second
  const map = await projectUmap(vectors, 3);
  assert.ok(finite(map));
  const twins = exactNeighbours(map, 3, 8).indices;
  const found = Array.from(
    { length: 20 },
    (_, i) => twins.subarray(i * 8, i * 8 + 8).includes(i + 20),
  );
  assert.ok(found.filter(Boolean).length >= 18, `${found.filter(Boolean).length} of 20 twins near`);
});

Deno.test("projectUmap() tells of each epoch and lets other tasks run", async () => {
  const calls: [number, number][] = [];
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await projectUmap(clusteredVectors(1500, 6).vectors, 6, {
    nEpochs: 300,
    onProgress: (epoch, epochs) => calls.push([epoch, epochs]),
  });
  clearInterval(timer);
  assert.deepEqual(calls.length, 300);
  assert.deepEqual(calls.at(0), [1, 300]);
  assert.deepEqual(calls.at(-1), [300, 300]);
  assert.ok(turns >= 1);
});

Deno.test("projectUmap() refuses what it cannot project", async () => {
  const { vectors } = clusteredVectors(20, 4);
  const broken = vectors.slice();
  broken[9] = NaN;
  const refused = (
    error: typeof TypeError | typeof RangeError,
    text: RegExp,
    promise: Promise<unknown>,
  ) =>
    assert.rejects(promise, (thrown: Error) => {
      assert.ok(thrown instanceof error, String(thrown));
      assert.match(thrown.message, text);
      return true;
    });
  await refused(
    RangeError,
    /finite: current value in row 2, column 1 is NaN/,
    projectUmap(broken, 4),
  );
  await refused(TypeError, /multiple of 3: current value is 80/, projectUmap(vectors, 3));
  await refused(RangeError, /dim must be/, projectUmap(vectors, 0));
  await refused(
    RangeError,
    /number must be .* 1: current value is 0/,
    projectUmap(new Float32Array(), 4),
  );
  const options: [UmapOptions, RegExp][] = [
    [{ nComponents: 0 }, /nComponents must be an integer from 1: current value is 0/],
    [{ nComponents: 2.5 }, /nComponents .* 2\.5/],
    [{ nNeighbors: 1 }, /nNeighbors must be an integer from 2: current value is 1/],
    [{ minDist: 1.5 }, /minDist must be a number from 0 to 1: current value is 1\.5/],
    [{ minDist: -1 }, /minDist .* -1/],
    [{ spread: 0 }, /spread must be a number above 0: current value is 0/],
    [{ nEpochs: NaN }, /nEpochs .* NaN/],
    [{ seed: 0.5 }, /seed must be an integer: current value is 0\.5/],
  ];
  for (const [option, text] of options) {
    await refused(RangeError, text, projectUmap(vectors, 4, option));
  }
});

Deno.test("projectUmap() refuses neighbours that do not fit", async () => {
  const { vectors } = clusteredVectors(20, 4);
  const good = exactNeighbours(vectors, 4, 6);
  const project = (neighbours: typeof good, nNeighbors = 6) =>
    projectUmap(vectors, 4, { neighbours, nNeighbors });
  const changed = (change: (copy: typeof good) => void) => {
    const copy = structuredClone(good);
    change(copy);
    return copy;
  };
  await assert.rejects(
    project(good, 8),
    /20 rows of 7 others or more: current value is 120 indices/,
  );
  await assert.rejects(
    project({ ...good, distances: good.distances.subarray(1) }),
    /120 indices and 119 distances/,
  );
  await assert.rejects(project(changed((n) => n.indices[7] = 20)), /row 1 is item 20 of 20/);
  await assert.rejects(
    project(changed((n) => n.distances[7] = NaN)),
    /row 1 is item \d+ of 20 at NaN/,
  );
  await assert.rejects(project(changed((n) => n.distances[7] = -1)), RangeError);
});
