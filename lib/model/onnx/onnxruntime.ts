/** The package onnxruntime-node, which is installed when somebody wants it: `loadOnnxRuntime`. */

import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { messageOf } from "../../io/errors.ts";
import { PROJECT_ROOT } from "../../io/paths.ts";

/** Its version; it carries its libraries, and runs on the CPU without its install script. */
const PACKAGE = "onnxruntime-node@1.30.0";
/** Where it is installed: apart from the packages that everybody gets, which Deno manages. */
const FOLDER = join(PROJECT_ROOT, "node_modules", ".onnx");

/** What is known of an input or output. */
export interface OnnxTensorInfo {
  name: string;
  /** Such as "float32". */
  type?: string;
  shape?: readonly (number | string)[];
}

/** A tensor of the package. */
export interface OnnxTensor {
  dims: readonly number[];
  type: string;
  data: Float32Array;
}

/** A network that was loaded. */
export interface OnnxSession {
  inputMetadata: readonly OnnxTensorInfo[];
  outputMetadata: readonly OnnxTensorInfo[];
  run(feeds: Record<string, OnnxTensor>, outputs?: string[]): Promise<Record<string, OnnxTensor>>;
  release(): Promise<void>;
}

/** What is used of the package. */
export interface OnnxRuntime {
  InferenceSession: {
    create(path: string, options: { executionProviders: string[] }): Promise<OnnxSession>;
  };
  Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

/** @throws {Error} if it is not installed in `folder`, with the command */
export function loadOnnxRuntime(path = FOLDER): OnnxRuntime {
  try {
    return createRequire(join(path, "package.json"))("onnxruntime-node");
  } catch (error) {
    const folder = relative(PROJECT_ROOT, path);
    throw new Error(
      `Cannot use ENCODER as onnxruntime-node must be installed: run in the project's folder ` +
        `npm install --prefix ${folder} --ignore-scripts ${PACKAGE} (${messageOf(error)})`,
      { cause: error },
    );
  }
}
