/// <reference lib="dom" />
/** Photos cut from the sprite sheets: `createPhotoAlbum`. */

import type { SpriteSheets } from "../data.ts";

/** Gives a photo as an element. */
export interface PhotoAlbum {
  /** The photo of item `row`, shown `width` pixels wide; it appears once its sheet is decoded. */
  photo(row: number, options: { width: number; alt: string }): HTMLCanvasElement;
}

/** Photos of `sheets`, each of which is decoded when its first photo is wanted. */
export function createPhotoAlbum({ side, columns, sheets }: SpriteSheets): PhotoAlbum {
  const images = new Map<number, Promise<HTMLImageElement>>();
  function sheet(number: number): Promise<HTMLImageElement> {
    let image = images.get(number);
    if (image === undefined) {
      const element = new Image();
      element.src = sheets[number]!;
      image = element.decode().then(() => element);
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
      const place = row % (columns * columns);
      const [left, top] = [(place % columns) * side, Math.floor(place / columns) * side];
      sheet(Math.floor(row / (columns * columns))).then((image) => {
        canvas.getContext("2d")!.drawImage(image, left, top, side, side, 0, 0, side, side);
        canvas.dataset.drawn = "yes";
      }, () => canvas.classList.add("lost"));
      return canvas;
    },
  };
}
