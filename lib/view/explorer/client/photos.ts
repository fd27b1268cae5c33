/// <reference lib="dom" />
/** Photos cut from the sprite sheets: `createPhotoAlbum`. */

import type { SpriteSheets } from "../data.ts";

/** Gives a photo as an element. */
export interface PhotoAlbum {
  /** The photo of item `row`, shown `width` pixels wide; it appears once its sheet is decoded. */
  photo(row: number, options: { width: number; alt: string }): HTMLCanvasElement;
  /**
   * Draw the photo of item `row` on a canvas, `size` pixels wide around `x`, `y`. Where its sheet is not
   * decoded yet it draws nothing, gives false, and calls `onReady` later.
   */
  draw(
    context: CanvasRenderingContext2D,
    row: number,
    at: { x: number; y: number; size: number },
    onReady: () => void,
  ): boolean;
}

/** Photos of `sheets`, each of which is decoded when its first photo is wanted. */
export function createPhotoAlbum({ side, columns, sheets }: SpriteSheets): PhotoAlbum {
  const images = new Map<number, Promise<HTMLImageElement>>();
  const decoded = new Map<number, HTMLImageElement>();
  const perSheet = columns * columns;
  /** Left and top of a photo on its sheet. */
  const placeOf = (row: number): [number, number] => {
    const place = row % perSheet;
    return [(place % columns) * side, Math.floor(place / columns) * side];
  };
  function sheet(number: number): Promise<HTMLImageElement> {
    let image = images.get(number);
    if (image === undefined) {
      const element = new Image();
      element.src = sheets[number]!;
      image = element.decode().then(() => {
        decoded.set(number, element);
        return element;
      });
      images.set(number, image);
    }
    return image;
  }
  return {
    photo(row, { width, alt }) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = side;
      canvas.style.width = canvas.style.height = `${width}px`;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", alt);
      canvas.className = "photo";
      const [left, top] = placeOf(row);
      sheet(Math.floor(row / perSheet)).then((image) => {
        canvas.getContext("2d")!.drawImage(image, left, top, side, side, 0, 0, side, side);
        canvas.dataset.drawn = "yes";
      }, () => canvas.classList.add("lost"));
      return canvas;
    },
    draw(context, row, { x, y, size }, onReady) {
      const number = Math.floor(row / perSheet);
      const image = decoded.get(number);
      if (image === undefined) {
        if (!images.has(number)) sheet(number).then(onReady, () => {});
        return false;
      }
      const [left, top] = placeOf(row);
      context.drawImage(image, left, top, side, side, x - size / 2, y - size / 2, size, size);
      return true;
    },
  };
}
