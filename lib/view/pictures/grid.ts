/** Photos in rows and columns: `imageGrid`; originals over their reconstructions: `reconstructionGrid`. */

import { type Html, html } from "../html.ts";
import { gallery, photoFigure } from "./gallery.ts";
import { captionLines, type Photo } from "./photo.ts";
import type { ReconstructionColumn } from "./sheet.ts";

/** Words for a photo in plain text: its caption, else what it shows. */
function spoken({ alt, caption, frame }: Photo): string {
  const lines = captionLines(caption);
  const mark = frame ? ` [${frame}]` : "";
  return (lines.length > 0 ? lines.join(", ") : alt) + mark;
}

/**
 * Photos in a grid, row after row, captions below. On a narrow screen the photos shrink, the number
 * of columns stays.
 *
 * @param options.columns @default 5
 * @param options.width Of each photo, pixels. @default 112
 * @param options.title Heading. @default none
 * @throws {RangeError} if `columns` is not a whole number above 0.
 */
export async function imageGrid(
  photos: readonly Photo[],
  { columns = 5, width = 112, title }: { columns?: number; width?: number; title?: string } = {},
): Promise<Html> {
  if (!Number.isInteger(columns) || columns < 1) {
    throw new RangeError(
      `Cannot make image grid as columns must be 1 or more: current value is ${columns}`,
    );
  }
  const figures = await Promise.all(photos.map((photo) => photoFigure(photo, { width })));
  const tracks =
    `display:grid;gap:10px;grid-template-columns:repeat(${columns},minmax(0,${width}px))`;
  const text = photos.length === 0
    ? "no photos"
    : `${photos.length} photos: ${photos.map(spoken).join("; ")}`;
  return gallery(title, html`<div style="${tracks}">${figures}</div>`, text);
}

/**
 * Columns of a photo over its reconstructions, wrapped where the screen ends.
 *
 * @param options.width Of each photo, pixels. @default 112
 * @param options.title Heading. @default none
 */
export async function reconstructionGrid(
  columns: readonly ReconstructionColumn[],
  { width = 112, title }: { width?: number; title?: string } = {},
): Promise<Html> {
  const stacks = await Promise.all(columns.map(async ({ original, reconstructions }) => {
    const parts = await Promise.all([
      photoFigure(original, { width }),
      ...reconstructions.map(({ model, caption, ...photo }) =>
        photoFigure({ ...photo, caption: [model, ...captionLines(caption)] }, { width })
      ),
    ]);
    return html`<div class="stack" style="width:${width}px">${parts}</div>`;
  }));
  const text = columns.map(({ original, reconstructions }) =>
    [spoken(original), ...reconstructions.map((photo) => `${photo.model} ${spoken(photo)}`)]
      .join(" -> ")
  ).join("\n");
  return gallery(title, html`<div class="flow">${stacks}</div>`, text);
}
