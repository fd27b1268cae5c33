import assert from "node:assert/strict";
import { join } from "node:path";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { hogDescriptor } from "../../lib/embedding/hog.ts";
import { embedRows, imageRows } from "../../lib/embedding/row_source.ts";
import { encodeSafetensors } from "../io/encode_safetensors.ts";
import { broughtSheets } from "../../lib/report/search_sheet.ts";
import { mappedImages, mapSpaces } from "../../lib/report/map_spaces.ts";
import { resultsTable } from "../../lib/report/results.ts";
import { tableHtml } from "../../lib/view/table.ts";
import { saveEvaluation } from "../../lib/runs/collect_metrics.ts";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { evaluationImages } from "../../lib/runs/evaluated_embeddings.ts";
import { embedBaselines, embedModels, evaluateRun } from "../../lib/runs/evaluation.ts";
import { openIndexEmbeddings } from "../../lib/runs/index_embeddings.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import { loadMetrics } from "../../lib/runs/results.ts";
import { heldOutChart } from "../../lib/report/evaluation/charts.ts";
import { copiesResults } from "../../lib/report/evaluation/depth.ts";
import { makeEvaluatedRun, photoOf } from "./evaluated_run.ts";

const NAME = "brought (1764-d)";

Deno.test("an embedding that is brought is one more in evaluation, map, index and search", async () => {
  await using made = await makeEvaluatedRun("brought");
  const without = await loadMetrics(made.settings);
  const store = await openImageStore(datasetDirectory(made.settings));
  const all = imageRows(store, Uint32Array.from({ length: store.count }, (_, row) => row));
  // HOG, brought as if it came from elsewhere, in another order: it must score as HOG does.
  const { vectors, dim } = await embedRows(all, (images) => hogDescriptor(images));
  const order = Array.from({ length: store.count }, (_, i) => store.count - 1 - i);
  const data = Float32Array.from(
    order.flatMap((row) => [...vectors.subarray(row * dim, (row + 1) * dim)]),
  );
  const ids = JSON.stringify(order.map((row) => store.items[row]!.id));
  const path = join(made.photos, "brought.safetensors");
  const tensor = { dtype: "F32", shape: [store.count, dim], data } as const;
  await Deno.writeFile(path, encodeSafetensors({ vectors: tensor }, { ids }));
  const settings = { ...made.settings, embeddings: [path] };
  const images = evaluationImages(store, { copies: 3, seed: settings.seed });
  const raw = [...await embedModels(settings, images), ...await embedBaselines(settings, images)];
  const metrics = await saveEvaluation(
    await evaluateRun(settings, images, raw, { whitenings: [8] }),
  );

  const brought = metrics.embeddings.filter(({ name, of = name }) => of === NAME);
  const hog = metrics.embeddings.filter(({ name, of = name }) => of === "HOG");
  assert.deepEqual(brought.map(({ transform }) => transform), hog.map((one) => one.transform));
  for (const [i, { leaveOneOut, heldOut, hits, copies }] of brought.entries()) {
    const { leaveOneOut: own, heldOut: asked, hits: found } = hog[i]!;
    assert.deepEqual({ leaveOneOut, heldOut, hits }, {
      leaveOneOut: own,
      heldOut: asked,
      hits: found,
    });
    assert.equal(copies, undefined);
  }
  // Nothing else changes by it.
  const others = metrics.embeddings.filter(({ name, of = name }) => of !== NAME);
  assert.deepEqual(others, without.embeddings);
  assert.deepEqual([metrics.chosen, metrics.searchedWith], [
    without.chosen,
    without.searchedWith,
  ]);
  assert.ok(tableHtml(resultsTable(metrics)).markup.includes(NAME));
  assert.ok(JSON.stringify(heldOutChart(metrics)).includes("brought"));
  assert.ok(!JSON.stringify(copiesResults(metrics)[0]).includes("brought"));

  const indexed = await openIndexEmbeddings(settings, store);
  assert.equal(indexed.at(-1)!.name, NAME);
  const composition = [{ of: NAME, steps: ["centre", "l2"] }] as const;
  const [usual, search] = [
    await openSearch(settings),
    await openSearch(settings, { composition, name: NAME }),
  ];
  const mapped = mappedImages(store, { most: 20, seed: 1 });
  const spaces = await mapSpaces(usual, mapped, { nNeighbors: 5 });
  assert.ok(spaces.some(({ title }) => title === NAME));
  const query = store.items[store.rowsOf("test")[0]!]!;
  const asHog = await openSearch(settings, { composition: [{ ...composition[0], of: "HOG" }] });
  assert.deepEqual(await search.byId(query.id, { k: 7 }), await asHog.byId(query.id, { k: 7 }));
  await assert.rejects(
    search.byPhoto(await Deno.readFile(photoOf(made, query))),
    /must have an encoder: its vectors come from a file/,
  );
  const shown = await broughtSheets(usual, [store.rowsOf("test")[0]!]);
  assert.equal(shown.length, 2);
  assert.deepEqual(await broughtSheets(asHogWithout(usual), [0]), []);
  for (const opened of [usual, search, asHog]) await opened.close();
  store.close();
});

/** The same search of a run that names no embeddings. */
function asHogWithout<T extends { settings: { embeddings?: unknown } }>(search: T): T {
  const { embeddings: _, ...settings } = search.settings;
  return Object.assign(Object.create(search), { settings });
}
