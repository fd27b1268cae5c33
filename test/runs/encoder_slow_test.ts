import assert from "node:assert/strict";
import { join } from "node:path";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { loadOnnxRuntime } from "../../lib/model/onnx/onnxruntime.ts";
import { exportNetworks } from "../../lib/report/export/export_networks.ts";
import { saveEvaluation } from "../../lib/runs/collect_metrics.ts";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { openEncoded } from "../../lib/runs/encoder_embedding.ts";
import { evaluationImages } from "../../lib/runs/evaluated_embeddings.ts";
import { embedBaselines, embedModels, evaluateRun } from "../../lib/runs/evaluation.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { openIndexEmbeddings } from "../../lib/runs/index_embeddings.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import { openReasonParts } from "../../lib/runs/kept_vectors.ts";
import { recommendProducts } from "../../lib/runs/recommendations.ts";
import { loadMetrics, saveResults } from "../../lib/runs/results.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { makeEvaluatedRun, photoOf } from "./evaluated_run.ts";

const installed = (() => {
  try {
    return Boolean(loadOnnxRuntime());
  } catch {
    return false;
  }
})();
const name = "ENCODER is an encoder for whole runs and single photos";

Deno.test({
  name: installed ? name : `${name} (needs onnxruntime-node)`,
  ignore: !installed,
  async fn() {
    await using made = await makeEvaluatedRun("encoder");
    const without = await loadMetrics(made.settings);
    // +Layer itself, exported: as an encoder it must give the same within rounding.
    const folder = join(made.photos, ".networks");
    await exportNetworks(made.settings, folder);
    const encoder = join(folder, "plus_layer.onnx");
    assert.equal(readSettings({}, { ENCODER: encoder }).encoder, encoder);
    assert.throws(() => readSettings({}, { ENCODER: "clip" }), /ENCODER must name files .* .onnx/);
    const settings = { ...made.settings, encoder };
    const store = await openImageStore(datasetDirectory(settings));
    const [embedded] = await openEncoded(settings, store);
    const own = await openEmbeddings(createExperiment(settings, "plus_layer"));
    const largest = own.vectors.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const apart = own.vectors.map((value, i) => Math.abs(value - embedded!.vectors[i]!));
    assert.ok(Math.max(...apart) < 1e-4 * largest, `${Math.max(...apart)} of ${largest}`);

    const images = evaluationImages(store, { copies: 3, seed: settings.seed });
    const raw = [...await embedModels(settings, images), ...await embedBaselines(settings, images)];
    const metrics = await saveEvaluation(
      await evaluateRun(settings, images, raw, { whitenings: [8] }),
    );
    const [ours, theirs] = ["+Layer (512-d)", "plus_layer.onnx"].map((name) => {
      return metrics.embeddings.find((embedding) => embedding.name === name)!;
    });
    assert.deepEqual(theirs!.hits, ours!.hits);
    assert.deepEqual(theirs!.copies, ours!.copies);
    const others = metrics.embeddings.filter(({ name, of = name }) => of !== "plus_layer.onnx");
    assert.deepEqual(others, without.embeddings);
    assert.equal((await openIndexEmbeddings(settings, store)).at(-1)!.name, "plus_layer.onnx");

    const composition = [{ of: "plus_layer.onnx", steps: ["centre", "l2"] }] as const;
    const search = await openSearch(made.settings.run, { composition, encoder });
    const item = store.items[store.rowsOf("train")[0]!]!;
    const [first] = await search.byPhoto(await Deno.readFile(photoOf(made, item)));
    assert.deepEqual([first!.id, first!.distance], [item.id, 0]);
    const [row] = store.rowsOf("train");
    const vector = embedded!.vectors.subarray(row! * embedded!.dim, (row! + 1) * embedded!.dim);
    assert.deepEqual((await search.byVector(vector))[0], first);
    await search.close();
    await assert.rejects(
      openSearch(made.settings, { composition }),
      /Cannot search with "plus_layer.onnx" as ENCODER .* must be its path/,
    );
    store.close();

    // Where the evaluation chose it, tasks find it where ENCODER says.
    await saveResults(settings, { metrics: { ...metrics, searchedWith: "plus_layer.onnx" } });
    Deno.env.set("ENCODER", encoder);
    const chosen = await openSearch(made.settings.run);
    Deno.env.delete("ENCODER");
    const { covered, products } = await recommendProducts(chosen, await openReasonParts(chosen), {
      ...{ k: 3, rows: chosen.products },
    });
    assert.deepEqual([chosen.embedding.name, covered], ["plus_layer.onnx", products]);
    await chosen.close();
  },
});
