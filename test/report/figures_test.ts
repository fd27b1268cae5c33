import assert from "node:assert/strict";
import { lossFigures } from "../../lib/report/figures.ts";
import type { ModelFiles } from "../../lib/runs/run_files.ts";
import { figureTitle } from "../../lib/view/figure.ts";
import { modelColor } from "../../lib/view/palette.ts";

const epoch = { epoch: 1, best: true, imagesPerSecond: 1, seconds: 1 };
const model = (name: ModelFiles["name"], trainLoss: number): ModelFiles => ({
  name,
  title: name,
  parameters: 1,
  experiment: {} as ModelFiles["experiment"],
  history: [{ ...epoch, trainLoss, validationLoss: null }],
});
const models = [model("baseline", 0.5), model("contrastive", 3), model("plus_layer", 0.25)];

Deno.test("lossFigures() draws losses of one kind together, in each model's own colour", () => {
  const [squared, contrast, ...rest] = lossFigures(models);
  assert.equal(rest.length, 0);
  const curves = ({ data }: NonNullable<typeof squared>) =>
    (data as { y: number[]; line: { color: string } }[]).map(({ y, line }) => [y[0], line.color]);
  assert.deepEqual(curves(squared!), [[0.5, modelColor("baseline")], [
    0.25,
    modelColor("plus_layer"),
  ]]);
  assert.deepEqual(curves(contrast!), [[3, modelColor("contrastive")]]);
  assert.match(figureTitle(contrast!), /NT-Xent/);
});

Deno.test("lossFigures() leaves out models of no epoch, and takes other names", () => {
  assert.deepEqual(lossFigures([{ ...models[0]!, history: [] }]), []);
  const [figure] = lossFigures(models.slice(0, 1), ["mine"]);
  assert.match((figure!.data[0] as { name: string }).name, /^mine, /);
});
