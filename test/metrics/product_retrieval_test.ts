import assert from "node:assert/strict";
import { evaluateProducts } from "../../lib/metrics/product_retrieval.ts";

// On a line: the gallery at 0, 1, 2, 3 and 10.
const GALLERY = {
  dim: 1,
  vectors: Float32Array.of(0, 1, 2, 3, 10),
  products: ["a", "b", "a", "c", undefined],
};

Deno.test("evaluateProducts() scores held-out queries by the ranks of their product's photos", async () => {
  const report = (await evaluateProducts({
    ...GALLERY,
    queries: {
      vectors: Float32Array.of(0.1, 1.4, 9, 5, 5),
      products: ["a", "a", "b", "d", undefined],
    },
  }))!;
  // 0.1 finds a b a c: ranks 1 and 3, R = 2: MAP@R (1 + 0) / 2. 1.4 finds b a a c (0.4, 0.6, 1.4, 1.6):
  // rank 2, MAP@R (0 + 1/2) / 2. 9 finds none, c, a, b, a: rank 4, R = 1, MAP@R 0. d has no photo.
  assert.deepEqual([report.queries, report.products, report.gallery], [3, 2, 5]);
  const values = Object.fromEntries(
    Object.entries(report.scores).map(([name, { value }]) => [name, value]),
  );
  assert.deepEqual(values, {
    "Recall@1": 1 / 3,
    "Recall@5": 1,
    "Recall@10": 1,
    MRR: (1 + 1 / 2 + 1 / 4) / 3,
    "MAP@R": (1 / 2 + 1 / 4 + 0) / 3,
  });
  // Of the two products a has a Recall@1 of 1 / 2 and b of 0; samples draw products.
  assert.deepEqual(report.scores["Recall@1"].interval, [0, 0.5]);
});

Deno.test("evaluateProducts() leaves each photo of the gallery out of its own answer", async () => {
  const { queries, scores } = (await evaluateProducts(GALLERY))!;
  // Only a has two photos. 0 finds b, a; 2 finds b and c (at 1, the lower row first), then a.
  assert.equal(queries, 2);
  assert.equal(scores["Recall@1"].value, 0);
  assert.equal(scores["Recall@5"].value, 1);
  assert.equal(scores.MRR.value, (1 / 2 + 1 / 3) / 2);
  assert.equal(scores["MAP@R"].value, 0);
});

Deno.test("evaluateProducts() counts nothing beyond the hundredth neighbour, but for MAP@R", async () => {
  const count = 150;
  // The query's product begins at rank 101, of 40 photos.
  const products = Array.from({ length: count }, (_, i) => i >= 100 && i < 140 ? "far" : `p${i}`);
  const vectors = Float32Array.from({ length: count }, (_, i) => i + 1);
  const queries = { vectors: Float32Array.of(0), products: ["far"] };
  const { scores } = (await evaluateProducts({ dim: 1, vectors, products, queries }))!;
  assert.deepEqual(Object.values(scores).map(({ value }) => value), [0, 0, 0, 0, 0]);
});

Deno.test("evaluateProducts() has nothing to say without products that meet", async () => {
  assert.equal(
    await evaluateProducts({ ...GALLERY, products: ["a", "b", "c", "d", "e"] }),
    undefined,
  );
  const none = Array.from({ length: 5 }, () => undefined);
  assert.equal(await evaluateProducts({ ...GALLERY, products: none }), undefined);
  const queries = { vectors: Float32Array.of(1), products: ["z"] };
  assert.equal(await evaluateProducts({ ...GALLERY, queries }), undefined);
  await assert.rejects(evaluateProducts({ ...GALLERY, products: ["a"] }), {
    name: "RangeError",
    message: /one for each of 5 photos: current value is 1$/,
  });
});
