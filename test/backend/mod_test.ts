import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, useBackend } from "../../lib/backend/mod.ts";
import { availableBackends } from "../available_backends.ts";

Deno.test("useBackend() prepares every backend that availableBackends() lists", async () => {
  const available = await availableBackends();
  assert.ok(available.includes("cpu"));
  for (const name of available) {
    const backend = await useBackend(name);
    assert.equal(backend.name, name);
    assert.equal(tf.getBackend(), name);
    assert.ok(backend.device.length > 0);
    const product = tf.matMul([[1, 2], [3, 4]], [[5], [6]]);
    assert.deepEqual(Array.from(await product.data()), [17, 39]);
    product.dispose();
  }
});

Deno.test("useBackend() without a name keeps the one in use", async () => {
  await useBackend("cpu");
  assert.equal((await useBackend()).name, "cpu");
  await useBackend("auto");
});

Deno.test("useBackend() refuses an unknown name with those that exist", async () => {
  await assert.rejects(
    useBackend("cuda" as BackendName),
    /name must be one of auto, tensorflow, webgpu, cpu: current value is "cuda"/,
  );
});
