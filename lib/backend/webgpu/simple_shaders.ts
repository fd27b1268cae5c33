/**
 * Kernels that read and write each number once or twice: `byteLookupShader`, `reluGradientShader`,
 * `maxPoolBiasShader`, `maxPoolGradientShader`, `biasGradientShader`, `meanSquareShader`,
 * `transposeFilterShader`, `adamShader`.
 */

import type { Shader } from "./dispatch.ts";
import type { Activation } from "./gather.ts";

/** Threads of a workgroup in every kernel of this file. */
export const THREADS = 256;

const ENTRY = `
@compute @workgroup_size(${THREADS})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(num_workgroups) workgroups: vec3<u32>,
  @builtin(local_invocation_index) invocation: u32,
) {
  let group = workgroup.y * workgroups.x + workgroup.x;
  let at = group * ${THREADS}u + invocation;`;

/**
 * Inputs: bytes, four to an int32, the first the lowest; a table of 256 numbers. Output: each byte's
 * number, `size` vec4. Parameters: size.
 */
export const byteLookupShader: Shader = {
  name: "ByteLookup",
  key: "",
  code: () => `
struct Params { size: u32 }
@group(0) @binding(0) var<storage, read> bytes: array<u32>;
@group(0) @binding(1) var<storage, read> table: array<f32>;
@group(0) @binding(2) var<storage, read_write> numbers: array<vec4<f32>>;
@group(0) @binding(3) var<uniform> params: Params;
${ENTRY}
  if (at >= params.size) { return; }
  let four = bytes[at];
  numbers[at] = vec4<f32>(
    table[four & 255u], table[(four >> 8u) & 255u], table[(four >> 16u) & 255u], table[four >> 24u]);
}
`,
};

/** Inputs dy and y, output dy where y > 0, else 0; `size` numbers or vec4. Parameters: size. */
export function reluGradientShader(wide: boolean): Shader {
  const type = wide ? "vec4<f32>" : "f32";
  return {
    name: "ReluGrad",
    key: type,
    code: () => `
struct Params { size: u32 }
@group(0) @binding(0) var<storage, read> dy: array<${type}>;
@group(0) @binding(1) var<storage, read> y: array<${type}>;
@group(0) @binding(2) var<storage, read_write> dx: array<${type}>;
@group(0) @binding(3) var<uniform> params: Params;
${ENTRY}
  if (at >= params.size) { return; }
  dx[at] = select(${type}(), dy[at], y[at] > ${type}());
}
`,
  };
}

/**
 * activation(2 x 2 max pool at stride 2 without padding + bias), which would be three passes.
 *
 * Inputs: x `[n, h, w, c]`, bias `[c]`; output `[n, h/2, w/2, c]`. Parameters: its size (in vec4 where
 * `channels` allows).
 */
export function maxPoolBiasShader(
  { height, width, channels, activation }: {
    height: number;
    width: number;
    channels: number;
    activation: Activation;
  },
): Shader {
  const wide = channels % 4 === 0;
  const type = wide ? "vec4<f32>" : "f32";
  const depth = wide ? channels / 4 : channels;
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  return {
    name: "MaxPoolBias",
    key: `${height} ${width} ${channels} ${activation}`,
    code: () => `
struct Params { size: u32 }
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read> bias: array<${type}>;
@group(0) @binding(2) var<storage, read_write> y: array<${type}>;
@group(0) @binding(3) var<uniform> params: Params;
${ENTRY}
  if (at >= params.size) { return; }
  let channel = at % ${depth}u;
  let pixel = at / ${depth}u;
  let column = pixel % ${columns}u;
  let row = (pixel / ${columns}u) % ${rows}u;
  let image = pixel / ${rows * columns}u;
  let corner = ((image * ${height}u + row * 2u) * ${width}u + column * 2u) * ${depth}u + channel;
  let upper = max(x[corner], x[corner + ${depth}u]);
  let lower = max(x[corner + ${width * depth}u], x[corner + ${(width + 1) * depth}u]);
  let biased = max(upper, lower) + bias[channel];
  y[at] = ${activation === "relu" ? `max(biased, ${type}())` : "biased"};
}
`,
  };
}

