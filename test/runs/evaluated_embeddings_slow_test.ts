import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { searchComposition } from "../../lib/embedding/compositions.ts";
import { thumbnailDescriptor } from "../../lib/embedding/descriptors.ts";
import { train } from "../../lib/runs/train.ts";
import {
  composeEvaluated,
  evaluateBaseline,
  evaluateModel,
  evaluationImages,
} from "../../lib/runs/evaluated_embeddings.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { openRetrievers } from "../../lib/runs/retrievers.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { writePhotos } from "../photos.ts";

Deno.test("evaluation and search embed a photo to the same bits: of the index, held-out, as bytes", async () => {
  const root = await Deno.makeTempDir();
  // 33 photos: one more than a batch of the encoder.
  await writePhotos(join(root, "photos"), 11);
  const settings = readSettings({
    dataset: join(root, "photos"),
    profile: "tiny",
    run: "test",
    backend: cpuBackend,
  }, {});
  const store = await openDataset(settings);
  const rows = store.rowsOf("train");
  const labels = Array.from(rows, (row) => store.items[row]!.category);
  for (const name of ["plus_layer", "contrastive"] as const) {
    const experiment = { ...createExperiment(settings, name), directory: join(root, name) };
    (await train(experiment)).model.dispose();
    const images = evaluationImages(store, { copies: 3, seed: settings.seed });
    const model = await evaluateModel(experiment, images, await openEmbeddings(experiment));
    const pixels = await evaluateBaseline(
      "pixels",
      (bytes) => thumbnailDescriptor(bytes, { mirrored: true }),
      images,
    );
    for (const options of [{ whitenTo: 8 }, { whitenTo: 8, categoryWeight: 1 }]) {
      const composition = searchComposition(model.name, {
        images: rows.length,
        fused: { pixels: 1 },
        ...options,
      });
      const evaluated = await composeEvaluated([model, pixels], {
        of: model.name,
        transform: "fused",
        composition,
      }, { labels, seed: settings.seed });
      const [retriever] = await openRetrievers([experiment], store, { rows, ...options });
      const { dim, vectors } = retriever!;
      assert.equal(evaluated.dim, dim);
      const stored = (of: Uint32Array) =>
        Float32Array.from(
          [...of].flatMap((row) => [...vectors.subarray(row * dim, (row + 1) * dim)]),
        );
      assert.deepEqual(evaluated.ids, Array.from(rows, (row) => store.items[row]!.id));
      assert.deepEqual(evaluated.vectors, stored(rows));
      assert.ok(images.validation.length > 0);
      assert.deepEqual(evaluated.validation, stored(images.validation));
      assert.deepEqual(evaluated.test, stored(images.test));
      for (const row of [rows[0]!, images.validation[0]!, store.count - 1]) {
        const photo = await store.readImages([row]);
        assert.deepEqual(await retriever!.embed(photo), stored(Uint32Array.of(row)));
      }
      const copies = await images.copies.read(0, 3);
      assert.deepEqual(await retriever!.embed(copies as Uint8Array), evaluated.copies);
      await retriever!.dispose();
    }
  }
  store.close();
  await Deno.remove(root, { recursive: true });
  await Deno.remove(datasetDirectory(settings), { recursive: true });
});
