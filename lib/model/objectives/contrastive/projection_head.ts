/**
 * The small network between a latent vector and the contrastive loss, used while training only:
 * `ProjectionHead`.
 */

import * as tf from "@tensorflow/tfjs-core";
import { deriveSeed, uniformAt } from "../../../io/random.ts";
import { readTensors, type StateDict } from "../../state_dict.ts";

/** Numbers that the loss sees of a photo. */
const OUTPUT_DIM = 128;

let created = 0;

/**
 * Two fully connected layers, dim -> dim with ReLU -> 128. The loss is blind to whatever views differ
 * in, and the head takes that blindness on itself, so that latent vectors keep more (Chen et al. 2020,
 * section 4.2).
 */
export class ProjectionHead {
  /** By the names under which they are kept, `projection.0.weight` `[in, out]` and so on. */
  readonly variables: Readonly<Record<string, tf.Variable>>;

  /** First weights by He et al. 2015, drawn from `seed`; `dispose()` gives them back. */
  constructor(dim: number, seed: number) {
    const prefix = `projection_head_${created++}/`;
    const layers: [name: string, outputs: number, gain: number][] = [
      ["projection.0", dim, 2],
      ["projection.2", OUTPUT_DIM, 1],
    ];
    const variables: Record<string, tf.Variable> = {};
    for (const [name, outputs, gain] of layers) {
      const bound = Math.sqrt(3 * gain / dim);
      const draws = deriveSeed(seed, name);
      const weight = Float32Array.from(
        { length: dim * outputs },
        (_, i) => (uniformAt(draws, i) * 2 - 1) * bound,
      );
      for (
        const [suffix, initial] of [
          ["weight", tf.tensor2d(weight, [dim, outputs])],
          ["bias", tf.zeros([outputs])],
        ] as const
      ) {
        variables[`${name}.${suffix}`] = tf.variable(initial, true, `${prefix}${name}.${suffix}`);
        initial.dispose();
      }
    }
    this.variables = variables;
  }

  /** Project `latent` `[n, dim]` to `[n, 128]`; differentiable by tfjs. */
  project(latent: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => {
      const layer = (x: tf.Tensor2D, name: string) =>
        tf.add(tf.matMul(x, this.#get(`${name}.weight`)), this.#get(`${name}.bias`)) as tf.Tensor2D;
      return layer(tf.relu(layer(latent, "projection.0")), "projection.2");
    });
  }

  /** The weights in plain arrays, under their names. */
  stateDict(): Promise<StateDict> {
    return readTensors(this.variables);
  }

  /** @throws {TypeError} if a weight is missing or of another shape */
  loadStateDict(state: StateDict): void {
    for (const [name, variable] of Object.entries(this.variables)) {
      const weight = state[name];
      if (weight?.shape.join() !== variable.shape.join()) {
        throw new TypeError(
          `Cannot load projection head as "${name}" must be of shape ` +
            `[${variable.shape.join(", ")}]: current shape is [${weight?.shape.join(", ")}]`,
        );
      }
      const tensor = tf.tensor(weight!.data, variable.shape, "float32");
      variable.assign(tensor);
      tensor.dispose();
    }
  }

  dispose(): void {
    tf.dispose(Object.values(this.variables));
  }

  #get(name: string): tf.Tensor2D {
    return this.variables[name] as unknown as tf.Tensor2D;
  }
}
