import assert from "node:assert/strict";
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
import { assertClose, IMAGES, needed, runOnnx } from "./onnx_peer.ts";

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
        const embedded = await model.embed(IMAGES);
        const { values, said } = await runOnnx(
          encoderOnnx(architecture, weights, { mirrorInvariant }),
        );
        assertClose(embedded, values);
        const kind = mirrorInvariant
          ? "mean of encode of an image and of its mirror image"
          : "encode";
        const dim = name === "baseline" ? 512 : 64;
        assert.equal(
          said,
          `['images', 'embedding', ['n', ${dim}], {'embedding': '${kind}'}]`,
        );
        const vectors = await model.encode(imagesFromBytes(IMAGES));
        const decoded = await runOnnx(decoderOnnx(architecture, weights), vectors);
        assertClose(await model.decode(vectors), decoded.values);
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
    const embedded = await network.embed(IMAGES);
    const { values } = await runOnnx(searchNetworkOnnx(await network.stateDict()));
    network.dispose();
    assertClose(embedded, values);
  },
});

Deno.test("encoderOnnx() refuses weights of another network", () => {
  const weights = initialStateDict(ARCHITECTURES.baseline, 1);
  assert.throws(() => encoderOnnx(ARCHITECTURES.plus_layer, weights), TypeError);
});
