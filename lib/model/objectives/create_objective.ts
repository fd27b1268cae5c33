/** The objective of a name: `createObjective`. */

import { ContrastiveObjective } from "./contrastive/contrastive_objective.ts";
import type { Objective, ObjectiveContext, ObjectiveName } from "./objective.ts";
import { createReconstruction } from "./reconstruction_objective.ts";

/** The objective `name` for a training run; the caller disposes it. */
export async function createObjective(
  name: ObjectiveName,
  context: ObjectiveContext,
): Promise<Objective> {
  return name === "reconstruction"
    ? await createReconstruction(context)
    : new ContrastiveObjective(context, { supervised: name === "supervised" });
}
