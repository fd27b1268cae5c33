/** PyTorch's numbers of the search network (`reference.py`), and the inputs they were computed from. */

import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import sharp from "sharp";
import { IMAGE_BYTES } from "../../../lib/dataset/store/image_size.ts";

/** Norm of an array, and its values at some places. */
export interface Statistics {
  norm: number;
  at: number[];
  values: number[];
}

interface Reference {
  /** PNG files, base64. */
  crops: string[];
  /** For each map, fine and coarse, those of each image. */
  maps: Record<"synthetic" | "crops", [fine: Statistics[], coarse: Statistics[]]>;
  training: {
    losses: number[];
    gradientNorm: number;
    gradients: Record<string, Statistics>;
  };
}

/** The numbers. */
export const reference: Reference = JSON.parse(
  await Deno.readTextFile(new URL("reference.json", import.meta.url)),
);

/** Drawn crops, uint8 `[n, 128, 128, 3]`. */
export async function cropImages(): Promise<Uint8Array> {
  const images = new Uint8Array(reference.crops.length * IMAGE_BYTES);
  for (const [i, crop] of reference.crops.entries()) {
    const png = sharp(Buffer.from(crop, "base64")).removeAlpha();
    images.set(await png.raw().toBuffer(), i * IMAGE_BYTES);
  }
  return images;
}

/** Images made by a formula, uint8 `[n, size, size, 3]`. */
export function syntheticImages(n: number, size: number): Uint8Array {
  return Uint8Array.from({ length: n * size * size * 3 }, (_, at) => {
    const c = at % 3;
    const x = Math.floor(at / 3) % size;
    const y = Math.floor(at / (3 * size)) % size;
    const i = Math.floor(at / (3 * size * size));
    return (x * (3 + i) + y * 5 * (c + 1) + ((x * y) >> (3 + i)) + 40 * c) % 256;
  });
}

/** Weights made by a formula, row-major, within half of `amplitude`. */
export function formulaValues(length: number, key: number, amplitude: number): Float32Array {
  return Float32Array.from(
    { length },
    (_, i) => ((i * 7919 + key * 104729) % 2003 / 2003 - 0.5) * amplitude,
  );
}

/** Throw unless `values` have these statistics within `tolerance` of their norm and their scale. */
export function assertStatistics(
  values: Float32Array,
  { norm, at, values: expected }: Statistics,
  tolerance: number,
  what: string,
): void {
  const close = (actual: number, wanted: number, scale: number, of: string) =>
    assert.ok(
      Math.abs(actual - wanted) <= tolerance * scale,
      `${what}, ${of}: ${actual} is not within ${tolerance * scale} of ${wanted}`,
    );
  close(Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0)), norm, norm, "norm");
  const scale = norm / Math.sqrt(values.length);
  for (const [i, place] of at.entries()) {
    close(values[place]!, expected[i]!, Math.max(scale, Math.abs(expected[i]!)), `value ${place}`);
  }
}
