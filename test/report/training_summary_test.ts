import assert from "node:assert/strict";
import type { EpochRecord } from "../../lib/model/history.ts";
import {
  historiesOf,
  lossVerdict,
  referenceVerdict,
  trainingTable,
} from "../../lib/report/training_summary.ts";
import { plainText } from "../../lib/view/plain_text.ts";

const epoch = (epoch: number, trainLoss: number, validationLoss: number | null): EpochRecord => ({
  epoch,
  trainLoss,
  validationLoss,
  best: true,
  imagesPerSecond: 10,
  seconds: 60,
});
const HISTORIES = {
  baseline: [epoch(1, 0.3, 0.2)],
  plus_layer: [epoch(1, 0.4, 0.35), epoch(2, 0.3, 0.25)],
  contrastive: [epoch(1, 3, 2.5), epoch(2, 2, null)],
};
const PCA = [{ name: "PCA-64", dimensions: 64, mse: 0.1 }];

Deno.test("historiesOf() has the losses of reconstruction alone", () => {
  assert.deepEqual(historiesOf(HISTORIES), [
    { name: "Baseline (4096-d)", train: [0.3], validation: [0.2] },
    { name: "+Layer (512-d)", train: [0.4, 0.3], validation: [0.35, 0.25] },
  ]);
});

Deno.test("trainingTable() has models and references, each with its loss on held-out images", () => {
  const text = plainText(trainingTable(HISTORIES, PCA));
  assert.match(text, /Baseline \(4096-d\)\s+4,096 .* 0\.3000\s+0\.2000\s+1\.0/);
  assert.match(text, /\+Layer \(512-d\)\s+512 /);
  assert.match(text, /PCA-64\s+64 .*0\.1000/);
});

Deno.test("lossVerdict() looks at models of more than one epoch", () => {
  assert.match(
    lossVerdict(HISTORIES).source,
    /\*\*yes\.\*\* \\\+Layer .* from 0\.3500 to 0\.2500 in 2 epochs\.$/,
  );
  assert.match(lossVerdict({ baseline: HISTORIES.baseline }).source, /cannot tell/);
  const rising = [epoch(1, 0.4, 0.3), epoch(2, 0.3, 0.4)];
  assert.match(lossVerdict({ baseline: rising }).source, /\*\*no\.\*\*/);
  // The loss of images that were trained on is none of held-out ones.
  const trainedOn = [epoch(1, 0.4, null), epoch(2, 0.3, null)];
  assert.match(lossVerdict({ baseline: trainedOn }).source, /cannot tell.* no validation split/);
});

Deno.test("referenceVerdict() compares the best reference with every autoencoder", () => {
  assert.match(referenceVerdict(HISTORIES, PCA).source, /\*\*yes\.\*\* PCA\\-64 .* 0\.1000/);
  const worse = [{ ...PCA[0]!, mse: 0.22 }];
  assert.match(referenceVerdict(HISTORIES, worse).source, /\*\*no\.\*\*/);
  const { contrastive } = HISTORIES;
  assert.match(referenceVerdict({ contrastive }, PCA).source, /cannot tell/);
  const baseline = [epoch(1, 0.3, null)];
  assert.match(
    referenceVerdict({ baseline }, PCA).source,
    /cannot tell.* no network was validated/,
  );
});
