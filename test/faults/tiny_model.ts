/**
 * A network that trains in no time, in place of `plus_layer` and `contrastive`: faults are about files and steps, not
 * about what is learned. To import this module is enough; it changes only the program that does.
 */

import { type Architecture, ARCHITECTURES, type Layer } from "../../lib/model/architecture.ts";
import { PRESETS } from "../../lib/runs/presets.ts";

const relu: Layer = { type: "relu" };
const maxPool: Layer = { type: "maxPool" };
const conv = (inputs: number, outputs: number): Layer => {
  return { type: "conv", in: inputs, out: outputs, kernel: 3, stride: 2, padding: 1 };
};
const deconv = (inputs: number, outputs: number): Layer => {
  return { type: "convTranspose", in: inputs, out: outputs, kernel: 4, stride: 2, padding: 1 };
};

/** 128 x 128 x 3 down to 8 x 4 x 4, and back. */
const tiny: Architecture = {
  name: "tiny",
  encoder: [conv(3, 4), relu, maxPool, conv(4, 8), relu, maxPool, conv(8, 8)],
  decoder: [
    deconv(8, 8),
    relu,
    deconv(8, 4),
    relu,
    deconv(4, 4),
    relu,
    deconv(4, 4),
    relu,
    deconv(4, 3),
    { type: "tanh" },
  ],
};

Object.assign(ARCHITECTURES, { tiny });
for (const name of ["plus_layer", "contrastive"] as const) {
  Object.assign(PRESETS[name], { architecture: "tiny" });
}
