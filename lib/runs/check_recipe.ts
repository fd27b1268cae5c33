/**
 * The values that a recipe may have, `RECIPE`, and a check of one as people write it into a notebook,
 * whose types nobody checks: `checkRecipe`.
 */

import * as v from "valibot";
import { checked, Count, Numeral, Positive, Text } from "../io/json.ts";
import { WIDTHS } from "../model/architecture.ts";
import type { Recipe } from "./profiles.ts";

const Weight = v.pipe(Numeral, v.minValue(0));
const AboveZero = v.pipe(Numeral, v.gtValue(0));
const OneOf = <const T extends readonly string[]>(names: T) => v.optional(v.picklist(names));

/** What a recipe holds, by name. */
export const RECIPE = {
  // The ablation study evaluates initial weights, after 0 epochs.
  epochs: Count,
  batchSize: Positive,
  learningRate: AboveZero,
  schedule: OneOf(["constant", "cosine"]),
  augment: v.boolean(),
  balanced: v.optional(v.boolean()),
  patience: v.optional(Count),
  temperature: v.optional(AboveZero),
  reconstruction: v.optional(Weight),
  lowResolutionEpochs: v.optional(Count),
  decoderEpochs: v.optional(Count),
  encoderRate: v.optional(Weight),
  chromaWeight: v.optional(Weight),
  // The contrastive objective knows which.
  augmentations: v.optional(v.array(Text)),
  init: OneOf(["torch", "he"]),
  // Which models can be started from depends on the run.
  startFrom: v.optional(Text),
  width: v.optional(v.picklist(WIDTHS)),
} satisfies Record<keyof Recipe, v.GenericSchema>;
const SCHEMA = checked(v.object(RECIPE));

/**
 * Throw for an unknown name or a value out of range, which training would ignore.
 *
 * @throws {RangeError} with the name, what it must be, and its value
 */
export function checkRecipe(recipe: Recipe): void {
  const refuse = (condition: string) => {
    throw new RangeError(`Cannot create experiment as ${condition}`);
  };
  const names = Object.keys(RECIPE);
  const unknown = Object.keys(recipe).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    refuse(`a recipe has ${names.join(", ")}: current name is ${JSON.stringify(unknown)}`);
  }
  try {
    SCHEMA(recipe);
  } catch (error) {
    refuse((error as Error).message);
  }
}
