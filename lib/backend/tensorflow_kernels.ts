/**
 * Native TensorFlow operations that tfjs-node does not register. tfjs composes a ReLU's gradient of
 * five passes over the tensor, and one native operation is 25 times as fast; affine transforms of
 * images (`tf.image.transform`) are missing altogether.
 */

import * as tf from "@tensorflow/tfjs-core";
import { registerFilterGradients } from "./filter_gradient.ts";
import { registerLoneConvolutions } from "./lone_convolution.ts";
import { registerMaxPoolGradient } from "./max_pool_gradient.ts";
import { nativeTensorflow } from "./native_tensorflow.ts";

/** Register the native kernels for the backend "tensorflow"; it must be loaded. */
export function registerTensorflowKernels(): void {
  const backendName = "tensorflow";
  const { usesGpu, execute, attribute } = nativeTensorflow();

  registerLoneConvolutions(backendName);
  if (!usesGpu) {
    registerFilterGradients(backendName);
    registerMaxPoolGradient(backendName);
  }
  tf.registerKernel({
    kernelName: "ReluGrad",
    backendName,
    kernelFunc: ({ inputs: { dy, y } }) =>
      execute("ReluGrad", [attribute.float("T")], [dy!, y!], 1)[0]!,
  });
  tf.registerKernel({
    kernelName: "BiasAddGrad",
    backendName,
    kernelFunc({ inputs: { dy } }) {
      const attributes = [attribute.float("T"), attribute.text("data_format", "NHWC")];
      return execute("BiasAddGrad", attributes, [dy!], 1)[0]!;
    },
  });
  tf.registerKernel({
    kernelName: tf.Transform,
    backendName,
    kernelFunc({ inputs: { image, transforms }, attrs }) {
      const { interpolation, fillMode, fillValue, outputShape } = attrs as unknown as
        & tf.TransformAttrs
        & { fillValue: number };
      const attributes = [
        attribute.float("dtype"),
        attribute.text("interpolation", interpolation.toUpperCase()),
        attribute.text("fill_mode", fillMode.toUpperCase()),
      ];
      const size = tf.tensor1d(outputShape ?? (image as tf.Tensor4D).shape.slice(1, 3), "int32");
      const fill = tf.scalar(fillValue);
      try {
        const inputs = [image!, transforms!, size, fill];
        return execute("ImageProjectiveTransformV3", attributes, inputs, 1)[0]!;
      } finally {
        tf.dispose([size, fill]);
      }
    },
  });
}
