/** What an error is to be compared with: drawings that nobody learned, `simpleDrawings`. */

import { batches, type RowSource } from "../embedding/row_source.ts";

/** One way to draw every photo, and its error. */
export interface SimpleDrawing {
  name: string;
  /** How many numbers of a photo the drawing knows. */
  numbers: number;
  /** Mean squared error, pixels in [-1, 1]. */
  mse: number;
}

/** Bytes span 255, pixels in [-1, 1] span 2. */
const SCALE = 127.5 ** 2;

/**
 * Errors of three drawings of `unseen`: grey all over, the mean of all photos of `known`, and each
 * photo's own mean colour all over. A network that is no better than these has learned nothing.
 *
 * @param known photos, bytes 0-255, rows `[height, width, 3]`, RGB
 * @param unseen photos like those of `known`
 * @throws {TypeError} if the rows of the two differ in length
 */
export async function simpleDrawings(
  known: RowSource,
  unseen: RowSource,
): Promise<SimpleDrawing[]> {
  const { dim } = unseen;
  if (known.dim !== dim) {
    throw new TypeError(
      `Cannot compare drawings as rows must have ${dim} numbers: current value is ${known.dim}`,
    );
  }
  const mean = new Float64Array(dim);
  for await (const { rows } of batches(known, 64)) {
    for (let i = 0; i < rows.length; i++) mean[i % dim]! += rows[i]! / known.count;
  }
  let grey = 0, meanPhoto = 0, colour = 0;
  for await (const { rows } of batches(unseen, 64)) {
    for (let start = 0; start < rows.length; start += dim) {
      const photo = rows.subarray(start, start + dim);
      const colours = [0, 0, 0];
      photo.forEach((value, i) => colours[i % 3]! += value * 3 / dim);
      for (let i = 0; i < dim; i++) {
        grey += (photo[i]! - 127.5) ** 2;
        meanPhoto += (photo[i]! - mean[i]!) ** 2;
        colour += (photo[i]! - colours[i % 3]!) ** 2;
      }
    }
  }
  const mse = (sum: number) => sum / (unseen.count * dim) / SCALE;
  return [
    { name: "mid-grey", numbers: 0, mse: mse(grey) },
    { name: "mean image", numbers: 0, mse: mse(meanPhoto) },
    { name: "each image's mean colour", numbers: 3, mse: mse(colour) },
  ];
}
