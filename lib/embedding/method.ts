/** A way to describe photos, with what it makes of them: `Method`, `transformed`, `joined`. */

import { joinScale, joinVectors } from "./concatenate.ts";

import { describeSteps, type IndexTransform } from "./transforms.ts";

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

/**
 * The same photos with the vectors of both methods one after the other, which weigh the same: a
 * typical pair of the index is as far apart in one as in the other.
 *
 * @param transform what is said of `first.of`, whose vectors they count for
 * @param typical distance of the second's that counts as much as a typical pair's of the first.
 *   @default theirs of a typical pair
 * @throws {RangeError} if the index has fewer than two photos
 * @throws {TypeError} if the two are not of the same photos
 */
export function joined(
  first: Method,
  second: Method,
  transform: string,
  typical?: number,
): Method {
  const scale = joinScale(first, typical ?? second, 1);
  const join = (of: "vectors" | "validation" | "test" | "copies") => {
    const [a, b] = [first, second].map(({ [of]: vectors, dim }) => ({ vectors, dim }));
    return joinVectors(a!, b!, scale).vectors;
  };
  const of = first.of ?? first.name;
  return {
    name: `${of}, ${transform}`,
    kind: first.kind,
    dim: first.dim + second.dim,
    vectors: join("vectors"),
    validation: join("validation"),
    test: join("test"),
    copies: join("copies"),
    of,
    transform,
  };
}