/**
 * Gradient by the input of a 2 x 2 max pool at stride 2 without padding. The whole of `dy` goes to
 * the first of a window's pixels that holds the maximum, row by row, as in PyTorch and TensorFlow.
 *
 * Inputs: dy `[n, h/2, w/2, c]`, the pool's input `[n, h, w, c]`; output: of the input's shape. One
 * thread makes a window. Parameters: windows x channels (in vec4 where `channels` allows).
 */
export function maxPoolGradientShader(
  { height, width, channels }: { height: number; width: number; channels: number },
): Shader {
  const wide = channels % 4 === 0;
  const type = wide ? "vec4<f32>" : "f32";
  const depth = wide ? channels / 4 : channels;
  const [rows, columns] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const [pooledRows, pooledColumns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const odd = height % 2 === 1 || width % 2 === 1;
  const offsets = [[0, 0], [0, 1], [1, 0], [1, 1]] as const;
  const bool = wide ? "vec4<bool>" : "bool";
  return {
    name: "MaxPoolGrad",
    key: `${height} ${width} ${channels}`,
    code: () => `
struct Params { size: u32 }
@group(0) @binding(0) var<storage, read> dy: array<${type}>;
@group(0) @binding(1) var<storage, read> x: array<${type}>;
@group(0) @binding(2) var<storage, read_write> dx: array<${type}>;
@group(0) @binding(3) var<uniform> params: Params;
${ENTRY}
  if (at >= params.size) { return; }
  let channel = at % ${depth}u;
  let window = at / ${depth}u;
  let column = window % ${columns}u;
  let row = (window / ${columns}u) % ${rows}u;
  let image = window / ${rows * columns}u;
  let corner = ((image * ${height}u + row * 2u) * ${width}u + column * 2u) * ${depth}u + channel;
  ${
      odd
        ? `// The last row and column of an odd size are in no window.
  if (row >= ${pooledRows}u || column >= ${pooledColumns}u) {
    ${
          offsets.map(([y, x]) =>
            `if (row * 2u + ${y}u < ${height}u && column * 2u + ${x}u < ${width}u) {
      dx[corner + ${(y * width + x) * depth}u] = ${type}(); }`
          ).join("\n")
        }
    return;
  }`
        : ""
    }
  let given = dy[((image * ${pooledRows}u + row) * ${pooledColumns}u + column) * ${depth}u + channel];
  ${
      offsets.map(([y, xx], i) => `let x${i} = x[corner + ${(y * width + xx) * depth}u];`).join(
        "\n  ",
      )
    }
  let most = max(max(x0, x1), max(x2, x3));
  var free = ${bool}(${wide ? "true, true, true, true" : "true"});
  ${
      offsets.map(([y, xx], i) => `
  let is${i} = ${wide ? `free & (x${i} == most)` : `free && x${i} == most`};
  dx[corner + ${(y * width + xx) * depth}u] = select(${type}(), given, is${i});
  free = ${wide ? `free & !is${i}` : `free && !is${i}`};`).join("")
    }
}
`,
  };
}

/**
 * Sums of `dy` `[pixels, channels]` over slices of its pixels: part p of `parts` is that over its
 * share. Output `[parts, channels]`. One workgroup makes 64 columns of a part, each a channel or,
 * where `channels` allows, four. Parameters: pixels. Workgroups: columns / 64, parts.
 */
export function biasGradientShader(channels: number, parts: number): Shader {
  const wide = channels % 4 === 0;
  const type = wide ? "vec4<f32>" : "f32";
  const columns = wide ? channels / 4 : channels;
  const width = Math.min(64, nextPowerOfTwo(columns));
  const lanes = THREADS / width;
  return {
    name: "BiasAddGrad",
    key: `${channels} ${parts}`,
    code: () => `
struct Params { pixels: u32 }
@group(0) @binding(0) var<storage, read> dy: array<${type}>;
@group(0) @binding(1) var<storage, read_write> sums: array<${type}>;
@group(0) @binding(2) var<uniform> params: Params;
var<workgroup> shared_: array<${type}, ${THREADS}>;

@compute @workgroup_size(${THREADS})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_index) invocation: u32,
) {
  let column = workgroup.x * ${width}u + invocation % ${width}u;
  let lane = invocation / ${width}u;
  let share = (params.pixels + ${parts - 1}u) / ${parts}u;
  let end = min(params.pixels, (workgroup.y + 1u) * share);
  var total = ${type}();
  if (column < ${columns}u) {
    for (var pixel = workgroup.y * share + lane; pixel < end; pixel += ${lanes}u) {
      total += dy[pixel * ${columns}u + column];
    }
  }
  shared_[invocation] = total;
  workgroupBarrier();
  if (lane > 0u || column >= ${columns}u) { return; }
  for (var other = 1u; other < ${lanes}u; other++) {
    total += shared_[other * ${width}u + invocation];
  }
  sums[workgroup.y * ${columns}u + column] = total;
}
`,
  };
}

/** Workgroups along x of `biasGradientShader`. */
export function biasGradientWorkgroups(channels: number): number {
  const columns = channels % 4 === 0 ? channels / 4 : channels;
  return Math.ceil(columns / Math.min(64, nextPowerOfTwo(columns)));
}

function nextPowerOfTwo(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}

/**
 * `scale` times the sum of squares of `x`, over slices of it: output `[parts]`, a workgroup each.
 * Parameters: size, scale.
 */
export function meanSquareShader(parts: number): Shader {
  return {
    name: "MeanSquare",
    key: `${parts}`,
    code: () => `
struct Params { size: u32, scale: f32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;
var<workgroup> shared_: array<f32, ${THREADS}>;
${ENTRY}
  var total = 0.0;
  for (var i = at; i < params.size; i += ${parts * THREADS}u) {
    total += x[i] * x[i];
  }
  shared_[invocation] = total;
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (invocation < half) { shared_[invocation] += shared_[invocation + half]; }
  }
  if (invocation == 0u) { sums[group] = shared_[0] * params.scale; }
}
`,
  };
}

/** A filter `[taps, rows, columns]` as `[taps, columns, rows]`. Workgroups: 16 x 16 squares, taps. */
export function transposeFilterShader(rows: number, columns: number): Shader {
  return {
    name: "TransposeFilter",
    key: `${rows} ${columns}`,
    code: () => `
@group(0) @binding(0) var<storage, read> filter_: array<f32>;
@group(0) @binding(1) var<storage, read_write> transposed: array<f32>;
// One more column than needed, so that threads of a column lie in different memory banks.
var<workgroup> square: array<f32, 272>;

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let offset = workgroup.z * ${rows * columns}u;
  let fromRow = workgroup.y * 16u + local.y;
  let fromColumn = workgroup.x * 16u + local.x;
  if (fromRow < ${rows}u && fromColumn < ${columns}u) {
    square[local.y * 17u + local.x] = filter_[offset + fromRow * ${columns}u + fromColumn];
  }
  workgroupBarrier();
  let row = workgroup.x * 16u + local.y;
  let column = workgroup.y * 16u + local.x;
  if (row < ${columns}u && column < ${rows}u) {
    transposed[offset + row * ${rows}u + column] = square[local.x * 17u + local.y];
  }
}
`,
  };
}

/**
 * One Adam update of `size` numbers, as `adamUpdate` describes it. Inputs: weight, gradient, m, v;
 * outputs: new weight, m, v. Parameters: size, beta1, 1 - beta1, beta2, 1 - beta2 (which float32
 * would round), epsilon, 1 / sqrt(1 - beta2^t), learningRate / (1 - beta1^t).
 */
export const adamShader: Shader = {
  name: "AdamUpdate",
  key: "",
  code: () => `
struct Params {
  size: u32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, scale: f32, rate: f32,
}
@group(0) @binding(0) var<storage, read> weight: array<f32>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read> m: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
@group(0) @binding(4) var<storage, read_write> newWeight: array<f32>;
@group(0) @binding(5) var<storage, read_write> newM: array<f32>;
@group(0) @binding(6) var<storage, read_write> newV: array<f32>;
@group(0) @binding(7) var<uniform> params: Params;
${ENTRY}
  if (at >= params.size) { return; }
  let g = gradient[at];
  let mean = params.beta1 * m[at] + params.rest1 * g;
  let square = params.beta2 * v[at] + params.rest2 * g * g;
  newM[at] = mean;
  newV[at] = square;
  newWeight[at] = weight[at] - params.rate * mean / (sqrt(square) * params.scale + params.epsilon);
}
`,
};
