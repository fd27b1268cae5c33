import assert from "node:assert/strict";
import { decodeSafetensors, type SafetensorsTensor, toFloat32 } from "../../lib/io/safetensors.ts";
import { encodeSafetensors } from "./encode_safetensors.ts";
import { RECORDED } from "../safetensors_cases.ts";

/** A file with any header and body. */
function file(header: string, body = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + body);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function refuses(bytes: Uint8Array, message: RegExp): void {
  assert.throws(
    () => decodeSafetensors(bytes),
    (error: Error) => error instanceof SyntaxError && message.test(error.message),
    String(message),
  );
}

Deno.test("encodeSafetensors() writes the bytes of the format", () => {
  const bytes = encodeSafetensors({ a: { dtype: "U8", shape: [2], data: Uint8Array.of(7, 9) } });
  const header = '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}';
  // 8 bytes of length and 53 of header are padded to 64 with spaces: the header counts 56.
  assert.equal(header.length, 53);
  assert.deepEqual([...bytes.subarray(0, 8)], [56, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal(new TextDecoder().decode(bytes.subarray(8, 64)), header + "   ");
  assert.deepEqual([...bytes.subarray(64)], [7, 9]);
});

Deno.test("decodeSafetensors() gives back what encodeSafetensors() was given", () => {
  const tensors = {
    byte: { dtype: "U8", shape: [3], data: Uint8Array.of(1, 2, 255) },
    double: { dtype: "F64", shape: [2], data: Float64Array.of(0.1, -1e300) },
    half: { dtype: "F16", shape: [2], data: Float16Array.of(0.1, -65504) },
    brain: { dtype: "BF16", shape: [1], data: Uint16Array.of(0x3fc0) },
    signed: { dtype: "I8", shape: [2], data: Int8Array.of(-128, 127) },
    long: { dtype: "I64", shape: [2, 1], data: BigInt64Array.of(-1n, 2n ** 62n) },
    float: { dtype: "F32", shape: [1, 2, 2], data: Float32Array.of(1.5, NaN, -0, Infinity) },
    int: { dtype: "I32", shape: [], data: Int32Array.of(-7) },
    none: { dtype: "F32", shape: [0, 4], data: new Float32Array() },
    "__proto__ \n\u00fc": { dtype: "U8", shape: [0], data: new Uint8Array() },
  } as const;
  const metadata = { format: "pt", "k\u00fc": "v" };
  const bytes = encodeSafetensors(tensors, metadata);
  assert.deepEqual(decodeSafetensors(bytes), { tensors, metadata });
  // Shifted by one byte nothing lies aligned, and the numbers are copied.
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  assert.deepEqual(decodeSafetensors(shifted.subarray(1)), { tensors, metadata });
  assert.deepEqual(decodeSafetensors(encodeSafetensors({})), { tensors: {}, metadata: {} });
});

Deno.test("encodeSafetensors() gives the same bytes in whatever order it is given", () => {
  const a = { dtype: "F32", shape: [1], data: Float32Array.of(1) } as const;
  const b = { dtype: "U8", shape: [1], data: Uint8Array.of(2) } as const;
  const one = encodeSafetensors({ a, b, c: a }, { x: "1", y: "2" });
  assert.deepEqual(encodeSafetensors({ c: a, b, a }, { y: "2", x: "1" }), one);
  assert.deepEqual(Object.keys(decodeSafetensors(one).tensors), ["a", "c", "b"]);
});

Deno.test("encodeSafetensors() refuses data that do not fit their shape or dtype", () => {
  const data = new Float32Array(3);
  assert.throws(
    () => encodeSafetensors({ w: { dtype: "F32", shape: [2, 2], data } }),
    new TypeError(
      'Cannot encode tensors as "w" must hold as many values as its shape [2,2] says: ' +
        "current value is 3",
    ),
  );
  const wrong = { dtype: "I32", shape: [3], data: data as unknown as Int32Array } as const;
  assert.throws(() => encodeSafetensors({ w: wrong }), /current value is I32 with Float32Array/);
  const taken = { __metadata__: { dtype: "F32", shape: [3], data } as const };
  assert.throws(() => encodeSafetensors(taken), TypeError);
});

Deno.test("decodeSafetensors() refuses a header that is none", () => {
  refuses(new Uint8Array(7), /at least 8 bytes: current value is 7$/);
  refuses(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255), /must not pass 100000000 bytes/);
  refuses(Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d), /ends at 17 of 10 bytes$/);
  const broken = file("{}");
  broken[9] = 0xff;
  refuses(broken, /must be UTF-8$/);
  refuses(file(" {}"), /must begin with {$/);
  refuses(file("\ufeff{}"), /must begin with {$/);
  refuses(file("{"), /must be JSON: unexpected end at character 1$/);
  refuses(file("{}x"), /must be JSON/);
});

Deno.test("decodeSafetensors() refuses entries that are none", () => {
  const entry = (fields: string) => file(`{"a":{${fields}}}`, 4);
  refuses(file('{"a":3}'), /entry of "a" must be an object$/);
  refuses(
    entry('"dtype":"F99","shape":[1],"data_offsets":[0,4]'),
    /F64, F32, F16, BF16, I32, U8, I8, I64: .* is "F99"$/,
  );
  refuses(
    entry('"dtype":"toString","shape":[1],"data_offsets":[0,4]'),
    /current value is "toString"$/,
  );
  refuses(entry('"dtype":{"toString":"F32"},"shape":[1],"data_offsets":[0,4]'), /"F32"}$/);
  refuses(entry('"shape":[1],"data_offsets":[0,4]'), /current value is none$/);
  refuses(entry('"dtype":"F32","shape":[-1],"data_offsets":[0,4]'), /whole numbers .* is -1$/);
  refuses(entry('"dtype":"F32","shape":[1.5],"data_offsets":[0,4]'), /whole numbers .* is 1.5$/);
  refuses(entry('"dtype":"F32","shape":["1"],"data_offsets":[0,4]'), /shape of "a" must be/);
  refuses(entry('"dtype":"F32","shape":[1],"data_offsets":[0,4,8]'), /data_offsets of "a" must be/);
  refuses(entry('"dtype":"F32","shape":[1],"data_offsets":[4,0]'), /must take 4 bytes: .* -4$/);
  refuses(entry('"dtype":"F32","shape":[2],"data_offsets":[0,4]'), /must take 8 bytes: .* 4$/);
  const huge = "4294967296,4294967296";
  refuses(entry(`"dtype":"F32","shape":[${huge}],"data_offsets":[0,4]`), /must not overflow/);
  refuses(entry('"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1'), /must not hold "x"$/);
  // 2^64 numbers, then none: the product alone would be 0.
  refuses(entry(`"dtype":"F32","shape":[${huge},0],"data_offsets":[0,0]`), /must not overflow/);
  refuses(entry(`"dtype":"F32","shape":[1e999],"data_offsets":[0,4]`), /whole numbers/);
  refuses(file('{"__metadata__":{"a":1}}'), /must hold strings: "a" is number$/);
  refuses(file('{"__metadata__":{"a":null}}'), /must hold strings: "a" is null$/);
  refuses(file('{"a":null}'), /entry of "a" must be an object$/);
  refuses(file('{"__metadata__":nul}'), /must be JSON/);
  refuses(file('{"__metadata__":true}'), /not hold true or false$/);
  refuses(file('{"__metadata__":[]}'), /__metadata__ must be an object$/);
});

Deno.test("decodeSafetensors() refuses gaps, overlaps, cut and overlong files", () => {
  const two = (first: string, second: string) =>
    `{"a":{"dtype":"U8","shape":[2],"data_offsets":[${first}]},` +
    `"b":{"dtype":"U8","shape":[2],"data_offsets":[${second}]}}`;
  assert.equal(decodeSafetensors(file(two("2,4", "0,2"), 4)).tensors.a?.data.length, 2);
  refuses(file(two("0,2", "3,5"), 5), /leave no gap: "b" begins at 3, expected 2$/);
  refuses(file(two("1,3", "3,5"), 5), /leave no gap: "a" begins at 1, expected 0$/);
  refuses(file(two("0,2", "1,3"), 4), /not overlap: "b" begins at 1, expected 2$/);
  refuses(file(two("0,2", "0,2"), 2), /not overlap/);
  refuses(file(two("0,2", "2,4"), 3), /must take 4 bytes: current value is 3$/);
  refuses(file(two("0,2", "2,4"), 5), /must take 4 bytes: current value is 5$/);
});

Deno.test("decodeSafetensors() refuses a key named twice", () => {
  const entry = '{"dtype":"U8","shape":[0],"data_offsets":[0,0]}';
  refuses(file(`{"a":${entry},"\\u0061":${entry}}`), /each key once: "a" appears twice$/);
  refuses(file('{"__metadata__":{"x":"1","x":"2"}}'), /"x" appears twice$/);
  refuses(file(`{"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}`), /"dtype"/);
});

Deno.test("decodeSafetensors() takes no name for something built in", () => {
  const bytes = file('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1);
  const { tensors } = decodeSafetensors(bytes);
  assert.deepEqual(Object.keys(tensors), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(tensors), Object.prototype);
});

Deno.test("decodeSafetensors() shows no more of a name than people read", () => {
  const name = "a".repeat(100_000);
  assert.throws(
    () => decodeSafetensors(file(`{"${name}":3}`)),
    ({ message }: Error) => message.length < 200 && message.includes('"aaaa'),
  );
});

for (const { what, header, data, read, stricter } of RECORDED) {
  const does = read && !stricter ? "reads" : "refuses";
  Deno.test(`decodeSafetensors() ${does} ${what}${read && stricter ? ", stricter than" : ", as"} the reference`, () => {
    const bytes = file(header, data);
    if (does === "reads") decodeSafetensors(bytes);
    else refuses(bytes, new RegExp(stricter ? RegExp.escape(stricter) : "."));
  });
}

Deno.test("toFloat32() reads float16, bfloat16 and float64, and no integers", () => {
  const read = (tensor: SafetensorsTensor) => {
    return toFloat32(decodeSafetensors(encodeSafetensors({ tensor })).tensors.tensor!);
  };
  const shape = [4];
  // 1.5 = 1.1 in binary: float16 is sign, 5 bits of exponent + 15, 10 of mantissa: 0 01111 1000000000;
  // bfloat16 is the upper half of 0 01111111 1000...: 0x3fc0. -0.15625 = -1.01 * 2^-3: 0xbe20.
  const half = new Float16Array(Uint16Array.of(0x3e00, 0xb100, 0x7bff, 0x0001).buffer);
  const halves = read({ dtype: "F16", shape, data: half });
  assert.deepEqual(halves, Float32Array.of(1.5, -0.15625, 65504, 2 ** -24));
  const brain = Uint16Array.of(0x3fc0, 0xbe20, 0x0000, 0x7f80);
  const brains = read({ dtype: "BF16", shape, data: brain });
  assert.deepEqual(brains, Float32Array.of(1.5, -0.15625, 0, Infinity));
  const double = read({ dtype: "F64", shape, data: Float64Array.of(1.5, 0.1, -0, 1e300) });
  assert.deepEqual(double, Float32Array.of(1.5, Math.fround(0.1), -0, Infinity));
  assert.equal(read({ dtype: "I64", shape: [1], data: BigInt64Array.of(1n) }), undefined);
});
