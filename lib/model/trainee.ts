/** What a training run trains: model, objective and optimizer. */

import { deriveSeed } from "../io/random.ts";
import { Adam } from "./adam.ts";
import { Autoencoder } from "./autoencoder.ts";
import { ContrastiveObjective } from "./objectives/contrastive/contrastive_objective.ts";
import { isMirrorInvariant, type Objective, type ObjectiveName } from "./objectives/objective.ts";
import {
  createInstanceDiscrimination,
} from "./objectives/instance_discrimination/instance_discrimination.ts";
import { createReconstruction } from "./objectives/reconstruction_objective.ts";
import type { ResumedRun } from "./resume.ts";
import type { Architecture } from "./architecture.ts";
import { initialResidualWeights } from "./search_network/residual.ts";
import { SearchNetwork } from "./search_network/search_network.ts";
import { initialStateDict, type StateDict } from "./state_dict.ts";
import type { TrainingRun } from "./training_run.ts";
import type { Variables } from "./variables.ts";

/** A model that can be trained. */
export interface Trainable {
  readonly variables: Variables;
  stateDict(): Promise<StateDict>;
  loadStateDict(state: StateDict): void;
  dispose(): void;
}

/** Model, objective and optimizer of a run. */
export interface Trainee<M extends Trainable = Trainable> {
  model: M;
  objective: Objective;
  adam: Adam;
}

/** An autoencoder in training, with the weights of its checkpoint or else the initial ones. */
export function autoencoderTrainee(
  run: TrainingRun & { architecture: Architecture; objective: ObjectiveName },
  resumed: ResumedRun,
): Promise<Trainee<Autoencoder>> {
  const { store, architecture, objective: name, initialWeights, recipe, seed } = run;
  const weights = resumed.weights ??
    (typeof initialWeights === "object"
      ? initialWeights.weights
      : initialStateDict(architecture, deriveSeed(seed, "weights"), initialWeights));
  const mirrorInvariant = isMirrorInvariant(name);
  const model = new Autoencoder(architecture, weights, { mirrorInvariant });
  return assemble(run, resumed, model, () => {
    const initial = !resumed.weights && typeof initialWeights !== "object";
    const context = { model, store, recipe, seed, weights: resumed.objectiveWeights, initial };
    return name === "reconstruction"
      ? createReconstruction(context)
      : new ContrastiveObjective(context, { supervised: name === "supervised" });
  });
}

/** A search network in training, with the weights of its checkpoint or else the initial ones. */
export function searchTrainee(
  run: TrainingRun,
  resumed: ResumedRun,
): Promise<Trainee<SearchNetwork>> {
  const { store, recipe, seed } = run;
  const network = new SearchNetwork(
    resumed.weights ?? initialResidualWeights(deriveSeed(seed, "weights")),
  );
  return assemble(run, resumed, network, () =>
    createInstanceDiscrimination({
      network,
      store,
      recipe,
      seed,
      weights: resumed.objectiveWeights,
    }));
}

async function assemble<M extends Trainable>(
  { recipe: { learningRate } }: TrainingRun,
  { adam: state }: ResumedRun,
  model: M,
  createObjective: () => Objective | Promise<Objective>,
): Promise<Trainee<M>> {
  try {
    const objective = await createObjective();
    const adam = new Adam({ ...objective.adam, learningRate });
    if (state) adam.restore(state, { ...model.variables, ...objective.variables });
    return { model, objective, adam };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
