/** Native TensorFlow's operations by name, below tfjs: `nativeTensorflow`. */

import * as tf from "@tensorflow/tfjs-core";

/** An attribute of an operation, as tfjs-node's binding takes it. */
export interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** Runs the operation `name` on `inputs`; gives as many results as `outputs` says. */
type Execute = (
  name: string,
  attributes: OpAttribute[],
  inputs: tf.TensorInfo[],
  outputs: number,
) => tf.Tensor[];

/** The part of tfjs-node's backend that is used here; tfjs-core does not declare it. */
interface NodeBackend {
  isUsingGpuDevice: boolean;
  binding: Record<
    | "TF_ATTR_TYPE"
    | "TF_ATTR_STRING"
    | "TF_ATTR_BOOL"
    | "TF_ATTR_SHAPE"
    | "TF_ATTR_INT"
    | "TF_FLOAT"
    | "TF_INT32",
    number
  >;
  executeMultipleOutputs: Execute;
}

/** What `nativeTensorflow` gives. */
export interface NativeTensorflow {
  /** Whether it computes on a CUDA GPU. */
  usesGpu: boolean;
  execute: Execute;
  /** Attributes by their kinds; `float` and `int32` say what a type is. */
  attribute: {
    float(name: string): OpAttribute;
    int32(name: string): OpAttribute;
    integers(name: string, value: number[]): OpAttribute;
    flag(name: string, value: boolean): OpAttribute;
    text(name: string, value: string): OpAttribute;
    shape(name: string, value: number[]): OpAttribute;
  };
}

/** Native TensorFlow; the backend "tensorflow" must be loaded. */
export function nativeTensorflow(): NativeTensorflow {
  const backend = tf.findBackend("tensorflow") as unknown as NodeBackend;
  const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_STRING, TF_ATTR_SHAPE, TF_ATTR_INT } =
    backend.binding;
  const { TF_FLOAT, TF_INT32 } = backend.binding;
  return {
    usesGpu: backend.isUsingGpuDevice,
    execute: (...call) => backend.executeMultipleOutputs(...call),
    attribute: {
      float: (name) => ({ name, type: TF_ATTR_TYPE, value: TF_FLOAT }),
      int32: (name) => ({ name, type: TF_ATTR_TYPE, value: TF_INT32 }),
      integers: (name, value) => ({ name, type: TF_ATTR_INT, value }),
      flag: (name, value) => ({ name, type: TF_ATTR_BOOL, value }),
      text: (name, value) => ({ name, type: TF_ATTR_STRING, value }),
      shape: (name, value) => ({ name, type: TF_ATTR_SHAPE, value }),
    },
  };
}
