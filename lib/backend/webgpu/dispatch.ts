/**
 * Runs our own WGSL on the device and the command queue of tfjs's WebGPU backend, so that its
 * kernels and ours follow one another: `dispatch`, `allocate`, `submitted`, `WebgpuBackend`.
 *
 * tfjs's own way to run a program allows one output and puts shapes into uniforms; ours need
 * several outputs and shapes as constants.
 */

import type * as tf from "@tensorflow/tfjs-core";
import { checkDevice } from "./device_errors.ts";

interface TensorData {
  values: ArrayLike<number> | null;
  resource?: GPUBuffer;
}

/** A number for a kernel, one for each field of its `Params`, in order. */
export interface Parameter {
  type: "uint32" | "float32";
  data: [number];
}

/** The parts of tfjs's WebGPU backend that are used here, some of them private in its types. */
export interface WebgpuBackend {
  device: GPUDevice;
  queue: GPUQueue;
  tensorMap: { get(dataId: object): TensorData };
  bufferManager: {
    freeBuffers: Map<string, GPUBuffer[]>;
    numFreeBuffers: number;
    numBytesAllocated: number;
    acquireBuffer(size: number, usage: number): GPUBuffer;
  };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  /** Set while tfjs measures, as in `tf.time`. */
  activeTimers?: { name: string; query: Promise<number> }[] | null;
  supportTimestampQuery: boolean;
  querySet: GPUQuerySet | null;
  querySetCount: number;
  makeTensorInfo(
    shape: number[],
    dtype: "float32" | "int32",
    values?: Float32Array | Int32Array,
  ): tf.TensorInfo;
  uploadToGPU(dataId: object): void;
  disposeData(dataId: object): boolean;
  read(dataId: object): Promise<ArrayLike<number>>;
  makeUniforms(parameters: Parameter[]): GPUBufferBinding;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  getQueryTime(): Promise<number>;
}

/** A kernel: WGSL with the entry point `main`. */
export interface Shader {
  /** For people and profiles: "Conv2D". */
  name: string;
  /** Tells it from every other: all that `code` depends on. */
  key: string;
  /**
   * Makes the WGSL. Bindings of group 0 in order: inputs, outputs, and a uniform of the parameters
   * if there are any.
   */
  code: () => string;
}

/** What one run of a kernel works on. */
export interface Run {
  inputs: readonly tf.TensorInfo[];
  outputs: readonly tf.TensorInfo[];
  parameters?: readonly Parameter[];
  /** Whether the parameters are others at each step: those that are not stay on the device. */
  parametersChange?: boolean;
  workgroups: readonly [x: number, y?: number, z?: number];
}

interface Pipeline {
  pipeline: GPUComputePipeline;
  layout: GPUBindGroupLayout;
}

/** What is made once for a device. */
interface Made {
  pipelines: Map<string, Pipeline>;
  /** Buffers of parameters, by what they hold. */
  uniforms: Map<string, GPUBuffer>;
}

const made = new WeakMap<GPUDevice, Made>();
const STORAGE = 0x80 | 0x4 | 0x8; // GPUBufferUsage.STORAGE | COPY_SRC | COPY_DST
const UNIFORM = 0x40 | 0x8; // GPUBufferUsage.UNIFORM | COPY_DST
const MEBIBYTE = 2 ** 20;

/** An unsigned integer of a kernel's parameters. */
export function uint(value: number): Parameter {
  return { type: "uint32", data: [value] };
}

/** A float32 of a kernel's parameters. */
export function float(value: number): Parameter {
  return { type: "float32", data: [value] };
}

/** A new float32 tensor whose values a kernel will write. */
export function allocate(backend: WebgpuBackend, shape: number[]): tf.TensorInfo {
  return backend.makeTensorInfo(shape, "float32");
}

/**
 * Workgroups for `count` along x, and along y where one dimension does not hold them. A kernel
 * numbers them `id.y * count.x + id.x` and ignores those from `count` on.
 */
export function workgroupGrid(backend: WebgpuBackend, count: number): [x: number, y: number] {
  const most = backend.device.limits.maxComputeWorkgroupsPerDimension;
  const y = Math.ceil(count / most);
  return [Math.ceil(count / y), y];
}

/** Bytes of the largest tensor that `device` can bind. */
export function tensorBytes({ limits }: GPUDevice): number {
  return Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
}

/**
 * Put one run of `shader` into the command queue.
 *
 * @throws {RangeError} if a tensor is larger than the device can bind
 * @throws {Error} if the device is lost or reported an error
 */
