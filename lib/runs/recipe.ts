/**
 * How a model of a run is trained: `Recipe`, the values that it may have, `RECIPE`, and a check of one as
 * people write it into a notebook, whose types nobody checks: `checkRecipe`.
 */

import * as v from "valibot";
import { checked, Text } from "../io/json.ts";
import { WIDTHS } from "../model/architecture.ts";
import { TRAINING } from "../model/recipe.ts";
import type { InitName } from "../model/state_dict.ts";
import type { ModelName } from "./presets.ts";

const INITS = ["torch", "he"] as const satisfies readonly InitName[];

/** What a recipe holds, by name. */
export const RECIPE = {
  ...TRAINING,
  /** Initialisation of the weights. @default "torch", as the original */
  init: v.optional(v.picklist(INITS)),
  /**
   * The model to fine-tune: one of the same run, trained before on the same photos, one that comes
   * pretrained, or another run's, whatever its photos: `"boards-long/plus_layer"`; of the same layers
   * and width. A projection head is initialised in any case.
   *
   * @default undefined, which trains from scratch
   */
  // Which models there are depends on the run.
  startFrom: v.optional(Text as v.GenericSchema<ModelName | `${string}/${ModelName}`>),
  /** Times as many channels in every layer. @default 1 */
  width: v.optional(v.picklist(WIDTHS)),
};
const SCHEMA = v.object(RECIPE);
/** How a model of a run is trained. */
export type Recipe = v.InferOutput<typeof SCHEMA>;

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
    checked(SCHEMA)(recipe);
  } catch (error) {
    refuse((error as Error).message);
  }
}
