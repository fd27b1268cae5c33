import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { openImageStore } from "../../../lib/dataset/store/image_store.ts";
import { readVectors } from "../../../lib/embedding/vector_files.ts";
import { exportNetworks } from "../../../lib/report/export/export_networks.ts";
import { exportSearch } from "../../../lib/report/export/export_search.ts";
import { datasetDirectory, runDirectory } from "../../../lib/runs/directories.ts";
import { openSearch } from "../../../lib/runs/open_search.ts";
import { FlatIndex } from "../../../lib/search/flat_index.ts";
import { python } from "../../python.ts";
import { makeEvaluatedRun } from "../../runs/evaluated_run.ts";

const made = await makeEvaluatedRun("export");
const { settings } = made;
const folder = await Deno.makeTempDir();

Deno.test("what a search compares is exported, and finds the same from the file", async () => {
  const written = await exportSearch(settings, folder);
  assert.deepEqual(written.map((path) => relative(folder, path)), [
    "search.parquet",
    "search.safetensors",
  ]);
  const search = await openSearch(settings);
  for (const path of written) {
    const { vectors, dim, ids } = await readVectors(path);
    assert.deepEqual(vectors, search.embedding.vectors);
    assert.deepEqual(ids, search.embedding.ids);
    const query = search.store.rowsOf("test")[0]!;
    const found = await search.byId(ids[query]!, { k: 5 });
    const index = FlatIndex.build(vectors, dim, ids);
    const from = vectors.subarray(query * dim, (query + 1) * dim);
    const near = await index.search(from, 5, { filter: search.rows });
    assert.deepEqual(near.ids[0], found.map(({ id }) => id), path);
  }
  await search.close();
});

const needed = await python(["onnxruntime", "numpy", "safetensors"]);
Deno.test({
  ...needed.test("onnxruntime embeds photos with an exported network as the run has, within 1e-4"),
  async fn() {
    const written = await exportNetworks(settings, folder);
    assert.deepEqual(written.map((path) => relative(folder, path)), [
      "plus_layer.onnx",
      "plus_layer_decoder.onnx",
      "residual.onnx",
      "preprocessor_config.json",
    ]);
    const store = await openImageStore(datasetDirectory(settings));
    await Deno.writeFile(join(folder, "images.u8"), await store.readImages([0, 1, 2, 3]));
    store.close();
    const said = await needed.run(
      `import sys, json, numpy as np, onnxruntime as ort
from safetensors.numpy import load_file
folder, embeddings = sys.argv[1:]
config = json.load(open(f"{folder}/preprocessor_config.json"))
size = (config["size"]["height"], config["size"]["width"])
x = np.fromfile(f"{folder}/images.u8", np.uint8).reshape(-1, *size, 3).astype(np.float32)
x = (x * config["rescale_factor"] - config["image_mean"]) / config["image_std"]
session = ort.InferenceSession(f"{folder}/plus_layer.onnx")
(y,) = session.run(["embedding"], {"images": x.transpose(0, 3, 1, 2).astype(np.float32)})
theirs = load_file(embeddings)["vectors"][:4]
print(float(np.abs(y - theirs).max() / np.abs(theirs).max()))`,
      [folder, join(runDirectory(settings), "plus_layer", "embeddings.safetensors")],
    );
    assert.ok(Number(said) < 1e-4, said);
  },
});

Deno.test("after the exports", async () => {
  await made[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});
