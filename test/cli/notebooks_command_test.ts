import assert from "node:assert/strict";
import { kernelEnvironment } from "../../lib/cli/notebooks_command.ts";

Deno.test("kernelEnvironment() makes paths absolute and leaves names and addresses", () => {
  const env = { DATASET: "./photos", COMPLETE_THE_LOOK_TSV: "items.tsv", OTHER: "1" };
  assert.deepEqual(kernelEnvironment(env, "/home"), {
    DATASET: "/home/photos",
    COMPLETE_THE_LOOK_TSV: "/home/items.tsv",
  });
  const files = { EMBEDDINGS: "clip.npy, /v/dino.parquet,", ENCODER: "clip.onnx" };
  assert.deepEqual(kernelEnvironment(files, "/home"), {
    EMBEDDINGS: "/home/clip.npy,/v/dino.parquet",
    ENCODER: "/home/clip.onnx",
  });
  assert.deepEqual(kernelEnvironment({ DATASET: "boards" }, "/home"), { DATASET: "boards" });
});
