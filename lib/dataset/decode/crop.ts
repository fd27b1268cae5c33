/** Boxes in pixels from boxes in fractions, as the original crops boards: `toPixelBox`. */

import { UnusablePhoto } from "./photo_header.ts";

/** A part of a photo, in pixels. */
export interface PixelBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * The pixels of `box` in a photo of `width` x `height` pixels: each fraction times the size, cut
 * to a whole number, as the original does. A box that leaves the photo by less than a pixel is
 * clamped.
 *
 * @param box left, top, width, height as fractions of the photo's width and height
 * @throws {UnusablePhoto} if the box is not four numbers, leaves the photo by a pixel or more, or
 *   holds no pixel
 *
 * @example
 * ```ts
 * console.log(toPixelBox([0.1234, 0.5, 0.3, 0.333], 400, 300)); // left 49, top 150, 120 x 99 pixels
 * ```
 */
export function toPixelBox(
  box: readonly [x: number, y: number, width: number, height: number],
  width: number,
  height: number,
): PixelBox {
  // A box may have been typed into a notebook, where nothing checks types.
  if (!(Array.isArray(box) && box.length === 4 && box.every((n) => typeof n === "number"))) {
    throw new UnusablePhoto("box must be four numbers: left, top, width and height as fractions");
  }
  const [x, y, w, h] = box;
  const outside = Math.max(-x * width, -y * height, (x + w - 1) * width, (y + h - 1) * height);
  // Written so that a NaN is refused too. The tolerance is for rounding in the fractions.
  if (!(outside < 1 - 1e-9)) {
    throw new UnusablePhoto(
      `box ${box.join(", ")} leaves the photo of ${width} x ${height} pixels by a pixel or more`,
    );
  }
  const left = Math.max(0, Math.trunc(x * width));
  const top = Math.max(0, Math.trunc(y * height));
  const pixels = {
    left,
    top,
    width: Math.min(Math.trunc(w * width), width - left),
    height: Math.min(Math.trunc(h * height), height - top),
  };
  if (pixels.width < 1 || pixels.height < 1) {
    throw new UnusablePhoto(
      `box ${box.join(", ")} holds no pixel of the photo of ${width} x ${height} pixels`,
    );
  }
  return pixels;
}
