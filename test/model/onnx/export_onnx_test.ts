import assert from "node:assert/strict";
import { join } from "node:path";
import { useBackend } from "../../../lib/backend/mod.ts";
import { ARCHITECTURES, scaleArchitecture } from "../../../lib/model/architecture.ts";
import { Autoencoder } from "../../../lib/model/autoencoder.ts";
import {
  decoderOnnx,
  encoderOnnx,
  searchNetworkOnnx,
} from "../../../lib/model/onnx/export_onnx.ts";
import { imagesFromBytes } from "../../../lib/model/images.ts";
import { initialStateDict } from "../../../lib/model/state_dict.ts";
import { openSearchNetwork } from "../../../lib/runs/search_network.ts";
import { cpuBackend } from "../../cpu_backend.ts";
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

/** Largest difference, over the largest value. */
function worst(ours: Float32Array, theirs: Float32Array): number {
  assert.equal(theirs.length, ours.length);
  const largest = ours.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.ok(largest > 0);
  return ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0) / largest;
}

const needed = await python(["onnxruntime", "numpy"]);
const folder = await Deno.makeTempDir();
const COUNT = 3;
const images = Uint8Array.from({ length: COUNT * 128 * 128 * 3 }, (_, i) => {
  return 128 + 127 * Math.sin(i / 7 + Math.floor(i / 49152) * i / 1000);
});

/** What onnxruntime makes of the images, or of `vectors`. */
async function run(network: Uint8Array, vectors: Float32Array = new Float32Array()) {
  await Deno.writeFile(join(folder, "x.onnx"), network);
  await Deno.writeFile(join(folder, "in.bin"), images);
  await Deno.writeFile(join(folder, "in.f32"), new Uint8Array(vectors.slice().buffer));
  const said = await needed.run(RUN, [folder, "x", String(COUNT)]);
  const values = new Float32Array((await Deno.readFile(join(folder, "out.bin"))).buffer);
  return { said: said.trim(), values };
}

for (const name of ["plus_layer", "baseline"] as const) {
  // Narrow, so that it takes a second; every layer is there.
  const architecture = scaleArchitecture(ARCHITECTURES[name], 0.125);
  const weights = initialStateDict(architecture, 3, "he");
  Deno.test({
    ...needed.test(`onnxruntime computes what ${name} computes, within 1e-4`),
    async fn() {
      await useBackend(cpuBackend);
      for (const mirrorInvariant of [false, true]) {
        const model = new Autoencoder(architecture, weights, { mirrorInvariant });
        const embedded = await model.embed(images);
        const { values, said } = await run(encoderOnnx(architecture, weights, { mirrorInvariant }));
        assert.ok(worst(embedded, values) < 1e-4, `${worst(embedded, values)}`);
        const kind = mirrorInvariant
          ? "mean of encode of an image and of its mirror image"
          : "encode";
        const dim = name === "baseline" ? 512 : 64;
        assert.equal(
          said,
          `['images', 'embedding', ['n', ${dim}], {'embedding': '${kind}'}]`,
        );
        const vectors = await model.encode(imagesFromBytes(images));
        const decoded = await run(decoderOnnx(architecture, weights), vectors);
        const drawn = await model.decode(vectors);
        assert.ok(worst(drawn, decoded.values) < 1e-4, `${worst(drawn, decoded.values)}`);
        model.dispose();
      }
    },
  });
}

Deno.test({
  ...needed.test("onnxruntime computes what the residual network computes, within 1e-4"),
  async fn() {
    await useBackend(cpuBackend);
    const { network } = await openSearchNetwork();
    const embedded = await network.embed(images);
    const { values } = await run(searchNetworkOnnx(await network.stateDict()));
    network.dispose();
    assert.ok(worst(embedded, values) < 1e-4, `${worst(embedded, values)}`);
  },
});

Deno.test("encoderOnnx() refuses weights of another network", () => {
  const weights = initialStateDict(ARCHITECTURES.baseline, 1);
  assert.throws(() => encoderOnnx(ARCHITECTURES.plus_layer, weights), TypeError);
});

Deno.test("after the networks", async () => await Deno.remove(folder, { recursive: true }));
