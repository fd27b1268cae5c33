/** Sums what split products and sums left in parts: `sumPartsShader`. */

import type { Activation } from "./gather.ts";
import type { Shader } from "./dispatch.ts";

/** How `sumPartsShader` computes. */
export interface SumPartsOptions {
  /** Parts, each of as many numbers as the result. */
  parts: number;
  /** Channels of the result, the last axis; its numbers are a multiple. */
  channels: number;
  /** Adds a bias `[channels]` after the sum. */
  bias: boolean;
  activation: Activation;
}

/** Threads of a workgroup. */
const THREADS = 64;
// From here on several threads share a number's parts, as one would wait for each in turn.
const MANY = 16;

/** Numbers of the result that one workgroup makes. */
export function numbersPerWorkgroup(parts: number): number {
  return parts >= MANY ? THREADS / MANY : THREADS;
}

/**
 * Inputs: the parts `[parts, ...]`, bias if asked for. Output: activation(sum over parts + bias).
 * Parameters: numbers of the result, workgroups.
 */
export function sumPartsShader(options: SumPartsOptions): Shader {
  return {
    name: "SumParts",
    key: JSON.stringify(options),
    code: () => sumPartsCode(options),
  };
}

function sumPartsCode({ parts, channels, bias, activation }: SumPartsOptions): string {
  const lanes = THREADS / numbersPerWorkgroup(parts);
  const biased = bias ? `(total + bias[at % ${channels}u])` : "total";
  return `
struct Params { size: u32, workgroups: u32 }
@group(0) @binding(0) var<storage, read> parts: array<f32>;
${bias ? "@group(0) @binding(1) var<storage, read> bias: array<f32>;" : ""}
@group(0) @binding(${bias ? 2 : 1}) var<storage, read_write> result: array<f32>;
@group(0) @binding(${bias ? 3 : 2}) var<uniform> params: Params;
var<workgroup> sums: array<f32, ${THREADS}>;

@compute @workgroup_size(${THREADS})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(num_workgroups) workgroups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let number = workgroup.y * workgroups.x + workgroup.x;
  if (number >= params.workgroups) { return; }
  // Neighbouring threads take neighbouring numbers.
  let at = number * ${THREADS / lanes}u + thread % ${THREADS / lanes}u;
  let lane = thread / ${THREADS / lanes}u;
  var total = 0.0;
  if (at < params.size) {
    for (var part = lane; part < ${parts}u; part += ${lanes}u) {
      total += parts[part * params.size + at];
    }
  }
  ${
    lanes === 1 ? "" : `sums[thread] = total;
  workgroupBarrier();
  if (lane > 0u) { return; }
  for (var other = 1u; other < ${lanes}u; other++) {
    total += sums[other * ${THREADS / lanes}u + thread];
  }`
  }
  if (at < params.size) {
    result[at] = ${activation === "relu" ? `max(${biased}, 0.0)` : biased};
  }
}
`;
}
