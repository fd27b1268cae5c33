/** onnxruntime in Python, which tests compare exported networks with: `OnnxPeer`. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { python } from "../../python.ts";

/** Runs a network, as a user would: images as bytes, NHWC, to float32, NCHW, in [-1, 1]. */
const RUN = `
import sys, numpy as np, onnxruntime as ort
folder, network, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
session = ort.InferenceSession(f"{folder}/{network}.onnx", providers=["CPUExecutionProvider"])
x = np.fromfile(f"{folder}/in.bin", np.uint8).reshape(count, 128, 128, 3)
x = (x.astype(np.float32) / 127.5 - 1).transpose(0, 3, 1, 2)
encoder = session.get_inputs()[0].name == "images"
if not encoder: x = np.fromfile(f"{folder}/in.f32", np.float32).reshape(count, -1)
(y,) = session.run(None, {session.get_inputs()[0].name: x})
if not encoder: y = y.transpose(0, 2, 3, 1)
np.ascontiguousarray(y).tofile(f"{folder}/out.bin")
print([session.get_inputs()[0].name, session.get_outputs()[0].name, session.get_outputs()[0].shape, session.get_modelmeta().custom_metadata_map])`;

const COUNT = 3;
/** Images that networks are compared on, uint8 `[3, 128, 128, 3]`. */
export const IMAGES = Uint8Array.from({ length: COUNT * 128 * 128 * 3 }, (_, i) => {
  return 128 + 127 * Math.sin(i / 7 + Math.floor(i / 49152) * i / 1000);
});

/** The Python that has onnxruntime, if there is one. */
export const needed = await python(["onnxruntime", "numpy"]);

/** What onnxruntime makes of `IMAGES`, or of `vectors`, and what it says of the network. */
export async function runOnnx(network: Uint8Array, vectors: Float32Array = new Float32Array()) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(join(folder, "x.onnx"), network);
    await Deno.writeFile(join(folder, "in.bin"), IMAGES);
    await Deno.writeFile(join(folder, "in.f32"), new Uint8Array(vectors.slice().buffer));
    const said = await needed.run(RUN, [folder, "x", String(COUNT)]);
    const values = new Float32Array((await Deno.readFile(join(folder, "out.bin"))).buffer);
    return { said: said.trim(), values };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Throw unless values are within 1e-4 of the largest of them. */
export function assertClose(ours: Float32Array, theirs: Float32Array): void {
  assert.equal(theirs.length, ours.length);
  const largest = ours.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.ok(largest > 0);
  const worst = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0);
  assert.ok(worst / largest < 1e-4, `${worst / largest}`);
}
