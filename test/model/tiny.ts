/** Networks of every kind of layer that take next to no time: `TINY`, and `sparse`, less still. */

import type { Architecture, Layer } from "../../lib/model/architecture.ts";

const conv = (from: number, to: number): Layer => (
  { type: "conv", in: from, out: to, kernel: 3, stride: 2, padding: 1 }
);
const deconv = (from: number, to: number): Layer => (
  { type: "convTranspose", in: from, out: to, kernel: 4, stride: 2, padding: 1 }
);
const relu: Layer = { type: "relu" };

/** 128 x 128 x 3 down to 4 x 4 x 32, which is 512 numbers, and back; it goes by +Layer's name. */
export const TINY: Architecture = {
  name: "plus_layer",
  encoder: [
    ...[conv(3, 4), relu, conv(4, 8), relu, conv(8, 16), relu, conv(16, 32)],
    { type: "maxPool" },
  ],
  decoder: [
    ...[deconv(32, 16), relu, deconv(16, 8), relu, deconv(8, 4), relu, deconv(4, 4), relu],
    ...[deconv(4, 3), { type: "tanh" } as const],
  ],
};

/**
 * A network with strides as wide as its kernels, which costs a tenth of that: 128 x 128 x 3 down to
 * 8 x 8 x `channels`, and back.
 */
export function sparse(channels: number): Architecture {
  return {
    name: "plus_layer",
    encoder: [
      { type: "conv", in: 3, out: channels, kernel: 8, stride: 8, padding: 0 },
      relu,
      { type: "maxPool" },
    ],
    decoder: [
      { type: "convTranspose", in: channels, out: channels, kernel: 2, stride: 2, padding: 0 },
      relu,
      { type: "convTranspose", in: channels, out: 3, kernel: 8, stride: 8, padding: 0 },
      { type: "tanh" },
    ],
  };
}
