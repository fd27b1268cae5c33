/** The projection head between a latent vector and the contrastive loss, used in training only. */

import * as tf from "@tensorflow/tfjs-core";
import { deriveSeed, uniformAt } from "../../../io/random.ts";
import { readTensors, type StateDict, type Weight } from "../../state_dict.ts";

/** Dimensions of a projected vector. */
const OUTPUT_DIM = 128;

let created = 0;

/**
 * Two fully connected layers, dim -> dim with ReLU -> 128. The loss discards whatever differs between
 * views; the head absorbs that loss of information, so that latent vectors keep more (Chen et al.
 * 2020, section 4.2).
 */
export class ProjectionHead {
  /** By their names in a checkpoint: `projection.0.weight` `[in, out]`, `projection.0.bias`, ... */
  readonly variables: Readonly<Record<string, tf.Variable>>;

  readonly #layers: readonly { weight: tf.Variable<tf.Rank.R2>; bias: tf.Variable }[];

  /**
   * @param options.seed of the initial weights, He et al. 2015
   * @param options.weights from a checkpoint, instead of initial ones
   * @throws {TypeError} if one of `weights` is missing or of another shape
   */
  constructor(dim: number, { seed, weights }: { seed: number; weights?: StateDict | undefined }) {
    const prefix = `projection_head_${created++}/`;
    const variables: Record<string, tf.Variable> = {};
    const variable = <R extends tf.Rank>(name: string, { shape, data }: Weight) => {
      const value: tf.Tensor = tf.tensor(data, [...shape], "float32");
      // Of rank R, as the shapes were checked.
      const variable = tf.variable(value as tf.Tensor<R>, true, prefix + name);
      value.dispose();
      variables[name] = variable;
      return variable;
    };
    this.#layers = ([["projection.0", dim, 2], ["projection.2", OUTPUT_DIM, 1]] as const).map(
      ([name, outputs, gain]) => {
        const initial = weights ? {} : heUniform(name, { inputs: dim, outputs, gain, seed });
        const checked = (suffix: string, shape: number[]) => {
          const weight = (weights ?? initial)[`${name}.${suffix}`];
          if (weight?.shape.join() === shape.join()) return weight;
          throw new TypeError(
            `Cannot load projection head as "${name}.${suffix}" must be of shape ` +
              `[${shape.join(", ")}]: current shape is [${weight?.shape.join(", ")}]`,
          );
        };
        return {
          weight: variable<tf.Rank.R2>(`${name}.weight`, checked("weight", [dim, outputs])),
          bias: variable(`${name}.bias`, checked("bias", [outputs])),
        };
      },
    );
    this.variables = variables;
  }

  /** Project `latent` `[n, dim]` to `[n, 128]`; differentiable by tfjs. */
  project(latent: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => {
      const [first, second] = this.#layers.map(({ weight, bias }) => (x: tf.Tensor2D) =>
        tf.add<tf.Tensor2D>(tf.matMul(x, weight), bias)
      );
      return second!(tf.relu(first!(latent)));
    });
  }

  /** The weights in plain arrays, under their names. */
  stateDict(): Promise<StateDict> {
    return readTensors(this.variables);
  }

  dispose(): void {
    tf.dispose(Object.values(this.variables));
  }
}

/** Initial weights of a layer: uniform in +-sqrt(3 gain / inputs), biases 0. */
function heUniform(
  name: string,
  { inputs, outputs, gain, seed }: { inputs: number; outputs: number; gain: number; seed: number },
): StateDict {
  const bound = Math.sqrt(3 * gain / inputs);
  const draws = deriveSeed(seed, name);
  const data = Float32Array.from(
    { length: inputs * outputs },
    (_, i) => (uniformAt(draws, i) * 2 - 1) * bound,
  );
  return {
    [`${name}.weight`]: { shape: [inputs, outputs], data },
    [`${name}.bias`]: { shape: [outputs], data: new Float32Array(outputs) },
  };
}