export function dispatch(backend: WebgpuBackend, shader: Shader, run: Run): void {
  checkDevice(backend.device);
  const { inputs, outputs, workgroups } = run;
  const tensors = [...inputs, ...outputs];
  const buffers = tensors.map((tensor) => upload(backend, tensor));
  buffers.push(...uniformOf(backend, run));
  const { pipeline, layout } = pipelineOf(backend.device, shader);
  const bindGroup = backend.device.createBindGroup({
    layout,
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  // A tensor disposed before the queue is submitted must keep its buffer until then.
  for (const { dataId } of tensors) backend.commandQueueOwnedIds.add(dataId);

  const timed = Boolean(backend.activeTimers);
  const pass = computePass(backend, timed);
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...workgroups);
  backend.dispatchCountInPass++;
  if (timed) {
    backend.endComputePassEncoder();
    backend.activeTimers!.push({ name: shader.name, query: backend.getQueryTime() });
  } else if (backend.dispatchCountInPass >= 15) {
    // As often as tfjs submits.
    submit(backend);
  }
}

/** Have the device begin with what is in the queue. */
export function submit(backend: WebgpuBackend): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Everything that is in the queue is done. */
export async function submitted(backend: WebgpuBackend): Promise<void> {
  submit(backend);
  await backend.queue.onSubmittedWorkDone();
}

/** The open compute pass; a new one with timestamps if this run is `timed`. */
function computePass(backend: WebgpuBackend, timed: boolean): GPUComputePassEncoder {
  backend.ensureCommandEncoderReady();
  if (timed) backend.endComputePassEncoder();
  const descriptor: GPUComputePassDescriptor = {};
  if (timed && backend.supportTimestampQuery) {
    backend.querySet ??= backend.device.createQuerySet({
      type: "timestamp",
      count: backend.querySetCount,
    });
    descriptor.timestampWrites = {
      querySet: backend.querySet,
      beginningOfPassWriteIndex: 0,
      endOfPassWriteIndex: 1,
    };
  }
  backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass(descriptor);
  return backend.computePassEncoder;
}

/** The tensor's buffer on the device; values that are still on the CPU are copied there. */
function upload(backend: WebgpuBackend, { dataId, shape }: tf.TensorInfo): GPUBuffer {
  const data = backend.tensorMap.get(dataId);
  if (data.resource) return data.resource;
  const bytes = shape.reduce((product, size) => product * size, 4);
  const most = tensorBytes(backend.device);
  if (bytes > most) {
    throw new RangeError(
      `Cannot compute [${shape.join(", ")}] as a tensor must be at most ` +
        `${Math.floor(most / MEBIBYTE)} MiB on this GPU: current size is ` +
        `${Math.ceil(bytes / MEBIBYTE)} MiB (a smaller batch fits)`,
    );
  }
  if (data.values instanceof Float32Array || data.values instanceof Int32Array) {
    // One copy into a buffer of the pool; tfjs's way makes a new staging buffer each time.
    const buffer = backend.bufferManager.acquireBuffer(bytes, STORAGE);
    backend.queue.writeBuffer(buffer, 0, data.values as BufferSource);
    data.values = null;
    data.resource = buffer;
    return buffer;
  }
  backend.uploadToGPU(dataId);
  return data.resource!;
}

/** The buffer of a run's parameters, if it has any. */
function uniformOf(
  backend: WebgpuBackend,
  { parameters = [], parametersChange = false }: Run,
): GPUBuffer[] {
  if (parameters.length === 0) return [];
  if (parametersChange) return [backend.makeUniforms([...parameters]).buffer];
  const { uniforms } = madeFor(backend.device);
  const key = parameters.map(({ type, data }) => `${type} ${data[0]}`).join();
  let uniform = uniforms.get(key);
  if (!uniform) {
    const words = new Uint32Array(parameters.length);
    for (const [i, { type, data }] of parameters.entries()) {
      if (type === "uint32") words[i] = data[0];
      else new Float32Array(words.buffer)[i] = data[0];
    }
    uniform = backend.device.createBuffer({ size: words.byteLength, usage: UNIFORM });
    backend.queue.writeBuffer(uniform, 0, words);
    uniforms.set(key, uniform);
  }
  return [uniform];
}

function pipelineOf(device: GPUDevice, { name, key, code }: Shader): Pipeline {
  const { pipelines } = madeFor(device);
  let found = pipelines.get(`${name} ${key}`);
  if (!found) {
    const module = device.createShaderModule({ code: code(), label: name });
    const pipeline = device.createComputePipeline({
      compute: { module, entryPoint: "main" },
      layout: "auto",
      label: name,
    });
    found = { pipeline, layout: pipeline.getBindGroupLayout(0) };
    pipelines.set(`${name} ${key}`, found);
  }
  return found;
}

function madeFor(device: GPUDevice): Made {
  let found = made.get(device);
  if (!found) made.set(device, found = { pipelines: new Map(), uniforms: new Map() });
  return found;
}
