import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type Checkpoint,
  loadCheckpoint,
  saveCheckpoint,
  saveWeights,
} from "../../lib/model/checkpoint.ts";
import { loadWeights } from "./load_weights.ts";

const weight = (shape: number[], from: number) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => from + i / 7),
});

const checkpoint: Checkpoint = {
  weights: { "encoder.0.weight": weight([2, 3, 3, 3], 1), "encoder.0.bias": weight([2], -1) },
  adam: {
    step: 12,
    moments: { "encoder.0.bias": { m: weight([2], 0.5), v: weight([2], 0.25) } },
  },
  history: [{
    epoch: 1,
    trainLoss: 0.3,
    validationLoss: null,
    best: true,
    imagesPerSecond: 9,
    seconds: 2,
  }],
  identity: { architecture: "plus_layer", dataset: "photos" },
};

Deno.test("saveCheckpoint() keeps everything that loadCheckpoint() gives back", async () => {
  const path = join(await Deno.makeTempDir(), "run", "last.safetensors");
  assert.equal(await loadCheckpoint(path), undefined);
  await saveCheckpoint(path, checkpoint);
  assert.deepEqual(await loadCheckpoint(path), checkpoint);
});

Deno.test("loadCheckpoint() refuses weights alone and a truncated file, naming it", async () => {
  const path = join(await Deno.makeTempDir(), "last.safetensors");
  await saveWeights(path, checkpoint.weights, { identity: "weights alone" });
  assert.deepEqual(await loadWeights(path), {
    weights: checkpoint.weights,
    metadata: { identity: "weights alone" },
  });
  await assert.rejects(loadCheckpoint(path), /last\.safetensors" as it is not a checkpoint/);
  await Deno.truncate(path, 100);
  await assert.rejects(loadCheckpoint(path), /Cannot read ".*last\.safetensors"/);
});
