/**
 * What the files that tell of a training must hold: `EXPERIMENT` and `HISTORY`; keys that they do not
 * name are let through.
 */

import * as v from "valibot";
import { byName, Count, Numeral, Positive, Text } from "../json.ts";
import { MODEL_NAMES } from "./architecture.ts";
import type { ExperimentRecord } from "./experiment_record.ts";

const Experiment = v.looseObject({
  run: Text,
  profile: Text,
  model: v.picklist(MODEL_NAMES),
  recipe: v.looseObject({
    epochs: Positive,
    batchSize: Positive,
    learningRate: Numeral,
    init: v.optional(Text),
    schedule: v.optional(Text),
    augment: v.boolean(),
    patience: v.optional(Count),
  }),
  seed: v.pipe(Count, v.maxValue(0xffffffff)),
  dataset: v.looseObject({
    name: Text,
    setting: v.optional(Text),
    origin: v.optional(Text),
    mirror: v.optional(Text),
    split: Text,
    fingerprint: v.pipe(Text, v.regex(/^[0-9a-f]+$/)),
    photos: Count,
    splits: v.looseObject({ train: Count, validation: Count, test: Count }),
  }),
  backend: v.looseObject({ name: Text, device: Text }),
  versions: byName(Text),
});

/** What `experiment.json` must hold; names of ways to train are texts, as other versions know others. */
export const EXPERIMENT = Experiment as v.GenericSchema<unknown, unknown> as v.GenericSchema<
  unknown,
  ExperimentRecord
>;

/** What `history.json` must hold. */
export const HISTORY = v.array(v.looseObject({
  epoch: Positive,
  trainLoss: Numeral,
  validationLoss: v.nullable(Numeral),
  best: v.boolean(),
  imagesPerSecond: v.pipe(Numeral, v.minValue(0)),
  seconds: v.pipe(Numeral, v.minValue(0)),
}));
