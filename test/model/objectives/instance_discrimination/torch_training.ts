/** Three training steps of the search network against PyTorch's: `testTorchTraining`. */

import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, useBackend } from "../../../../lib/backend/mod.ts";
import { Adam } from "../../../../lib/model/adam.ts";
import { InstanceDiscrimination } from "../../../../lib/model/objectives/instance_discrimination/instance_discrimination.ts";
import type { StateDict } from "../../../../lib/model/state_dict.ts";
import { readTensors } from "../../../../lib/model/state_dict.ts";
import { takeStep } from "../../../../lib/model/steps.ts";
import { toTorchLayout } from "../../../../lib/model/torch_layout.ts";
import { openSearchNetwork } from "../../../../lib/runs/search_network.ts";
import { availableBackends } from "../../../available_backends.ts";
import {
  assertStatistics,
  formulaValues,
  reference,
  syntheticImages,
} from "../../search_network/torch_reference.ts";

/** The head's weights in the order of PyTorch's parameters, with PyTorch's shapes. */
const HEAD = [
  ["head.fine.weight", [24, 128]],
  ["head.fine.bias", [24]],
  ["head.coarse.weight", [64, 256]],
  ["head.coarse.bias", [64]],
  ["head.joint.weight", [256, 1440]],
  ["head.joint.bias", [256]],
] as const;

/** For each input of the joint layer, ours with channels last, PyTorch's place of it. */
const JOINT = [[36, 24, 0], [9, 64, 864]].flatMap(([cells, channels, from]) =>
  Array.from({ length: cells! * channels! }, (_, i) => {
    return from! + (i % channels!) * cells! + Math.floor(i / channels!);
  })
);

/** A matrix of PyTorch, `[out, in]`, as ours, `[in, out]`; or back. */
function transposed(data: Float32Array, [out, inputs]: readonly number[], joint: boolean) {
  const at = (i: number) => joint ? JOINT[i]! : i;
  return {
    ours: () =>
      Float32Array.from(data, (_, k) => data[k % out! * inputs! + at(Math.floor(k / out!))]!),
    torch: () => {
      const values = new Float32Array(data.length);
      data.forEach((value, k) => values[k % out! * inputs! + at(Math.floor(k / out!))] = value);
      return values;
    },
  };
}

function initialHead(): StateDict {
  const state: StateDict = {};
  for (const [key, [name, shape]] of HEAD.entries()) {
    const [out, inputs] = shape;
    const data = formulaValues(out * (inputs ?? 1), key, 0.1);
    state[name] = inputs === undefined
      ? { shape, data }
      : { shape: [inputs, out], data: transposed(data, shape, inputs === 1440).ours() };
  }
  return state;
}

/** Define the test of `backend`. */
export async function testTorchTraining(backend: Exclude<BackendName, "auto">): Promise<void> {
  const here = (await availableBackends()).includes(backend);
  Deno.test({
    name: `instance discrimination has PyTorch's gradients and losses on ${backend}` +
      (here ? "" : " (this machine has none)"),
    ignore: !here,
    async fn() {
      await useBackend(backend);
      const before = tf.memory().numTensors;
      const { network } = await openSearchNetwork();
      const head = initialHead();
      const average = { ...await network.stateDict(), ...head };
      const store = {
        rowsOf: () => Uint32Array.from({ length: 11 }, (_, i) => i),
        readImages: () => assert.fail("read"),
      };
      const objective = new InstanceDiscrimination(
        { network, store, recipe: { batchSize: 4 }, seed: 1 },
        {
          ...head,
          prototypes: { shape: [11, 256], data: formulaValues(11 * 256, 99, 0.2) },
          ...Object.fromEntries(Object.entries(average).map(([name, w]) => [`average.${name}`, w])),
        },
      );
      const pixels = Float32Array.from(syntheticImages(4, 48), (byte) => byte / 255);
      const batch = {
        views: tf.tensor4d(pixels, [4, 48, 48, 3]),
        own: [0, 3, 5, 10],
        other: [3, 5, 10, 0],
        shares: [1, 0.7, 0.85, 0.4],
      };
      const adam = new Adam({ ...objective.adam, learningRate: 1e-3 });
      for (const [step, expected] of reference.training.losses.entries()) {
        const result = objective.lossAndGradientsOf(batch);
        if (step === 0) await assertGradients(result.gradients);
        const loss = await takeStep(result, adam);
        assert.ok(
          Math.abs(loss - expected) < 1e-3 * expected,
          `loss ${step}: ${loss}, ${expected}`,
        );
      }

      async function assertGradients(gradients: tf.NamedTensorMap) {
        const named = (variables: Record<string, tf.Variable>) =>
          Object.fromEntries(
            Object.entries(variables).map(([name, { name: key }]) => [name, gradients[key]!]),
          );
        const ours = {
          ...await toTorchLayout(named(network.variables)),
          ...await readTensors(named(objective.variables)),
        };
        assert.deepEqual(
          Object.keys(ours).sort(),
          Object.keys(reference.training.gradients).sort(),
        );
        for (const [name, { data }] of Object.entries(ours)) {
          const matrix = HEAD.find(([head, shape]) => head === name && shape.length === 2);
          const values = matrix
            ? transposed(data, matrix[1], name === "head.joint.weight").torch()
            : data;
          assertStatistics(values, reference.training.gradients[name]!, 2e-3, name);
        }
      }
      batch.views.dispose();
      adam.dispose();
      objective.dispose();
      network.dispose();
      assert.equal(tf.memory().numTensors, before);
    },
  });
}
