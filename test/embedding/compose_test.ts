import assert from "node:assert/strict";
import { compose, restoreComposition } from "../../lib/embedding/compose.ts";
import { searchComposition, withPosteriors } from "../../lib/embedding/compositions.ts";
import { uniformAt } from "../../lib/io/random.ts";

Deno.test("compose() takes index and queries through the same transform", async () => {
  // The mean (3, 4) is that of the index alone.
  const pixels = { dim: 2, vectors: Float32Array.of(0, 0, 6, 8) };
  const composed = await compose([{ of: "pixels", steps: ["centre", "l2"] }], { pixels });
  const embed = async (...vectors: number[]) =>
    await composed.embed({ pixels: { dim: 2, vectors: Float32Array.from(vectors) } });
  assert.deepEqual(await composed.embed({ pixels }), {
    dim: 2,
    vectors: Float32Array.of(-0.6, -0.8, 0.6, 0.8),
  });
  assert.deepEqual((await embed(3, 5)).vectors, Float32Array.of(0, 1));
  assert.deepEqual((await embed(3, 4)).vectors, Float32Array.of(0, 0));
  assert.deepEqual((await embed()).vectors, new Float32Array());
});

Deno.test("compose() concatenates parts by their fusion weight in the index", async () => {
  const source = (factor: number, ...vectors: number[]) => ({
    dim: 2,
    vectors: Float32Array.from(vectors, (value) => value * factor),
  });
  // The only pair of the index is 5 apart in one and 50 in the other, which counts a tenth.
  const index = { model: source(1, 0, 0, 3, 4), pixels: source(10, 0, 0, 3, 4) };
  const query = { model: source(1, 1, 2), pixels: source(10, 1, 2) };
  const both = await compose([{ of: "model" }, { of: "pixels" }], index);
  assert.deepEqual(both.index, await both.embed(index));
  assert.deepEqual(both.index, {
    dim: 4,
    vectors: Float32Array.of(0, 0, 0, 0, 3, 4, 3, 4),
  });
  assert.deepEqual((await both.embed(query)).vectors, Float32Array.of(1, 2, 1, 2));
  const quarter = await compose([{ of: "model" }, { of: "pixels", weight: 0.25 }], index);
  assert.deepEqual((await quarter.embed(query)).vectors, Float32Array.of(1, 2, 0.5, 1));
  // A composition of compositions: model and pixels are sqrt(50) apart, as much as the third part.
  const third = { dim: 1, vectors: Float32Array.of(0, Math.sqrt(50)) };
  const nested = await compose([{ of: [{ of: "model" }, { of: "pixels" }] }, { of: "third" }], {
    ...index,
    third,
  });
  const { vectors } = await nested.embed({ ...index, third });
  assert.ok(Math.abs(vectors[9]! - Math.sqrt(50)) < 1e-5);
});

Deno.test("a composed vector is the same to the bit, whatever is embedded with it", async () => {
  const [count, labels] = [700, ["a", "b", "c"]];
  const random = (seed: number, dim: number) => ({
    dim,
    vectors: Float32Array.from({ length: count * dim }, (_, i) => uniformAt(seed, i)),
  });
  const index = { model: random(1, 96), pixels: random(2, 48) };
  const composition = withPosteriors(searchComposition("model", {
    images: count,
    whitenTo: 32,
    fused: { pixels: 0.7 },
  }));
  const all = Array.from({ length: count }, (_, row) => labels[row % 3]!);
  const composed = await compose(composition, index, { labels: all });
  const together = await composed.embed(index);
  assert.equal(together.dim, 32 + 32 + 3);
  for (const [first, end] of [[0, 1], [46, 50], [255, 258], [40, 700], [699, 700]] as const) {
    const some = await composed.embed({
      model: { dim: 96, vectors: index.model.vectors.slice(first * 96, end * 96) },
      pixels: { dim: 48, vectors: index.pixels.vectors.slice(first * 48, end * 48) },
    });
    const expected = together.vectors.slice(first * together.dim, end * together.dim);
    assert.deepEqual(some.vectors, expected);
  }
});

Deno.test("searchComposition() keeps half as many dimensions as images, and leaves out weights of 0", () => {
  const steps = [{ whiten: 10 }, "l2"];
  assert.deepEqual(searchComposition("model", { images: 20, fused: { HOG: 0.7, thumbnail: 0 } }), [
    { of: "model", steps },
    { of: "HOG", steps, weight: 0.7 },
  ]);
  assert.deepEqual(searchComposition("model", { images: 20, whitenTo: 0 }), [
    { of: "model", steps: [] },
  ]);
});

Deno.test("compose() names a source that is missing", async () => {
  const model = { dim: 1, vectors: Float32Array.of(1, 2) };
  await assert.rejects(compose([{ of: "HOG" }], { model }), {
    name: "RangeError",
    message: /must be a source "HOG": current sources are "model"$/,
  });
  const composed = await compose([{ of: "model" }], { model });
  await assert.rejects(composed.embed({}), { name: "RangeError" });
  await assert.rejects(composed.embedImages(new Uint8Array(49_152), {}), { name: "RangeError" });
  await assert.rejects(compose([{ of: "model" }, { of: "model", weight: -1 }], { model }), {
    name: "RangeError",
    message: /weight must be a number, 0 or more: current value is -1$/,
  });
});

Deno.test("restoreComposition() embeds to the same bits as what was fitted, inner parts once", async () => {
  const dim = 12;
  const vectors = Float32Array.from({ length: 40 * dim }, (_, i) => uniformAt(3, i));
  const index = {
    a: { dim, vectors },
    b: { dim: 1, vectors: vectors.slice(0, 40) },
  };
  const inner = [
    { of: "a", steps: [{ whiten: 6 }, "l2"] },
    { of: "b", steps: ["centre"], weight: 0.3 },
  ] as const;
  const steps = ["posteriors"] as const;
  const composition = [{ of: inner }, { of: inner, steps, weight: 1 / 3 }] as const;
  const labels = Array.from({ length: 40 }, (_, i) => "xyz"[i % 3]!);
  const fitted = await compose(composition, index, { labels });
  // Two parts within, and the two that are made of them.
  assert.equal(fitted.parameters.length, 4);
  const restored = restoreComposition(composition, fitted.parameters, fitted.index);
  const query = { a: { dim, vectors: vectors.map((x) => x / 2) }, b: index.b };
  assert.deepEqual(await restored.embed(query), await fitted.embed(query));
  assert.deepEqual(await restored.embed(index), fitted.index);
  assert.deepEqual(restored.parameters, fitted.parameters);
  const others = [[{ of: "a" }], [{ of: inner, steps: ["l2"] }]] as const;
  for (const other of others) {
    assert.throws(() => restoreComposition(other, fitted.parameters, fitted.index), {
      name: "RangeError",
      message: /parameters must be of its parts/,
    });
  }
});
