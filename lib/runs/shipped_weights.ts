/** Files of weights that come with the project, quantised to int8: `readShipped`, `writeShipped`. */

import type * as v from "valibot";
import { messageOf } from "../io/errors.ts";
import { checked } from "../io/json.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import { fromInt8, toInt8 } from "../model/int8_weights.ts";
import { checkStateDict, type StateDict, type Weighted } from "../model/state_dict.ts";

const HINT = "take data/models from the repository again";

/** Weights, dequantised, what the file says of them, and a SHA-256, hex, of both. */
export interface ShippedWeights<About> {
  weights: StateDict;
  about: About;
  checksum: string;
}

/**
 * The weights of `architecture` in a file of the project.
 *
 * @param schema of what the file says of them
 * @throws {Error} if the file is missing or damaged, with what to do
 */
export async function readShipped<About>(
  path: string,
  architecture: Weighted,
  schema: v.GenericSchema<unknown, About>,
): Promise<ShippedWeights<About>> {
  const file = await readTensorFile(path, { keys: ["about"], hint: HINT });
  if (!file) throw new Error(`Cannot open model as "${path}" is missing (${HINT})`);
  try {
    const about = checked(schema)(JSON.parse(file.metadata.about ?? "null"));
    const weights = fromInt8(file.tensors);
    checkStateDict(architecture, weights);
    return { weights, about, checksum: file.checksum };
  } catch (error) {
    throw new Error(`Cannot open "${path}" (${HINT}): ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Write weights as `readShipped` reads them.
 *
 * @throws {TypeError} if they are not those of the architecture
 */
export async function writeShipped(
  path: string,
  architecture: Weighted,
  { weights, about }: Omit<ShippedWeights<unknown>, "checksum">,
): Promise<void> {
  checkStateDict(architecture, weights);
  await writeTensorFile(path, toInt8(architecture, weights), { about: JSON.stringify(about) });
}
