/** Adam with bias correction and an exact state that can be saved and restored. */

import * as tf from "@tensorflow/tfjs-core";
import { type AdamMoments, createAdamMoments } from "../backend/adam_moments.ts";
import { readTensors, type Weight } from "./state_dict.ts";

/** Options of `Adam`, as in PyTorch. */
export interface AdamOptions {
  /** @default 3e-4 */
  learningRate?: number;
  /** Decay of the mean squared gradient. @default 0.999 */
  beta2?: number;
  /**
   * For each variable a factor of the learning rate, and its decay: before a step it is multiplied by
   * 1 - learning rate x decay (AdamW, Loshchilov & Hutter 2019).
   *
   * @default 1 and no decay
   */
  settingsOf?: (variable: tf.Variable) => { rate: number; weightDecay: number };
}

/** Decay of the mean gradient, and what is added to the root of the second moment. */
const [BETA1, EPSILON] = [0.9, 1e-8];

/** Adam's state beside the weights: steps done, and both moments of each weight. */
export interface AdamState {
  step: number;
  moments: Record<string, { m: Weight; v: Weight }>;
}

/**
 * Adam (Kingma & Ba 2015) as in PyTorch. tfjs's own keeps running powers of the betas, which its
 * `getWeights` loses, so that a resumed run drifts; here the step number is the state.
 */
export class Adam {
  learningRate: number;
  readonly #beta2: number;
  readonly #settingsOf: NonNullable<AdamOptions["settingsOf"]>;
  #step = 0;
  #moments = new Map<string, AdamMoments>();

  /** @throws {RangeError} if the learning rate is not a positive number */
  constructor(
    {
      learningRate = 3e-4,
      beta2 = 0.999,
      settingsOf = () => ({ rate: 1, weightDecay: 0 }),
    }: AdamOptions = {},
  ) {
    if (!(learningRate > 0 && Number.isFinite(learningRate))) {
      throw new RangeError(
        `Cannot create Adam as learningRate must be a positive number: current value is ${learningRate}`,
      );
    }
    this.learningRate = learningRate;
    this.#beta2 = beta2;
    this.#settingsOf = settingsOf;
  }

  /** Update each variable by its gradient, given by variable name; the caller disposes them. */
  applyGradients(gradients: tf.NamedTensorMap): void {
    this.#step++;
    for (const [name, gradient] of Object.entries(gradients)) {
      const variable = tf.engine().registeredVariables[name];
      if (!variable) throw new TypeError(`Cannot apply gradient as there is no variable "${name}"`);
      const moments = this.#moments.get(name) ??
        createAdamMoments(tf.zerosLike(gradient), tf.zerosLike(gradient));
      this.#moments.set(name, moments);
      const { rate, weightDecay } = this.#settingsOf(variable);
      const learningRate = this.learningRate * rate;
      const decayed = weightDecay > 0 ? tf.mul(variable, 1 - learningRate * weightDecay) : variable;
      const betas = { beta1: BETA1, beta2: this.#beta2, epsilon: EPSILON };
      const attributes = { learningRate, ...betas, step: this.#step };
      const weight = moments.update(decayed, gradient, attributes);
      variable.assign(weight);
      weight.dispose();
      if (decayed !== variable) decayed.dispose();
    }
  }

  /**
   * The state from which training continues exactly: the moments under the names of `variables`, in
   * plain arrays of the variables' own layout. A variable without a gradient so far has none.
   */
  async state(variables: Record<string, tf.Variable>): Promise<AdamState> {
    const moments: Record<"m" | "v", tf.NamedTensorMap> = { m: {}, v: {} };
    for (const [name, variable] of Object.entries(variables)) {
      const held = this.#moments.get(variable.name)?.read();
      if (held) [moments.m[name], moments.v[name]] = [held.m, held.v];
    }
    const [m, v] = await Promise.all([readTensors(moments.m), readTensors(moments.v)]);
    tf.dispose(moments);
    const names = Object.keys(m);
    return {
      step: this.#step,
      moments: Object.fromEntries(names.map((name) => [name, { m: m[name]!, v: v[name]! }])),
    };
  }

  /**
   * Restore a state from `state()`.
   *
   * @throws {TypeError} if the state has moments of an unknown variable or another shape
   */
  restore({ step, moments }: AdamState, variables: Record<string, tf.Variable>): void {
    this.#disposeMoments();
    this.#step = step;
    for (const [name, { m, v }] of Object.entries(moments)) {
      const variable = variables[name];
      if (!variable || [m, v].some(({ shape }) => shape.join() !== variable.shape.join())) {
        throw new TypeError(
          `Cannot restore Adam as "${name}" must be of shape [${variable?.shape.join(", ")}]: ` +
            `current shapes are [${m.shape.join(", ")}] and [${v.shape.join(", ")}]`,
        );
      }
      const tensor = ({ data }: Weight) => tf.tensor(data, variable.shape, "float32");
      this.#moments.set(variable.name, createAdamMoments(tensor(m), tensor(v)));
    }
  }

  dispose(): void {
    this.#disposeMoments();
  }

  #disposeMoments(): void {
    for (const moments of this.#moments.values()) moments.dispose();
    this.#moments.clear();
  }
}
