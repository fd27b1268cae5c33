/** Weights of a file as a test compares them: `loadWeights`. */

import { readTensorFile } from "../../lib/io/tensor_file.ts";
import { readStateDict } from "../../lib/model/read_state_dict.ts";
import type { StateDict } from "../../lib/model/state_dict.ts";

/** The weights in a safetensors file, and its metadata. */
export async function loadWeights(
  path: string,
): Promise<{ weights: StateDict; metadata: Record<string, string> }> {
  const file = await readTensorFile(path);
  if (!file) throw new Deno.errors.NotFound(`Cannot read "${path}" as it must exist`);
  return { weights: readStateDict(file.tensors, path), metadata: file.metadata };
}
