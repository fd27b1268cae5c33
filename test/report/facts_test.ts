import assert from "node:assert/strict";
import { recipeText } from "../../lib/report/facts.ts";
import type { ModelFiles } from "../../lib/runs/run_files.ts";

Deno.test("recipeText() names the checkpoint that is fine-tuned in place of the initialisation", () => {
  const recipe = { epochs: 2, batchSize: 16, learningRate: 4e-4, init: "he", augment: false };
  const text = (more: object) => {
    const experiment = { recipe: { ...recipe, ...more } };
    return recipeText({ name: "contrastive", experiment } as unknown as ModelFiles);
  };
  assert.match(text({}), /, He initialisation$/);
  const begun = text({ startFrom: "pretrained" });
  assert.match(begun, /, fine-tuned from Pretrained \+Layer \(512-d\)$/);
  assert.doesNotMatch(begun, /He init/);
  assert.match(
    text({ startFrom: "mine/plus_layer" }),
    /, fine-tuned from \+Layer \(512-d\) of run mine$/,
  );
  const decoder = { decoderEpochs: 1, encoderRate: 0.3, chromaWeight: 4, lowResolutionEpochs: 2 };
  assert.match(
    text(decoder),
    /2 epochs \(2 of them at 64 x 64\), the decoder alone for the first 1 epoch, the encoder's/,
  );
  assert.match(text(decoder), /learning rate times 0.3, chroma weighted 4, He initialisation$/);
  // A run of another version may name a model that this one does not know.
  assert.match(text({ startFrom: "newer" }), /, fine-tuned from newer$/);
});
