/** Weights as other programs save them: `readStateDict`. */

import { type SafetensorsTensor, toFloat32 } from "../io/safetensors.ts";
import type { StateDict } from "./state_dict.ts";

/** What DataParallel and `torch.compile` put into a name, wherever they wrap a part of a network. */
const WRAPPERS = new Set(["module", "_orig_mod"]);
/** What trainers put before a name, such as Lightning. */
const TRAINER = "model";
/** Counters of normalisations and averaged models, which no network computes with. */
const COUNTERS = ["num_batches_tracked", "n_averaged"];

/**
 * Weights under their own names, float32: of float64, float16 and bfloat16 the nearest, without the
 * prefixes `module.`, `_orig_mod.` and `model.` of what wrapped the network, and without counters.
 *
 * @param path named in messages
 * @throws {SyntaxError} if a tensor holds no floats, or two have the same name without prefixes
 */
export function readStateDict(
  tensors: Readonly<Record<string, SafetensorsTensor>>,
  path: string,
): StateDict {
  const read = new Map<string, { from: string; shape: readonly number[]; data: Float32Array }>();
  for (const [from, tensor] of Object.entries(tensors)) {
    if (COUNTERS.includes(from.split(".").at(-1)!)) continue;
    const data = toFloat32(tensor);
    if (!data) {
      throw new SyntaxError(
        `Cannot read "${path}" as "${from}" must be F32, F64, F16 or BF16: current dtype is ` +
          `${tensor.dtype} (save it as floats, in PyTorch with .float())`,
      );
    }
    const name = withoutWrappers(from);
    const other = read.get(name);
    if (other) {
      throw new SyntaxError(
        `Cannot read "${path}" as "${other.from}" and "${from}" are both "${name}": save one ` +
          `network alone`,
      );
    }
    read.set(name, { from, shape: tensor.shape, data });
  }
  return Object.fromEntries(
    Array.from(read, ([name, { shape, data }]) => [name, { shape, data }]),
  );
}

function withoutWrappers(name: string): string {
  const parts = name.split(".").filter((part) => !WRAPPERS.has(part));
  const first = parts.findIndex((part) => part !== TRAINER);
  return parts.slice(Math.max(0, first)).join(".");
}
