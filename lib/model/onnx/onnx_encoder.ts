/** Encoders in ONNX, such as CLIP, SigLIP and DINOv2: `openOnnxEncoder`. */

import { basename } from "node:path";
import { IMAGE_BYTES } from "../../dataset/store/image_size.ts";
import { messageOf } from "../../io/errors.ts";
import { otherFile } from "../../io/other_file.ts";
import { exists } from "../../io/paths.ts";
import { readRegularFile } from "../../io/regular_file.ts";
import type { Embedder } from "../embed.ts";
import { loadOnnxRuntime, type OnnxSession, type OnnxTensorInfo } from "./onnxruntime.ts";
import { prepareImage, type Preprocessing, readPreprocessing } from "./preprocessing.ts";

/** Outputs that are the embedding, the first that a network has; else its only one. */
const OUTPUTS = ["image_embeds", "embedding", "embeddings", "pooler_output", "last_hidden_state"];

/** Embeds images with a network in ONNX. */
export interface OnnxEncoder extends Embedder {
  /** Give back the network's memory. */
  dispose(): Promise<void>;
}

/**
 * Open the network at `path`, which takes one batch of images and gives an embedding of each: an output
 * named image_embeds, embedding or pooler_output, or the only one; of a row for each token
 * (`last_hidden_state`) the first is taken. Images are made as `preprocessor_config.json` says
 * (`readPreprocessing`), each is embedded by itself, on the CPU.
 *
 * @throws {Error} if onnxruntime-node is not installed, with the command
 * @throws {RangeError} if there is no preprocessing, or the network has no such input or output
 *
 * @example
 * ```ts ignore
 * import { embedImages, openOnnxEncoder } from "lookalike";
 *
 * const clip = await openOnnxEncoder("clip/onnx/vision_model.onnx");
 * const vectors = await embedImages(clip, new Uint8Array(2 * 128 * 128 * 3)); // [2, 512]
 * await clip.dispose();
 * ```
 */
export async function openOnnxEncoder(path: string): Promise<OnnxEncoder> {
  const { preprocessing } = await readPreprocessing(path);
  const { InferenceSession, Tensor } = loadOnnxRuntime();
  const session = await InferenceSession.create(path, { executionProviders: ["cpu"] })
    .catch(async (error) => {
      const other = await exists(path) ? otherFile(readRegularFile(path, 8)) : undefined;
      const reason = other ? `it is ${other}` : messageOf(error);
      throw new RangeError(`Cannot use "${path}": ${reason}`, { cause: error });
    });
  try {
    const { input, output, channelsLast, dims } = layoutOf(session, preprocessing);
    const embedOne = async (image: Uint8Array) => {
      const values = await prepareImage(image, preprocessing, channelsLast);
      const made = await session.run({ [input]: new Tensor("float32", values, dims) }, [output]);
      return rowOf(made[output]!);
    };
    const { length: latentDim } = await embedOne(new Uint8Array(IMAGE_BYTES));
    return {
      latentDim,
      async embed(images) {
        if (!(images instanceof Uint8Array)) {
          throw new TypeError(`Cannot embed images with "${basename(path)}" as they must be bytes`);
        }
        const vectors = new Float32Array(images.length / IMAGE_BYTES * latentDim);
        for (let at = 0; at < images.length; at += IMAGE_BYTES) {
          const vector = await embedOne(images.subarray(at, at + IMAGE_BYTES));
          vectors.set(vector, at / IMAGE_BYTES * latentDim);
        }
        return vectors;
      },
      dispose: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw new RangeError(`Cannot use "${path}" as ${messageOf(error)}`, { cause: error });
  }
}

/** Which input and output are meant, and the shape of one image. */
function layoutOf(session: OnnxSession, { crop: { height, width } }: Preprocessing) {
  const inputs = session.inputMetadata.filter(({ shape }) => shape?.length === 4);
  const [input] = inputs;
  if (!input || inputs.length > 1 || session.inputMetadata.length > 1) {
    throw new RangeError(
      `its only input must be images, [n, 3, height, width]: it has ` +
        session.inputMetadata.map(describe).join(", "),
    );
  }
  if (input.type !== "float32") {
    throw new RangeError(`its input must be float32 (export it so): it is ${describe(input)}`);
  }
  const channelsLast = input.shape![3] === 3 && input.shape![1] !== 3;
  const dims = channelsLast ? [1, height, width, 3] : [1, 3, height, width];
  if (
    input.shape!.some((length, i) => typeof length === "number" && length > 0 && length !== dims[i])
  ) {
    throw new RangeError(
      `its input must fit preprocessor_config.json, which makes [${dims}]: it is ${
        describe(input)
      }`,
    );
  }
  const names = session.outputMetadata.map(({ name }) => name);
  const output = OUTPUTS.find((name) => names.includes(name)) ??
    (names.length === 1 ? names[0]! : undefined);
  if (output === undefined) {
    throw new RangeError(
      `it must have one output, or one of ${OUTPUTS.join(", ")}: it has ${names.join(", ")}`,
    );
  }
  return { input: input.name, output, channelsLast, dims };
}

/** The vector of the one image of a batch, of several rows the first. */
function rowOf(
  { dims, data, type }: { dims: readonly number[]; data: Float32Array; type: string },
) {
  const dim = dims.at(-1) ?? 0;
  if (type === "float32" && (dims.length === 2 || dims.length === 3) && dims[0] === 1) {
    return data.slice(0, dim);
  }
  throw new RangeError(
    `its output must be float32 [n, dim], or [n, tokens, dim]: it is ${type} [${dims}]`,
  );
}

function describe({ name, type, shape = [] }: OnnxTensorInfo): string {
  return `"${name}", ${type} [${shape.join(", ")}]`;
}
