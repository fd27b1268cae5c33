import { useBackend } from "../../../lib/backend/mod.ts";
import { ARCHITECTURES } from "../../../lib/model/architecture.ts";
import { Autoencoder } from "../../../lib/model/autoencoder.ts";
import { imagesFromBytes } from "../../../lib/model/images.ts";
import { decoderOnnx, encoderOnnx } from "../../../lib/model/onnx/export_onnx.ts";
import { PRESETS } from "../../../lib/runs/presets.ts";
import { openPretrained, PRETRAINED_NAMES } from "../../../lib/runs/pretrained.ts";
import { assertClose, IMAGES, needed, runOnnx } from "./onnx_peer.ts";

for (const name of PRETRAINED_NAMES) {
  Deno.test({
    ...needed.test(`onnxruntime computes what ${PRESETS[name].title} computes, within 1e-4`),
    async fn() {
      await useBackend();
      const architecture = ARCHITECTURES[PRESETS[name].architecture];
      const { weights } = await openPretrained(name);
      const model = new Autoencoder(architecture, weights);
      assertClose(
        await model.embed(IMAGES),
        (await runOnnx(encoderOnnx(architecture, weights))).values,
      );
      const vectors = await model.encode(imagesFromBytes(IMAGES));
      const { values } = await runOnnx(decoderOnnx(architecture, weights), vectors);
      assertClose(await model.decode(vectors), values);
      model.dispose();
    },
  });
}
