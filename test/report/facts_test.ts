import assert from "node:assert/strict";
import { recipeText } from "../../lib/report/facts.ts";
import type { ModelFiles } from "../../lib/runs/run_files.ts";

Deno.test("recipeText() says whose weights a training began with, in place of how they are drawn", () => {
  const recipe = { epochs: 2, batchSize: 16, learningRate: 4e-4, init: "he", augment: false };
  const text = (more: object) => {
    const experiment = { recipe: { ...recipe, ...more } };
    return recipeText({ name: "contrastive", experiment } as unknown as ModelFiles);
  };
  assert.match(text({}), /, first weights by He$/);
  const begun = text({ startFrom: "pretrained" });
  assert.match(begun, /, begun with the weights of Pretrained \(512-d\)$/);
  assert.doesNotMatch(begun, /by He/);
  // A run of another version may name a model that this one does not know.
  assert.match(text({ startFrom: "newer" }), /, begun with the weights of newer$/);
});
