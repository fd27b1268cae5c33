import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  DESCRIPTORS,
  FUSED_WEIGHTS,
  fusedComposition,
  SEARCH_NETWORK,
  searchComposition,
  withPosteriors,
} from "../../lib/embedding/compositions.ts";
import type { Composition } from "../../lib/embedding/compose.ts";
import { train } from "../../lib/runs/train.ts";
import {
  composeEvaluated,
  type EvaluatedEmbedding,
  evaluateModel,
  evaluateRaw,
  evaluationImages,
} from "../../lib/runs/evaluated_embeddings.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { FUSED_SUPERVISED, fuseEmbeddings } from "../../lib/runs/fused_embedding.ts";
import { openSearchNetwork } from "../../lib/runs/search_network.ts";
import { openTrained } from "../../lib/runs/trained.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { writePhotos } from "../photos.ts";

const THUMBNAIL = "16 x 16 pixels, mirrored";

Deno.test("evaluation and search embed a photo to the same bits: of the index, held-out, as bytes", async () => {
  const root = await Deno.makeTempDir();
  // 33 photos: one more than a batch of the encoder.
  await writePhotos(join(root, "photos"), 11);
  const settings = readSettings({
    dataset: join(root, "photos"),
    profile: "tiny",
    models: "plus_layer,contrastive",
    run: "same-bits-test",
    backend: cpuBackend,
  }, {});
  const store = await openDataset(settings);
  const rows = store.rowsOf("train");
  const labels = Array.from(rows, (row) => store.items[row]!.category);
  const { seed } = settings;
  const images = evaluationImages(store, { copies: 3, seed });
  const raw = [];
  for (const [name, encoder] of Object.entries(DESCRIPTORS)) {
    if (!(name in FUSED_WEIGHTS)) continue;
    raw.push(await evaluateRaw(images, { name, kind: "baseline", encoder }));
  }
  const { network } = await openSearchNetwork();
  raw.push(await evaluateModel(images, network, { name: SEARCH_NETWORK }));
  /** Search with `composition` and compare its vectors with those of the evaluation. */
  const compare = async (evaluated: EvaluatedEmbedding, composition: Composition) => {
    const search = await openSearch(settings, { composition });
    const { dim, vectors } = search.embedding;
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
      assert.deepEqual(await search.embed(photo), stored(Uint32Array.of(row)));
    }
    const copies = await images.copies.read(0, 3);
    assert.deepEqual(await search.embed(copies as Uint8Array), evaluated.copies);
    await search.close();
  };
  for (const name of ["plus_layer", "contrastive"] as const) {
    const experiment = createExperiment(settings, name);
    (await train(experiment)).model.dispose();
    const all = await openEmbeddings(experiment);
    const { model: trained } = await openTrained(experiment);
    const model = await evaluateModel(images, trained, { name: all.name, all });
    const options = { images: rows.length, whitenTo: 8, fused: { [THUMBNAIL]: 1 } };
    const plain = searchComposition(model.name, options);
    for (const composition of [plain, withPosteriors(plain)]) {
      const of = { of: model.name, transform: "fused", composition };
      await compare(await composeEvaluated([model, ...raw], of, { labels, seed }), composition);
    }
  }
  const { fused, supervised, fusion } = (await fuseEmbeddings(images, raw, {
    labels,
    k: 5,
    seed,
  }))!;
  const composition = fusedComposition(rows.length, fusion.weights);
  await compare(fused, composition);
  assert.equal(supervised!.name, FUSED_SUPERVISED);
  await compare(supervised!, withPosteriors(composition));
  store.close();
  for (const folder of [root, datasetDirectory(settings), runDirectory(settings)]) {
    await Deno.remove(folder, { recursive: true });
  }
});
