import assert from "node:assert/strict";
import {
  type Ablations,
  ablationTable,
  ablationText,
  augmentationVerdict,
  clearDifferences,
  objectiveVerdict,
  openAblations,
} from "../../lib/report/ablations.ts";
import { summarise } from "../../lib/runs/study/study.ts";
import { plainText } from "../../lib/view/plain_text.ts";

const row = (name: string, ...scores: number[]) => ({
  name,
  precision: summarise(scores),
  raw: summarise(scores),
  copies: summarise(scores),
  seeds: scores.length,
});

function ablationsOf(...others: ReturnType<typeof row>[]): Ablations {
  const base = row("contrastive", 0.6, 0.61, 0.62);
  const study = { chance: 0.1 } as Ablations["study"];
  return { study, base, rows: [base, ...others] };
}

Deno.test("clearDifferences() are those whose ranges do not touch the range of the base", () => {
  const ablations = ablationsOf(
    row("up", 0.63, 0.7),
    row("down", 0.4, 0.59),
    row("same", 0.59, 0.61),
  );
  const { better, worse, unclear } = clearDifferences(ablations);
  assert.deepEqual([better, worse, unclear].map((rows) => rows.map(({ name }) => name)), [
    ["up"],
    ["down"],
    ["same"],
  ]);
  assert.match(
    ablationText(ablations).source.replaceAll("\\", ""),
    /0\.610 \(0\.600 to 0\.620 over seeds\)\. Clearly better: up \(\+0\.055\)\. Clearly worse: down \(-0\.115\)\. Within seed variance: same \(-0\.010\)\.$/,
  );
});

Deno.test("ablationTable() has the best first", () => {
  const text = plainText(ablationTable(ablationsOf(row("up", 0.7, 0.8), row("one seed", 0.5))));
  assert.ok(text.indexOf("up") < text.indexOf("contrastive"));
  assert.match(text, /up\s+0\.750 ± 0\.071/);
  assert.match(text, /one seed\s+0\.500 /);
});

Deno.test("verdicts on ablations leave open what overlaps", () => {
  const objective = (...scores: number[]) =>
    objectiveVerdict(ablationsOf(row("reconstruction", ...scores))).source;
  assert.match(objective(0.5, 0.55), /\*\*yes\.\*\*/);
  assert.match(objective(0.65, 0.7), /\*\*no\.\*\*/);
  assert.match(objective(0.55, 0.61), /\*\*cannot tell\.\*\*/);
  assert.match(objectiveVerdict(ablationsOf()).source, /cannot tell/);
  const augmentation = (colour: number[], crop: number[]) =>
    augmentationVerdict(
      ablationsOf(row("no colour jitter", ...colour), row("no random crop", ...crop)),
    ).source;
  assert.match(augmentation([0.48, 0.49], [0.64, 0.65]), /\*\*yes\.\*\*.*hides the product/);
  assert.match(augmentation([0.6, 0.61], [0.5, 0.51]), /\*\*no\.\*\*/);
  assert.match(augmentation([0.5, 0.6], [0.55, 0.56]), /\*\*cannot tell\.\*\*/);
});

Deno.test("openAblations() reads the study that comes with the project, in the field's words", async () => {
  const ablations = await openAblations();
  const names = ablations.rows.map(({ name }) => name);
  assert.ok(names.includes("supervised") && names.includes("no colour jitter"));
  assert.ok(!names.includes("told the category"));
  await assert.rejects(openAblations("/nowhere/study.json"), /is missing: deno task study/);
});
