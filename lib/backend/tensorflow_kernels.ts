/**
 * Native TensorFlow operations that tfjs-node does not register. tfjs composes a ReLU's gradient of
 * five passes over the tensor, and one native operation is 25 times as fast; affine transforms of
 * images (`tf.image.transform`) are missing altogether.
 */

import * as tf from "@tensorflow/tfjs-core";
import { registerLoneConvolutions } from "./lone_convolution.ts";

interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** The part of tfjs-node's backend that is used here; tfjs-core does not declare it. */
interface NodeBackend {
  binding: Record<"TF_ATTR_TYPE" | "TF_ATTR_STRING" | "TF_FLOAT", number>;
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.TensorInfo[]): tf.Tensor;
}

/** Register the native kernels for the backend "tensorflow"; it must be loaded. */
export function registerTensorflowKernels(): void {
  const backendName = "tensorflow";
  const { binding } = tf.findBackend(backendName) as unknown as NodeBackend;
  const float: OpAttribute = { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  const nhwc: OpAttribute = { name: "data_format", type: binding.TF_ATTR_STRING, value: "NHWC" };
  const native = (backend: unknown) => backend as NodeBackend;

  registerLoneConvolutions(backendName);
  tf.registerKernel({
    kernelName: "ReluGrad",
    backendName,
    kernelFunc: ({ inputs: { dy, y }, backend }) =>
      native(backend).executeSingleOutput("ReluGrad", [float], [dy!, y!]),
  });
  tf.registerKernel({
    kernelName: "BiasAddGrad",
    backendName,
    kernelFunc: ({ inputs: { dy }, backend }) =>
      native(backend).executeSingleOutput("BiasAddGrad", [float, nhwc], [dy!]),
  });
  tf.registerKernel({
    kernelName: tf.Transform,
    backendName,
    kernelFunc: ({ inputs: { image, transforms }, attrs, backend }) => {
      const { interpolation, fillMode, fillValue, outputShape } = attrs as unknown as
        & tf.TransformAttrs
        & { fillValue: number };
      const text = (name: string, value: string): OpAttribute => ({
        name,
        type: binding.TF_ATTR_STRING,
        value: value.toUpperCase(),
      });
      const attributes: OpAttribute[] = [
        { name: "dtype", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
        text("interpolation", interpolation),
        text("fill_mode", fillMode),
      ];
      const size = tf.tensor1d(outputShape ?? (image as tf.Tensor4D).shape.slice(1, 3), "int32");
      const fill = tf.scalar(fillValue);
      try {
        return native(backend).executeSingleOutput(
          "ImageProjectiveTransformV3",
          attributes,
          [image!, transforms!, size, fill],
        );
      } finally {
        tf.dispose([size, fill]);
      }
    },
  });
}
