import assert from "node:assert/strict";
import { createRandom, deriveSeed, shuffledIndices, uniformAt } from "../../lib/io/random.ts";

Deno.test("uniformAt() is the sequence of the usual mulberry32", () => {
  // The generator as it is commonly written, with its state in a closure.
  let state = 1001;
  const reference = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const random = createRandom(1001);
  for (let i = 0; i < 1000; i++) {
    const expected = reference();
    assert.equal(uniformAt(1001, i), expected);
    assert.equal(random(), expected);
  }
});

Deno.test("deriveSeed() differs by label and seed and is never 0", () => {
  const seeds = new Set<number>();
  for (let seed = 0; seed < 500; seed++) {
    for (const label of ["weights", "order"]) seeds.add(deriveSeed(seed, label));
  }
  assert.equal(seeds.size, 1000);
  assert.ok(!seeds.has(0));
});

Deno.test("shuffledIndices() holds every index once, in an order of the seed", () => {
  const order = shuffledIndices(100, 4);
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 100 }, (_, i) => i));
  assert.deepEqual(shuffledIndices(100, 4), order);
  assert.notDeepEqual(shuffledIndices(100, 5), order);
  assert.deepEqual([...shuffledIndices(1, 4)], [0]);
  assert.equal(shuffledIndices(0, 4).length, 0);
  // Each index lands in the first place about equally often: 2,000 / 4 = 500, sigma 19.
  const firsts = [0, 0, 0, 0];
  for (let seed = 1; seed <= 2000; seed++) firsts[shuffledIndices(4, seed)[0]!]!++;
  assert.ok(firsts.every((count) => Math.abs(count - 500) < 100), `${firsts}`);
});
