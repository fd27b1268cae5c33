/** The weights of a model as tfjs variables. */

import * as tf from "@tensorflow/tfjs-core";
import { checkStateDict, type StateDict, type Weighted, weightSpecs } from "./state_dict.ts";
import { fromTorchLayout } from "./torch_layout.ts";

/** Variables by PyTorch's names, in tfjs's layout. */
export type Variables = Readonly<Record<string, tf.Variable>>;

let created = 0;

/** A variable for each of `weights`, which the caller disposes. @throws as `checkStateDict` */
export function createVariables(architecture: Weighted, weights: StateDict): Variables {
  checkStateDict(architecture, weights);
  // tfjs keeps one register of variable names, and two models may exist side by side.
  const prefix = `${architecture.name}_${created++}/`;
  const variable = (name: string) => {
    const value = fromTorchLayout(weights[name]!);
    const variable = tf.variable(value, true, prefix + name);
    // A variable holds its own reference to the data.
    value.dispose();
    return variable;
  };
  const names = weightSpecs(architecture).map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, variable(name)]));
}

/** Give `variables` other values. @throws as `checkStateDict` */
export function assignVariables(
  architecture: Weighted,
  variables: Variables,
  weights: StateDict,
): void {
  checkStateDict(architecture, weights);
  for (const [name, variable] of Object.entries(variables)) {
    const value = fromTorchLayout(weights[name]!);
    variable.assign(value);
    value.dispose();
  }
}

/** A fully connected layer: `x` `[n, in]` times `<name>.weight` `[in, out]`, plus `<name>.bias`. */
export function linear(variables: Variables, name: string, x: tf.Tensor2D): tf.Tensor2D {
  // Of rank 2, as the shapes were checked.
  const weight = variables[`${name}.weight`] as tf.Variable<tf.Rank.R2>;
  return tf.add(tf.matMul(x, weight), variables[`${name}.bias`]!);
}
