import assert from "node:assert/strict";
import { type Architecture, ARCHITECTURES } from "../../lib/model/architecture.ts";
import { fromInt8, toInt8 } from "../../lib/model/int8_weights.ts";

const conv = { in: 1, out: 2, kernel: 1, stride: 1, padding: 0 } as const;
const small: Architecture = {
  ...ARCHITECTURES.plus_layer,
  encoder: [{ type: "conv", ...conv }],
  decoder: [{ type: "convTranspose", ...conv, in: 2, out: 3 }],
};
const bias = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) });

Deno.test("toInt8() scales each output channel by its largest weight", () => {
  const tensors = toInt8(small, {
    "encoder.0.weight": { shape: [2, 1, 1, 1], data: Float32Array.of(-2.54, 0) },
    "encoder.0.bias": bias(0.1, 0.2),
    // Transposed: the second axis is the output channel.
    "decoder.0.weight": {
      shape: [2, 3, 1, 1],
      data: Float32Array.of(1.27, 0.5, 254, -0.64, 0.25, 127),
    },
    "decoder.0.bias": bias(1, 2, 3),
  });
  assert.deepEqual(tensors["encoder.0.weight"], {
    dtype: "I8",
    shape: [2, 1, 1, 1],
    data: Int8Array.of(-127, 0),
  });
  assert.deepEqual(tensors["encoder.0.weight.scale"], {
    dtype: "F32",
    shape: [2, 1, 1, 1],
    data: Float32Array.of(2.54 / 127, 0),
  });
  assert.deepEqual(tensors["decoder.0.weight"]!.data, Int8Array.of(127, 127, 127, -64, 64, 64));
  assert.deepEqual(tensors["decoder.0.weight.scale"]!.shape, [1, 3, 1, 1]);
  const { "encoder.0.weight": filter, "decoder.0.weight": transposed, ...biases } = fromInt8(
    tensors,
  );
  assert.ok(Math.abs(filter!.data[0]! + 2.54) < 1e-6);
  assert.equal(filter!.data[1], 0);
  const expected = [1.27, 0.5, 254, -0.64, 64 * 0.5 / 127, 128];
  transposed!.data.forEach((w, i) => assert.ok(Math.abs(w - expected[i]!) < 1e-4 * expected[2]!));
  assert.deepEqual(biases["encoder.0.bias"], bias(0.1, 0.2));
});

Deno.test("fromInt8() refuses filters without scales of their channels", () => {
  const filter = { dtype: "I8", shape: [2, 1, 1, 1], data: Int8Array.of(1, 2) } as const;
  const scale = { dtype: "F32", shape: [3, 1, 1, 1], data: Float32Array.of(1, 2, 3) } as const;
  assert.throws(() => fromInt8({ w: filter }), {
    name: "SyntaxError",
    message: /"w" must be F32, or I8 with scales .* I8 \[2,1,1,1\] with scales \[\]$/,
  });
  assert.throws(() => fromInt8({ w: filter, "w.scale": scale }), /with scales \[3,1,1,1\]$/);
  assert.throws(
    () => fromInt8({ w: { dtype: "U8", shape: [1], data: Uint8Array.of(1) } }),
    /current value is U8/,
  );
});
