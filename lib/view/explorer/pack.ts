/** Numbers for the page, packed: `packWholes`, `packFloats`, `packMap`, `packModel`. */

import { requireSameLength } from "../charts/theme.ts";
import type { Packed, PackedMap, PackedModel } from "./data.ts";

/** Places of items in a plane or in space. */
export interface ExplorerMap {
  readonly name: string;
  readonly components: 2 | 3;
  /** float32 `[n, components]`, row-major, finite. */
  readonly points: Float32Array;
}

/** What a model finds for every item among the others. */
export interface ExplorerModel {
  readonly name: string;
  /** int32 `[n, k]`: items, nearest first, by their place in the list; -1 where there are fewer. */
  readonly indices: ArrayLike<number>;
  /** float32 `[n, k]`, Euclidean. */
  readonly distances: ArrayLike<number>;
}

function packBytes(numbers: Uint8Array | Uint16Array | Uint32Array | Float32Array): Packed {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength).toBase64();
}

/** Whole numbers from 0 to `max`, in one, two or four bytes each. */
export function packWholes(numbers: ArrayLike<number>, max: number): Packed {
  const Wholes = max < 256 ? Uint8Array : max < 65536 ? Uint16Array : Uint32Array;
  return packBytes(Wholes.from(numbers));
}

/** Numbers as float32. */
export function packFloats(numbers: ArrayLike<number>): Packed {
  return packBytes(Float32Array.from(numbers));
}

/**
 * Points so that the widest component spans 0 to 65535 and each lies in the middle of it: a fiftieth
 * of a pixel on the screen, in half the bytes of float32.
 *
 * @throws {RangeError} if there are not `n` points, or a place is no finite number
 */
export function packMap({ name, components, points }: ExplorerMap, n: number): PackedMap {
  requireSameLength(`points of "${name}"`, n * components, points.length);
  const low = new Float64Array(components).fill(Infinity);
  const high = new Float64Array(components).fill(-Infinity);
  points.forEach((place, i) => {
    if (!Number.isFinite(place)) {
      throw new RangeError(
        `Cannot draw explorer as places must be finite numbers: current value is ${place}`,
      );
    }
    low[i % components] = Math.min(low[i % components]!, place);
    high[i % components] = Math.max(high[i % components]!, place);
  });
  const widest = Math.max(...high.map((top, c) => top - low[c]!)) || 1;
  const places = Uint16Array.from(points, (place, i) => {
    const middle = (low[i % components]! + high[i % components]!) / 2;
    return Math.round(((place - middle) / widest + 0.5) * 65535);
  });
  return { name, components, points: packWholes(places, 65535) };
}

/**
 * The first `k` neighbours of every item.
 *
 * @throws {RangeError} if there is not the same number of neighbours for each of the `n` items
 */
export function packModel(
  { name, indices, distances }: ExplorerModel,
  { n, k, color }: { n: number; k: number; color: string },
): PackedModel {
  const given = Math.floor(indices.length / Math.max(1, n));
  requireSameLength(`neighbours of "${name}"`, n * given, indices.length);
  requireSameLength(`distances of "${name}"`, indices.length, distances.length);
  const kept = Math.min(k, given);
  const at = (i: number) => Math.floor(i / kept) * given + i % kept;
  const row = (i: number) => indices[at(i)]! < 0 ? n : indices[at(i)]!;
  return {
    name,
    color,
    k: kept,
    neighbours: packWholes(Array.from({ length: n * kept }, (_, i) => row(i)), n),
    distances: packFloats(Array.from({ length: n * kept }, (_, i) => distances[at(i)]!)),
  };
}
