/** What a study has found out, kept trial by trial: `Study`, `readStudy`, `writeStudy`, `summarise`. */

import { join } from "node:path";
import * as v from "valibot";
import { byName, Count, Fingerprint, Numeral, Share, Text } from "../../io/json.ts";
import { PROJECT_ROOT } from "../../io/paths.ts";
import { readRecord, writeRecord } from "../../io/record.ts";

/** The study that comes with the project; `deno task study` makes it. */
export const STUDY_PATH = join(PROJECT_ROOT, "data", "study.json");

const SEED_SCORES = v.strictObject({
  /** Draws the initial weights, the order of the photos and their augmentation. */
  seed: Count,
  /** Time to train, on the machine the study names. */
  minutes: Numeral,
  /** Of the validation photos; null for what does not learn. */
  loss: v.nullable(Numeral),
  /** P@5, micro, by transform of the vectors; each held-out photo is a query to all others. */
  precision: byName(Share),
  /** Recall@1 of augmented copies, by transform of the vectors. */
  copies: byName(Share),
});
/** What one training came to. */
export type SeedScores = v.InferOutput<typeof SEED_SCORES>;

/** `data/study.json`. */
const STUDY = {
  version: 1,
  hint: "run deno task study again",
  schema: v.strictObject({
    photos: v.strictObject({
      dataset: Text,
      trained: Count,
      judging: Count,
      /** Of the photos trained on, and of the held-out ones. */
      fingerprints: v.array(Fingerprint),
    }),
    profile: Text,
    /** P@5, micro, of a random order of the held-out photos. */
    chance: Share,
    backend: v.looseObject({ name: Text, device: Text }),
    trials: v.array(v.strictObject({
      name: Text,
      /** The whole recipe it was trained with, JSON; "" for what nobody trains. */
      recipe: Text,
      seeds: v.array(SEED_SCORES),
    })),
  }),
};
/** A study. */
export type Study = v.InferOutput<typeof STUDY.schema>;

/**
 * The study in `path`, or undefined where there is none.
 *
 * @throws {SyntaxError} if the file is damaged or of another version, with what to do
 */
export async function readStudy(path = STUDY_PATH): Promise<Study | undefined> {
  return await readRecord(path, STUDY);
}

/** Write a study, whole or not at all. */
export async function writeStudy(study: Study, path = STUDY_PATH): Promise<void> {
  await writeRecord(path, STUDY, study);
}

/** Mean and extremes over the seeds of a trial. */
export interface Summary {
  mean: number;
  low: number;
  high: number;
  /** Standard deviation, divisor n - 1; NaN for a single seed. */
  deviation: number;
}

/** Mean, extremes and spread of `values`, one a seed; one or more. */
export function summarise(values: readonly number[]): Summary {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    low: Math.min(...values),
    high: Math.max(...values),
    deviation: Math.sqrt(squares / (values.length - 1)),
  };
}
