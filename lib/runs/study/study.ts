/** What a study has found out, kept trial by trial: `Study`, `readStudy`, `writeStudy`, `summarise`. */

import { join } from "node:path";
import * as v from "valibot";
import { readJson, writeFileAtomic } from "../../io/files.ts";
import {
  byName,
  checked,
  Count,
  Fingerprint,
  Numeral,
  resultsJson,
  Share,
  Text,
} from "../../io/json.ts";
import { PROJECT_ROOT } from "../../io/paths.ts";

/** The study that comes with the project; `deno task study` makes it. */
export const STUDY_PATH = join(PROJECT_ROOT, "data", "study.json");

/** What one training came to. */
export interface SeedScores {
  /** Draws first weights, order and views. */
  seed: number;
  /** Time to train, on the machine the study names. */
  minutes: number;
  /** Of the validation photos; null for what does not learn. */
  loss: number | null;
  /** P@5, micro, by what vectors went through; each judging photo asks all the others. */
  precision: Record<string, number>;
  /** Share of changed copies that find their photo first, by what vectors went through. */
  copies: Record<string, number>;
}

/** A study. */
export interface Study {
  /** Photos trained on, and photos that judge: fingerprints, numbers. */
  photos: { dataset: string; trained: number; judging: number; fingerprints: string[] };
  profile: string;
  /** P@5, micro, of a blind draw of the judging photos. */
  chance: number;
  backend: { name: string; device: string };
  trials: StudiedTrial[];
}

/** A trial and what it came to. */
export interface StudiedTrial {
  name: string;
  /** The whole recipe it was trained with, JSON; "" for what nobody trains. */
  recipe: string;
  seeds: SeedScores[];
}

const Schema = v.strictObject({
  photos: v.strictObject({
    dataset: Text,
    trained: Count,
    judging: Count,
    fingerprints: v.array(Fingerprint),
  }),
  profile: Text,
  chance: Share,
  backend: v.looseObject({ name: Text, device: Text }),
  trials: v.array(v.strictObject({
    name: Text,
    recipe: Text,
    seeds: v.array(v.strictObject({
      seed: Count,
      minutes: Numeral,
      loss: v.nullable(Numeral),
      precision: byName(Share),
      copies: byName(Share),
    })),
  })),
});

/**
 * The study in `path`, or undefined where there is none.
 *
 * @throws {SyntaxError} if the file is damaged, naming it and what is wrong
 */
export async function readStudy(path = STUDY_PATH): Promise<Study | undefined> {
  return await readJson<Study>(path, checked(Schema));
}

/** Write a study, whole or not at all. */
export async function writeStudy(study: Study, path = STUDY_PATH): Promise<void> {
  await writeFileAtomic(path, resultsJson({ ...study }));
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
