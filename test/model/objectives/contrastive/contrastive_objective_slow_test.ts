import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../../lib/backend/mod.ts";
import { createExperiment } from "../../../../lib/runs/experiment.ts";
import { readSettings } from "../../../../lib/runs/settings.ts";
import { Autoencoder } from "../../../../lib/model/autoencoder.ts";
import { loadWeights } from "../../load_weights.ts";
import { ContrastiveObjective } from "../../../../lib/model/objectives/contrastive/contrastive_objective.ts";
import { initialStateDict } from "../../../../lib/model/state_dict.ts";
import { train } from "../../../../lib/runs/train.ts";
import { openEmbeddings } from "../../../../lib/runs/embeddings.ts";
import { createRandom } from "../../../../lib/io/random.ts";
import { preparePhotos } from "../../../photos.ts";
import { NARROW } from "../../narrow.ts";

const { photos, datasetDirectory, store } = await preparePhotos(6);

for (const lowResolutionEpochs of [0, 1]) {
  for (const supervised of [false, true]) {
    const kind = supervised ? "supervised" : "NT-Xent";
    const at = lowResolutionEpochs ? ", low resolution" : "";
    Deno.test(`the gradient is the loss's slope: ${kind}${at}`, async () => {
      await useBackend();
      const weights = initialStateDict(NARROW, 4, "he");
      const model = new Autoencoder(NARROW, weights);
      const recipe = {
        epochs: 1,
        batchSize: 6,
        learningRate: 1e-3,
        augment: false,
        lowResolutionEpochs,
      };
      const objective = new ContrastiveObjective({ model, store, recipe, seed: 1 }, { supervised });
      const head = await objective.stateDict();
      const rows = Uint32Array.of(0, 1, 2, 7, 8, 14);
      const images = await store.readImages(rows);
      const step = () => objective.lossAndGradients({ rows, keys: rows, images }, 1);

      const { loss, gradients } = step();
      const random = createRandom(5);
      const all = { ...model.variables, ...objective.variables };
      // Along the gradient, each tensor at a random rate: steep enough to be measured in float32.
      const direction = Object.entries(all).map(([name, variable]) => {
        const gradient = gradients[variable.name]!;
        const rate = 0.5 + random();
        return { name, gradient, values: tf.mul(tf.div(gradient, tf.norm(gradient)), rate) };
      });
      let slope = 0;
      for (const { gradient, values } of direction) {
        slope += (await tf.sum(tf.mul(gradient, values)).data())[0]!;
      }
      const h = 3e-4;
      const lossAt = async (distance: number) => {
        for (const { name, values } of direction) {
          all[name]!.assign(tf.add(all[name]!, tf.mul(values, distance)));
        }
        const there = step();
        const [value] = await there.loss.data();
        for (const { name, values } of direction) {
          all[name]!.assign(tf.sub(all[name]!, tf.mul(values, distance)));
        }
        return value!;
      };
      const measured = (await lossAt(h) - await lossAt(-h)) / (2 * h);
      assert.ok(Math.abs(slope) > 1e-2, `${slope}`);
      assert.ok(Math.abs(measured - slope) < 0.03 * Math.abs(slope), `${measured}, ${slope}`);
      assert.ok((await loss.data())[0]! > 0 && Object.keys(head).length === 4);
      objective.dispose();
      model.dispose();
    });
  }
}

Deno.test("ContrastiveObjective makes an epoch's batches alike and keeps no tensors", async () => {
  await useBackend();
  const model = new Autoencoder(NARROW, initialStateDict(NARROW, 4, "he"));
  const recipe = { epochs: 1, batchSize: 4, learningRate: 1e-3, augment: false };
  const objective = new ContrastiveObjective({ model, store, recipe, seed: 1 }, {
    supervised: false,
  });
  // 9 photos in three steps of at most four: three each, not 4, 4 and 1.
  assert.equal(objective.batchSize(9), 3);
  const rows = Uint32Array.of(3, 4, 5);
  const images = await store.readImages(rows);
  const held = tf.memory().numTensors;
  for (let i = 0; i < 2; i++) {
    const { loss, gradients } = objective.lossAndGradients({ rows, keys: rows, images }, 1);
    tf.dispose([loss, gradients]);
    await objective.loss(rows);
  }
  assert.equal(tf.memory().numTensors, held);
  // The same views each time: the loss of photos that are not trained on can be compared.
  assert.equal(await objective.loss(rows), await objective.loss(rows));
  objective.dispose();
  model.dispose();
});

Deno.test("ContrastiveObjective evaluates categories in batches that mix them", async () => {
  await useBackend();
  const model = new Autoencoder(NARROW, initialStateDict(NARROW, 4, "he"));
  const asked: number[][] = [];
  const watched = Object.create(store, {
    readImages: {
      value: (rows: Uint32Array) => {
        asked.push([...rows]);
        return store.readImages(rows);
      },
    },
  });
  const recipe = { epochs: 1, batchSize: 6, learningRate: 1e-3, augment: false };
  const context = { model, store: watched, recipe, seed: 1 };
  const objective = new ContrastiveObjective(context, { supervised: true });
  // Rows as a split has them: six of each of three categories, one after another.
  const rows = Uint32Array.from({ length: 18 }, (_, row) => row);
  await objective.loss(rows);
  assert.deepEqual(asked.map(({ length }) => length), [6, 6, 6]);
  assert.deepEqual(asked.flat().toSorted((a, b) => a - b), [...rows]);
  for (const batch of asked) {
    assert.ok(new Set(batch.map((row) => store.items[row]!.category)).size > 1, batch.join());
  }
  objective.dispose();
  model.dispose();
});

Deno.test("train() of contrastive goes on exactly, and keeps a model without the head", async () => {
  const recipe = {
    epochs: 2,
    batchSize: 8,
    learningRate: 1e-3,
    init: "he",
    augment: false,
    lowResolutionEpochs: 1,
  } as const;
  const experiment = async () => ({
    ...createExperiment(readSettings({ dataset: photos, run: "test" }, {}), "contrastive"),
    recipe,
    datasetDirectory,
    directory: await Deno.makeTempDir(),
  });
  const [once, twice] = [await experiment(), await experiment()];
  const whole = await train(once);
  const abort = new AbortController();
  await assert.rejects(
    train(twice, {
      signal: abort.signal,
      onStep: ({ epoch }) => {
        if (epoch === 2) abort.abort(new Error("stopped"));
      },
    }),
    /stopped/,
  );
  const resumed = await train(twice);
  assert.equal(resumed.resumedEpochs, 1);
  assert.deepEqual(await resumed.model.stateDict(), await whole.model.stateDict());
  const { weights } = await loadWeights(`${once.directory}/best.safetensors`);
  assert.ok(Object.keys(weights).every((name) => /^(encoder|decoder)\./.test(name)));
  whole.model.dispose();
  resumed.model.dispose();
  const { dim, vectors } = await openEmbeddings(once);
  assert.equal(vectors.length, store.count * dim);
});
