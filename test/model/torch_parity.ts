/** The +Layer model against PyTorch's numbers in `plus_layer_parity.json`: `testTorchParity`. */

import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { Adam } from "../../lib/model/adam.ts";
import { createAutoencoder } from "../../lib/model/autoencoder.ts";
import { parameterSpecs, type StateDict } from "../../lib/model/state_dict.ts";
import { ARCHITECTURES } from "../../lib/model/architecture.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { needsShared, sharedPath } from "../shared.ts";
import { gradientStateDict, trainStep } from "./train_step.ts";
import { availableBackends } from "../available_backends.ts";

const REFERENCE = "reference/plus_layer_parity.json";

interface Statistics {
  name: string;
  layer: string;
  shape: number[];
  norm: number;
  at: number[];
  values: number[];
}

interface Reference {
  input: { shape: number[]; seed: number; amplitude: number };
  paramCount: number;
  params: { name: string; shape: number[]; seed: number; amplitude: number }[];
  layers: Statistics[];
  latent: number[][];
  adam: { lr: number; mseLossBeforeEachOfSteps: number[] };
  gradientsAtStep0: Statistics[];
}

function draws(length: number, { seed, amplitude }: { seed: number; amplitude: number }) {
  return Float32Array.from({ length }, (_, i) => (uniformAt(seed, i) * 2 - 1) * amplitude);
}

/** `[n, c, h, w]` to `[n, h, w, c]`, or back with the sizes given in the other order. */
function channelsLast(data: Float32Array, [n, c, h, w]: number[]): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < n!; i++) {
    for (let k = 0; k < c!; k++) {
      for (let p = 0; p < h! * w!; p++) {
        out[(i * h! * w! + p) * c! + k] = data[(i * c! + k) * h! * w! + p]!;
      }
    }
  }
  return out;
}

/** Value of an NHWC array at a flat index of the same array in NCHW order. */
function atTorchIndex(data: Float32Array, shape: readonly number[], index: number): number {
  const [, h, w, c] = shape;
  const pixel = index % (h! * w!);
  const channel = Math.floor(index / (h! * w!)) % c!;
  const image = Math.floor(index / (h! * w! * c!));
  return data[(image * h! * w! + pixel) * c! + channel]!;
}

function norm(data: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! ** 2;
  return Math.sqrt(sum);
}

function assertClose(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${what}: ${actual} is not within ${tolerance} of ${expected}`,
  );
}

/** Define the test of `backend`: outputs, latents, gradients and four Adam steps. */
export async function testTorchParity(backend: "tensorflow" | "webgpu"): Promise<void> {
  const here = (await availableBackends()).includes(backend);
  const test = needsShared(`plus_layer matches PyTorch on ${backend}`, REFERENCE);
  Deno.test({
    name: here ? test.name : `${test.name} (this machine has no ${backend})`,
    ignore: test.ignore || !here,
    async fn(t) {
      const reference: Reference = JSON.parse(await Deno.readTextFile(sharedPath(REFERENCE)));
      await useBackend(backend);
      const model = await createAutoencoder("plus_layer");
      const state: StateDict = {};
      for (const { name, shape, ...generator } of reference.params) {
        const length = shape.reduce((product, size) => product * size, 1);
        state[name] = { shape, data: draws(length, generator) };
      }
      model.loadStateDict(state);
      const [n, c, h, w] = reference.input.shape as [number, number, number, number];
      const images = channelsLast(draws(n * c * h * w, reference.input), [n, c, h, w]);

      await t.step("parameters", () => {
        assert.equal(model.paramCount, reference.paramCount);
        assert.deepEqual(
          parameterSpecs(ARCHITECTURES.plus_layer).map(({ name, shape }) => ({ name, shape })),
          reference.params.map(({ name, shape }) => ({ name, shape })),
        );
      });

      await t.step("every layer's output within 1e-4", async () => {
        const activations = await model.activations(images);
        assert.deepEqual(activations.map(({ name }) => name), reference.layers.map((l) => l.layer));
        for (
          const [i, { layer, shape, at, values, norm: expected }] of reference.layers.entries()
        ) {
          const { data, shape: ours } = activations[i]!;
          assert.deepEqual([ours[0], ours[3], ours[1], ours[2]], shape, layer);
          assertClose(norm(data), expected, expected * 1e-4, `norm of ${layer}`);
          // Relative to the layer's own scale: single values may be near zero.
          const scale = expected / Math.sqrt(data.length);
          for (const [k, index] of at.entries()) {
            const value = atTorchIndex(data, ours, index);
            assertClose(value, values[k]!, 1e-4 * scale, `${layer} at ${index}`);
          }
        }
      });

      await t.step("latents within 1e-4", async () => {
        const expected = Float32Array.from(reference.latent.flat());
        const latents = await model.encode(images);
        const difference = norm(latents.map((value, i) => value - expected[i]!));
        assertClose(difference, 0, 1e-4 * norm(expected), "latents");
      });

      await t.step("gradient norms within 1e-3", async () => {
        const gradients = await gradientStateDict(model, images);
        for (const { name, shape, norm: expected, at, values } of reference.gradientsAtStep0) {
          const { data, shape: ours } = gradients[name]!;
          assert.deepEqual([...ours], shape, name);
          assertClose(norm(data), expected, 1e-3 * expected, `norm of the gradient of ${name}`);
          // Single values move more than norms where rounding flips a ReLU or a pool's choice.
          for (const [k, index] of at.entries()) {
            const scale = expected / Math.sqrt(data.length);
            assertClose(data[index]!, values[k]!, 0.1 * scale, `gradient of ${name} at ${index}`);
          }
        }
      });

      await t.step("four Adam losses within 5e-3", async () => {
        const adam = new Adam({ learningRate: reference.adam.lr });
        for (const [step, expected] of reference.adam.mseLossBeforeEachOfSteps.entries()) {
          const loss = await trainStep(model, images, adam);
          assertClose(loss, expected, 5e-3 * expected, `loss before step ${step}`);
        }
        adam.dispose();
      });
      model.dispose();
    },
  });
}
