import assert from "node:assert/strict";
import { hogDescriptor } from "../../lib/embedding/hog.ts";
import { productTable } from "../../lib/report/evaluation/charts.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import { loadMetrics } from "../../lib/runs/results.ts";
import { plainText } from "../../lib/view/plain_text.ts";
import { makeEvaluatedRun } from "./evaluated_run.ts";

Deno.test("products.csv beside the photos gives Recall@k, MRR and MAP@R of every embedding, in metrics.json and a table", async () => {
  await using made = await makeEvaluatedRun("products");
  const metrics = await loadMetrics(made.settings);
  const { products } = metrics;
  assert.equal(products?.split, "test");
  assert.ok(products.embeddings.length > 20);
  const search = await openSearch(made.settings);
  const { store } = search;
  const [index, queries] = [store.rowsOf("train"), store.rowsOf("test")];
  const productOf = (row: number) => store.items[row]!.attributes.product;
  assert.match(String(productOf(0)), /^\d+-\d$/);
  const hog = hogDescriptor(await store.readImages(store.items.map((_, row) => row)));
  const dim = hog.length / store.count;
  const distance = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < dim; i++) sum += (hog[a * dim + i]! - hog[b * dim + i]!) ** 2;
    return sum;
  };
  // Ranks of the photos of each query's product, by sorting everything.
  const ranks = [...queries].map((query) =>
    [...index].sort((a, b) => distance(query, a) - distance(query, b))
      .flatMap((row, place) => productOf(row) === productOf(query) ? [place + 1] : [])
  ).filter(({ length }) => length > 0);
  const mean = (score: (ranks: number[]) => number) =>
    ranks.reduce((sum, of) => sum + score(of), 0) / ranks.length;
  const { scores } = products.embeddings.find(({ name }) => name === "HOG")!;
  assert.deepEqual([products.queries, products.gallery], [ranks.length, index.length]);
  const near = (value: number, expected: number) =>
    assert.ok(Math.abs(value - expected) < 1e-12, `${value} in place of ${expected}`);
  near(scores["Recall@1"].value, mean(([first]) => first! <= 1 ? 1 : 0));
  near(scores["Recall@5"].value, mean(([first]) => first! <= 5 ? 1 : 0));
  near(scores["Recall@10"].value, mean(([first]) => first! <= 10 ? 1 : 0));
  near(scores.MRR.value, mean(([first]) => 1 / first!));
  near(
    scores["MAP@R"].value,
    mean((of) =>
      of.reduce((sum, rank, i) => sum + (rank <= of.length ? (i + 1) / rank : 0), 0) / of.length
    ),
  );
  assert.ok(metrics.attributes.every(({ name }) => name !== "product"));
  const [table] = productTable(metrics);
  const text = plainText(table!);
  assert.match(text, /Recall@10/);
  assert.ok(
    text.includes(`${products.queries} queries of ${products.products} products (test)`),
    text,
  );
  assert.deepEqual(productTable({ ...metrics, products: undefined }), []);
  await search.close();
});
