/** +Layer with a sixteenth of the channels: every kind of its layers, at a test's pace. */

import { type Architecture, ARCHITECTURES, type Layer } from "../../lib/model/architecture.ts";

function narrow(layers: readonly Layer[]): Layer[] {
  const fewer = (channels: number) => channels === 3 ? 3 : channels / 16;
  return layers.map((layer) =>
    "in" in layer ? { ...layer, in: fewer(layer.in), out: fewer(layer.out) } : layer
  );
}

const { plus_layer } = ARCHITECTURES;

/** Latent vectors of 32 numbers. */
export const NARROW: Architecture = {
  ...plus_layer,
  encoder: narrow(plus_layer.encoder),
  decoder: narrow(plus_layer.decoder),
};
