/** What `experiment.json` must hold: `EXPERIMENT`; keys that it does not name are let through. */

import * as v from "valibot";
import { byName, Count, Fingerprint, Numeral, Positive, Text } from "../io/json.ts";
import { MODEL_NAMES, WIDTHS } from "../model/architecture.ts";
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
    startFrom: v.optional(Text),
    schedule: v.optional(Text),
    augment: v.boolean(),
    patience: v.optional(Count),
    balanced: v.optional(v.boolean()),
    halvedEpochs: v.optional(Count),
    width: v.optional(v.picklist(WIDTHS)),
    views: v.optional(v.array(Text)),
  }),
  seed: v.pipe(Count, v.maxValue(0xffffffff)),
  dataset: v.looseObject({
    name: Text,
    setting: v.optional(Text),
    origin: v.optional(Text),
    mirror: v.optional(Text),
    split: Text,
    fingerprint: Fingerprint,
    photos: Count,
    splits: v.looseObject({ train: Count, validation: Count, test: Count }),
  }),
  backend: v.looseObject({ name: Text, device: Text }),
  versions: byName(Text),
});

/** Names of ways to train are texts, as other versions know others. */
export const EXPERIMENT = Experiment as v.GenericSchema<unknown, unknown> as v.GenericSchema<
  unknown,
  ExperimentRecord
>;
