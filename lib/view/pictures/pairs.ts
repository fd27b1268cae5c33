/** Photos that belong together two by two, such as near duplicates: `photoPairs`. */

import { type Html, html } from "../html.ts";
import { gallery, photoFigure } from "./gallery.ts";
import { captionLines, type Photo } from "./photo.ts";

/** Two photos and what is said of them. */
export interface PhotoPair {
  readonly photos: readonly [Photo, Photo];
  /** A line above the two. */
  readonly head: string;
}

/**
 * Pairs of photos, each pair side by side under its heading, as many pairs in a row as there is room
 * for.
 *
 * @param options.width Of each photo, pixels. @default 96
 * @param options.title Heading. @default none
 */
export async function photoPairs(
  pairs: readonly PhotoPair[],
  { width = 96, title }: { width?: number; title?: string } = {},
): Promise<Html> {
  const blocks = await Promise.all(pairs.map(async ({ photos, head }) => {
    const figures = await Promise.all(photos.map((photo) => photoFigure(photo, { width })));
    return html`
      <div>
        <div class="head">${head}</div>
        <div class="strip">${figures}</div>
      </div>
    `;
  }));
  const spoken = ({ alt, caption }: Photo) => [alt, ...captionLines(caption)].join(", ");
  const text = pairs.length === 0
    ? "no pairs"
    : pairs.map(({ photos, head }) => `${head}: ${photos.map(spoken).join(" and ")}`).join("\n");
  return gallery(title, html`<div class="flow">${blocks}</div>`, text);
}
