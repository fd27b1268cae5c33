/** A way to describe photos, with what it makes of them: `Method`, `transformed`. */

import { describeSteps, type IndexTransform } from "../search/transforms.ts";

/** Vectors of the same photos under one description; each `[photos, dim]`, row-major, float32. */
export interface Method {
  name: string;
  kind: "model" | "baseline";
  /** Numbers in a vector. */
  dim: number;
  /** Of the index. */
  vectors: Float32Array;
  /** Of the validation split. */
  validation: Float32Array;
  /** Of the test split. */
  test: Float32Array;
  /** Of changed copies of photos of the index. */
  copies: Float32Array;
  /** The method whose vectors were transformed; undefined for vectors as they are. */
  of?: string;
  /** What they went through, in words. */
  transform?: string;
}

/** The same photos with every vector, of the index as of all queries, gone through `transform`. */
export async function transformed(method: Method, transform: IndexTransform): Promise<Method> {
  const words = describeSteps(transform.steps);
  return {
    name: `${method.name}, ${words}`,
    kind: method.kind,
    dim: transform.outputDim,
    vectors: await transform.apply(method.vectors),
    validation: await transform.apply(method.validation),
    test: await transform.apply(method.test),
    copies: await transform.apply(method.copies),
    of: method.name,
    transform: words,
  };
}
