/** The objective of a name: `createObjective`. */

import { ContrastiveObjective } from "./contrastive/contrastive_objective.ts";
import type { Objective, ObjectiveContext, ObjectiveName } from "./objective.ts";
import { ReconstructionObjective } from "./reconstruction_objective.ts";

/** The objective `name` for a training run; the caller disposes it. */
export function createObjective(name: ObjectiveName, context: ObjectiveContext): Objective {
  return name === "reconstruction"
    ? new ReconstructionObjective(context)
    : new ContrastiveObjective(context, { supervised: name === "supervised" });
}
