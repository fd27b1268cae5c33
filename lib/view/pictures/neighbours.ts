/** Query photos with what models found for them: `neighbourRows`. */

import { type Html, html } from "../html.ts";
import { gallery, photoFigure } from "./gallery.ts";
import { captionLines } from "./photo.ts";
import type { NeighbourQuery } from "./sheet.ts";

/** `distance 3.214`: four significant digits, enough to see ties. */
function distanceText(distance: number): string {
  return `distance ${Number(distance.toPrecision(4))}`;
}

/**
 * Each query photo at the left, beside it a row of neighbours for every model, nearest first, with
 * caption and distance, framed green (hit) or red (miss) where `frame` says so. On a narrow screen the
 * rows go below the query and scroll sideways.
 *
 * @param options.width Of each neighbour, pixels; the query is a third wider. @default 96
 * @param options.title Heading. @default none
 */
export async function neighbourRows(
  queries: readonly NeighbourQuery[],
  { width = 96, title }: { width?: number; title?: string } = {},
): Promise<Html> {
  const blocks = await Promise.all(queries.map(async ({ query, results }) => {
    const asked = await photoFigure(query, { width: Math.round(width * 4 / 3) });
    const rows = await Promise.all(results.map(async ({ model, neighbours }) => {
      const figures = await Promise.all(
        neighbours.map(({ distance, caption, ...photo }) =>
          photoFigure(
            { ...photo, caption: [...captionLines(caption), distanceText(distance)] },
            { width },
          )
        ),
      );
      const found = figures.length > 0 ? figures : html`<div class="dim">nothing found</div>`;
      return html`
        <div>
          <div class="head">${model}</div>
          <div class="scroll">
            <div class="strip">${found}</div>
          </div>
        </div>
      `;
    }));
    return html`
      <div class="flow query">
        <div><div class="head">Query</div>${asked}</div>
        <div class="stack found">${rows}</div>
      </div>
    `;
  }));
  const text = queries.map(({ query, results }) =>
    [
      `query ${[query.alt, ...captionLines(query.caption)].join(", ")}`,
      ...results.map(({ model, neighbours }) =>
        `  ${model}: ${
          neighbours.map(({ alt, distance, frame }) =>
            `${alt} (${distanceText(distance)}${frame ? `, ${frame}` : ""})`
          ).join("; ") || "nothing found"
        }`
      ),
    ].join("\n")
  ).join("\n");
  return gallery(title, blocks, text);
}
