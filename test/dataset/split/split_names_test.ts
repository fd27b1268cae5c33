import assert from "node:assert/strict";
import { splitNamed } from "../../../lib/dataset/split/split_names.ts";

Deno.test("splitNamed() knows the names that data sets give their splits", () => {
  const names = {
    train: [
      "train",
      "Training",
      "training_set",
      "Train Images",
      "trainset",
      "train2017",
      "TRAIN-DATA",
    ],
    validation: ["val", "valid", "dev", "Validation set", "val_images", "devset", "val2017"],
    test: ["test", "testing", "Hold-out", "eval", "test_set", "Testing Data", "testset1"],
  };
  for (const [split, folders] of Object.entries(names)) {
    for (const folder of folders) assert.equal(splitNamed(folder), split, folder);
  }
  const others = [
    "",
    "data",
    "images",
    "set",
    "2017",
    "trainers",
    "trains",
    "tester",
    "dress",
    "evals",
  ];
  for (const folder of others) assert.equal(splitNamed(folder), undefined, folder);
});
