/** Architectures as data: layer lists that give shapes, parameter counts, drawings and the model. */

import { IMAGE_SHAPE } from "../dataset/store/image_size.ts";

/** A convolution or transposed convolution with bias; `padding` is PyTorch's explicit padding. */
export interface ConvLayer {
  type: "conv" | "convTranspose";
  /** Channels in and out. */
  in: number;
  out: number;
  /** Side of the square kernel, in pixels. */
  kernel: number;
  stride: number;
  padding: number;
}

/** One layer of a network. A pool takes the maximum of 2 x 2 pixels, at stride 2. */
export type Layer = ConvLayer | { type: "relu" | "tanh" | "maxPool" };

/** Name of an architecture. */
export type ArchitectureName = "baseline" | "plus_layer";

/** A network: an encoder down to the latent vector and a decoder back to an image. */
export interface Architecture {
  name: string;
  /** Times as many channels as listed in `ARCHITECTURES`. @default 1 */
  width?: number;
  encoder: readonly Layer[];
  decoder: readonly Layer[];
}

/** A layer's place in the network: its name, output shape and parameters. */
export interface LayerDescription {
  /** PyTorch's name in a `Sequential`: `encoder.0`, ..., `decoder.12`. */
  name: string;
  /** The layer as listed in the architecture. */
  layer: Layer;
  /** Height, width and channels of the output, without the batch. */
  outputShape: readonly [height: number, width: number, channels: number];
  /** Trainable parameters: weights and biases. */
  parameters: number;
}

const relu: Layer = { type: "relu" };
const tanh: Layer = { type: "tanh" };
const maxPool: Layer = { type: "maxPool" };

function conv(channels: [number, number], stride: number, padding: number): Layer {
  return { type: "conv", in: channels[0], out: channels[1], kernel: 3, stride, padding };
}

function deconv(channels: [number, number], stride: number, padding: number, kernel = 3): Layer {
  return { type: "convTranspose", in: channels[0], out: channels[1], kernel, stride, padding };
}

/**
 * What layer lists are written with. `conv([3, 64], 1, 1)`: 3 channels to 64, stride 1, padding 1;
 * `deconv` is a transposed one. Kernels are 3 x 3 unless a last number says otherwise.
 */
export const LAYERS = { conv, deconv, relu, tanh, maxPool };

// Encoder layers 0 to 11 are the same in both networks: 3 x 128 x 128 down to 256 x 8 x 8.
const trunk: readonly Layer[] = [
  conv([3, 64], 1, 1),
  relu,
  conv([64, 64], 1, 1),
  relu,
  maxPool,
  conv([64, 128], 2, 1),
  relu,
  conv([128, 128], 1, 0),
  relu,
  maxPool,
  conv([128, 256], 2, 1),
  relu,
];

/**
 * The architectures by name. `plus_layer` (512-d) is the published one. The layers of `baseline`
 * (4096-d) were not published: after layer 11 it is our reading of "7 convolutions and 3 max pools
 * down to 256 x 4 x 4, 7 transposed convolutions back".
 */
export const ARCHITECTURES: Readonly<Record<ArchitectureName, Architecture>> = {
  baseline: {
    name: "baseline",
    encoder: [...trunk, conv([256, 256], 1, 1), relu, conv([256, 256], 1, 1), relu, maxPool],
    decoder: [
      deconv([256, 256], 1, 1),
      relu,
      deconv([256, 128], 2, 1, 4),
      relu,
      deconv([128, 64], 2, 1, 4),
      relu,
      deconv([64, 64], 2, 1, 4),
      relu,
      deconv([64, 32], 2, 1, 4),
      relu,
      deconv([32, 32], 2, 1, 4),
      relu,
      deconv([32, 3], 1, 1),
      tanh,
    ],
  },
  plus_layer: {
    name: "plus_layer",
    encoder: [
      ...trunk,
      maxPool,
      conv([256, 512], 1, 1),
      relu,
      conv([512, 512], 1, 1),
      conv([512, 512], 1, 0),
      relu,
      maxPool,
    ],
    decoder: [
      deconv([512, 512], 1, 1),
      relu,
      deconv([512, 256], 2, 0),
      deconv([256, 128], 2, 1),
      relu,
      deconv([128, 64], 2, 1),
      deconv([64, 64], 2, 1),
      relu,
      deconv([64, 32], 2, 1),
      deconv([32, 32], 2, 1),
      relu,
      deconv([32, 3], 2, 2, 4),
      tanh,
    ],
  },
};

/** The widths that a recipe may name. */
export const WIDTHS: readonly number[] = [0.0625, 0.125, 0.25, 0.5, 1, 2];

/**
 * The same layers with `width` times as many channels everywhere but at the image's three, and so
 * a latent vector of as many times the dimensions; arithmetic grows with the square.
 *
 * @throws {RangeError} if a number of channels would not be whole
 */
export function scaleArchitecture(architecture: Architecture, width: number): Architecture {
  if (width === 1) return architecture;
  const channels = (count: number) => {
    const scaled = count === IMAGE_SHAPE[2] ? count : count * width;
    if (Number.isInteger(scaled) && scaled > 0) return scaled;
    throw new RangeError(
      `Cannot scale architecture as width must leave a whole number of ${count} channels: ` +
        `current value is ${width}`,
    );
  };
  const scale = (layers: readonly Layer[]) =>
    layers.map((layer) =>
      "kernel" in layer ? { ...layer, in: channels(layer.in), out: channels(layer.out) } : layer
    );
  return {
    ...architecture,
    width: width * (architecture.width ?? 1),
    encoder: scale(architecture.encoder),
    decoder: scale(architecture.decoder),
  };
}

/** Every layer of `architecture` in order, encoder then decoder. */
export function describeLayers(architecture: Architecture): LayerDescription[] {
  const described: LayerDescription[] = [];
  let [size, channels]: [number, number] = [IMAGE_SHAPE[0], IMAGE_SHAPE[2]];
  for (const part of ["encoder", "decoder"] as const) {
    for (const [index, layer] of architecture[part].entries()) {
      let parameters = 0;
      if (layer.type === "conv" || layer.type === "convTranspose") {
        size = outputSize(size, layer);
        channels = layer.out;
        parameters = (layer.in * layer.kernel ** 2 + 1) * layer.out;
      } else if (layer.type === "maxPool") {
        size = Math.floor(size / 2);
      }
      described.push({
        name: `${part}.${index}`,
        layer,
        outputShape: [size, size, channels],
        parameters,
      });
    }
  }
  return described;
}

/**
 * Side of a convolution's output for an input of side `size`, in pixels:
 * floor((size + 2p - k) / s) + 1, and (size - 1) s - 2p + k for a transposed one.
 */
export function outputSize(size: number, { type, kernel, stride, padding }: ConvLayer): number {
  return type === "conv"
    ? Math.floor((size + 2 * padding - kernel) / stride) + 1
    : (size - 1) * stride - 2 * padding + kernel;
}
