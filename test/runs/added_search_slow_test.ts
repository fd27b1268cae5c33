import assert from "node:assert/strict";
import { join } from "node:path";
import { takeRows } from "../../lib/embedding/rows.ts";
import { readTensorFile } from "../../lib/io/tensor_file.ts";
import { productsMap } from "../../lib/report/products_map.ts";
import { exportSearch } from "../../lib/report/export/export_search.ts";
import { addProducts, removeProducts } from "../../lib/runs/added_products.ts";
import { openAddedVectors } from "../../lib/runs/kept_vectors.ts";
import { runDirectory } from "../../lib/runs/directories.ts";
import { openFitted, openSearch } from "../../lib/runs/open_search.ts";
import { QueryEncoder } from "../../lib/runs/query_encoder.ts";
import { openReasonParts } from "../../lib/runs/kept_vectors.ts";
import { recommendProducts } from "../../lib/runs/recommendations.ts";
import { openSearchCatalogue } from "../../lib/runs/run_catalogue.ts";
import { saveResults } from "../../lib/runs/results.ts";
import { calibrateSearch } from "../../lib/runs/search_calibration.ts";
import type { PlotlyFigure } from "../../lib/view/figure.ts";
import { writePhotos } from "../photos.ts";
import { makeEvaluatedRun } from "./evaluated_run.ts";

const made = await makeEvaluatedRun("added-search");
const { settings } = made;
const folder = await Deno.makeTempDir();
// 42 photos, 36 of them with ids of the run.
await writePhotos(folder, 14);

const evaluated = await openSearch(settings);
const before = evaluated.embedding.vectors.slice();
const calibration = await calibrateSearch(evaluated);
await evaluated.close();

Deno.test("added products are found by the vectors of their images, and change none of the others", async () => {
  const { store: dataset, composed, key } = await openFitted(settings, { keep: true });
  const encoder = new QueryEncoder(settings, dataset, composed);
  const { added } = await addProducts(settings, folder, {
    dataset,
    onPrepared: async (store, directory) => {
      await openAddedVectors({ store, directory }, encoder, { key, keep: true });
    },
  });
  await encoder.dispose();
  dataset.close();
  assert.equal(added, 6);
  const search = await openSearch(settings);
  assert.equal(search.store.count, 42);
  assert.deepEqual(search.embedding.vectors.subarray(0, before.length), before);
  assert.equal(search.rows.length, search.products.length - search.store.rowsOf("test").length);
  const last = search.store.items.at(-1)!;
  const [found] = await search.byPhoto(await Deno.readFile(join(folder, last.file)), { k: 1 });
  assert.deepEqual(found, { id: last.id, category: last.category, row: 41, distance: 0 });
  assert.deepEqual(await calibrateSearch(search), calibration);
  // Where its vectors are missing, or of another key, they are made again.
  await Deno.remove(join(runDirectory(settings), "added", "1", "vectors.safetensors"));
  const again = await openSearch(settings);
  assert.deepEqual(again.embedding.vectors, search.embedding.vectors);
  await again.close();
  const alone = await openSearch(settings, { asEvaluated: true });
  assert.deepEqual(alone.embedding.vectors, before);
  await alone.close();
  await search.close();
});

Deno.test("recommendations, reasons and the catalogue have added products, and lack those removed", async () => {
  const search = await openSearch(settings);
  const gone = [search.store.items[search.rows[0]!]!, search.store.items.at(-2)!].map(({ id }) =>
    id
  );
  await search.close();
  const { store: dataset } = await openFitted(settings, { keep: false });
  await removeProducts(settings, gone, { dataset });
  dataset.close();
  const isLeft = (id: string) => !gone.includes(id);
  const left = await openSearch(settings);
  assert.equal(left.products.length, 40);
  const none = await productsMap(left);
  assert.match(JSON.stringify(none), /No map yet: notebook 06/);
  const ids36 = left.store.items.slice(0, 36).map(({ id }) => id);
  const maps = {
    [`Search: ${left.embedding.name}, 2-D`]: ids36.flatMap((_, i) => [i, -i]),
  };
  const umap = { ids: ids36, neighbours: 3, minDist: 0.1, trustworthiness: {}, maps };
  await saveResults(settings, { umap });
  const map = await productsMap(left) as PlotlyFigure;
  const drawn = map.data as { name: string; text: string[]; x: number[]; y: number[] }[];
  const traces = drawn.map(({ text, ...rest }) => {
    return { ...rest, text: text.map((id) => id.replace("&amp;", "&")) };
  });
  assert.equal(traces.flatMap(({ text }) => text).length, 40);
  const since = traces.find(({ name }) => name === "added since")!;
  assert.deepEqual(since.text, left.store.items.slice(36).map(({ id }) => id).filter(isLeft));
  // They lie on the line on which all others do, and those keep their places.
  assert.ok(since.x.every((x, i) => x >= 0 && x <= 35 && Math.abs(x + since.y[i]!) < 1e-4));
  for (const { name, text, x } of traces) {
    if (name !== "added since") assert.deepEqual([...x], text.map((id) => ids36.indexOf(id)));
  }
  assert.throws(() => left.rowOf(gone[0]!), /must be one of 40, such as/);
  const parts = await openReasonParts(left);
  assert.equal(parts.shape.vectors.length / parts.shape.dim, 42);
  const { recommendations, products } = await recommendProducts(left, parts, {
    rows: left.products,
    k: 39,
  });
  const ids = new Set(recommendations.map(({ row }) => left.store.items[row]!.id));
  assert.deepEqual([products, ids.size], [40, 40]);
  assert.ok(gone.every((id) => !ids.has(id)));
  const { catalogue } = await openSearchCatalogue(left);
  assert.equal(await catalogue.size(), left.rows.length);
  const { vectors, dim } = left.embedding;
  const { ids: [nearest] } = await catalogue.search(takeRows(vectors, dim, [41]), 1);
  assert.deepEqual(nearest, [left.store.items[41]!.id]);
  catalogue.close();
  const rows = Array.from(left.products);
  await left.close();
  const [, path] = await exportSearch(settings, folder);
  const exported = (await readTensorFile(path!))!.tensors.vectors!;
  assert.deepEqual(exported.data, takeRows(vectors, dim, rows));
});

Deno.test("after the added products", async () => {
  await Deno.remove(folder, { recursive: true });
  await made[Symbol.asyncDispose]();
});
