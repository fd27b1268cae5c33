import assert from "node:assert/strict";
import { join } from "node:path";
import { type SafetensorsDtype, type SafetensorsTensor } from "../../lib/io/safetensors.ts";
import { encodeSafetensors } from "../io/encode_safetensors.ts";
import { loadWeights } from "./load_weights.ts";
import { ARCHITECTURES } from "../../lib/model/architecture.ts";
import { checkStateDict, initialStateDict } from "../../lib/model/state_dict.ts";
import { python } from "../python.ts";

const F32 = (...values: number[]): SafetensorsTensor => {
  return { dtype: "F32", shape: [values.length], data: Float32Array.from(values) };
};
const COUNTER: SafetensorsTensor = { dtype: "I64", shape: [], data: BigInt64Array.of(7n) };

async function load(tensors: Record<string, SafetensorsTensor>) {
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  try {
    await Deno.writeFile(path, encodeSafetensors(tensors));
    return (await loadWeights(path)).weights;
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("loadWeights() takes names without what DataParallel, compile and trainers add", async () => {
  const names = {
    "encoder.0.weight": ["encoder.0.weight"],
    "module.encoder.0.weight": ["encoder.0.weight"],
    "_orig_mod.encoder.0.weight": ["encoder.0.weight"],
    "model.encoder.0.weight": ["encoder.0.weight"],
    "module._orig_mod.model.model.encoder.0.weight": ["encoder.0.weight"],
    "encoder.module.0.weight": ["encoder.0.weight"],
    "encoder._orig_mod.0._orig_mod.weight": ["encoder.0.weight"],
    "model.encoder.1.num_batches_tracked": [],
    num_batches_tracked: [],
    n_averaged: [],
    // Not at the start, or only part of a word: a name of its own.
    "encoder.model.0.weight": ["encoder.model.0.weight"],
    "models.0.weight": ["models.0.weight"],
    model: ["model"],
  };
  for (const [name, read] of Object.entries(names)) {
    const counter = read.length === 0;
    const weights = await load({ [name]: counter ? COUNTER : F32(1, 2) });
    assert.deepEqual(Object.keys(weights), read, name);
    if (!counter) assert.deepEqual(weights[read[0]!]!.data, Float32Array.of(1, 2));
  }
});

Deno.test("loadWeights() refuses what has no plain meaning, with the key and what to do", async () => {
  await assert.rejects(
    load({ "module.a.weight": F32(1), "a.weight": F32(2) }),
    /"(module\.)?a\.weight" and "(module\.)?a\.weight" are both "a\.weight": save one network/,
  );
  await assert.rejects(
    load({ "a.weight": { dtype: "I8", shape: [1], data: Int8Array.of(1) } }),
    /"a\.weight" must be F32, F64, F16 or BF16: current dtype is I8 \(save it as floats/,
  );
  const weights = initialStateDict(ARCHITECTURES.plus_layer, 1);
  const strange = { ...weights, "loss.weight": { shape: [1], data: Float32Array.of(1) } };
  assert.throws(
    () => checkStateDict(ARCHITECTURES.plus_layer, strange),
    /has no tensor "loss\.weight": .* \(save those of this network alone, named as "encoder\.0\.weight" is\)/,
  );
  const infinite = await load({ a: { dtype: "F64", shape: [1], data: Float64Array.of(1e300) } });
  assert.throws(
    () => checkStateDict({ name: "one", weights: [{ name: "a", shape: [1] }] }, infinite),
    /"a" must be finite: current value at 0 is Infinity/,
  );
});

const needed = await python(["safetensors", "numpy"]);
Deno.test({
  ...needed.test("loadWeights() reads what numpy and the Python package safetensors have written"),
  async fn() {
    const folder = await Deno.makeTempDir();
    const values = [1.5, -0.15625, 1000, 0.1];
    await needed.run(
      `import json, sys, numpy as np
from safetensors.numpy import save_file
v = np.array(${JSON.stringify(values)})
for name, dtype in (("F16", np.float16), ("F32", np.float32), ("F64", np.float64)):
    save_file({"module.a": v.astype(dtype)}, f"{sys.argv[1]}/{name}")
upper = (v.astype(np.float32).view(np.uint32) >> 16).astype("<u2")
head = json.dumps({"_orig_mod.a": {"dtype": "BF16", "shape": [4], "data_offsets": [0, 8]}, "__metadata__": None}).encode()
open(f"{sys.argv[1]}/BF16", "wb").write(len(head).to_bytes(8, "little") + head + upper.tobytes())`,
      [folder],
    );
    // Bits of the mantissa that each keeps, which bound the error of rounding or cutting.
    const bits: Partial<Record<SafetensorsDtype, number>> = { F16: 10, F32: 23, F64: 23, BF16: 7 };
    for (const [dtype, kept] of Object.entries(bits)) {
      const { a } = (await loadWeights(join(folder, dtype))).weights;
      for (const [i, value] of values.entries()) {
        const error = Math.abs(a!.data[i]! - value) / Math.abs(value);
        assert.ok(error <= 2 ** -kept, `${dtype}: ${a!.data[i]} for ${value}`);
      }
    }
    await Deno.remove(folder, { recursive: true });
  },
});
