/** Outputs of an executed notebook in the notebook itself, fit to be committed: `keepOutputs`. */

import { PROJECT_ROOT } from "../io/paths.ts";
import { type EncodedFigure, figureTitle, type PlotlyFigure } from "../view/figure.ts";
import type { Picture } from "../view/picture.ts";
import { withFewerBytes } from "../view/pictures/encode.ts";
import { type Output, type RawNotebook, sourceOf } from "./notebook.ts";

/** A file of notebooks in a repository should not pass this, bytes. */
export const LARGEST_NOTEBOOK = 500_000;

/** Draws a figure. */
type Draw = (figure: EncodedFigure, alt: string) => Promise<Picture>;

/**
 * The text of `notebook` with the outputs of `executed`, both as .ipynb files: without execution
 * counts, without markup where there is a picture (GitHub would show it without its scripts), and
 * without plain text where there is a picture or markup. Figures get a picture, and large pictures
 * fewer pixels.
 *
 * @throws {RangeError} if the notebook was changed since, an output names a folder of this machine,
 *   or the file gets larger than `LARGEST_NOTEBOOK`
 */
export async function keepOutputs(
  notebook: string,
  executed: string,
  { name, draw, root = PROJECT_ROOT }: { name: string; draw: Draw; root?: string },
): Promise<string> {
  const kept: RawNotebook = JSON.parse(notebook);
  const run: RawNotebook = JSON.parse(executed);
  const refuse = (condition: string, value: string | number): never => {
    throw new RangeError(
      `Cannot keep outputs of ${name} as ${condition}: current value is ${value}`,
    );
  };
  if (kept.cells.length !== run.cells.length) {
    refuse(`it must have the ${run.cells.length} cells that were run`, kept.cells.length);
  }
  for (const [i, cell] of kept.cells.entries()) {
    if (sourceOf(cell) !== sourceOf(run.cells[i]!)) refuse("no cell may have changed since", i + 1);
    if (cell.cell_type !== "code") continue;
    cell.execution_count = null;
    cell.outputs = [];
    for (const output of run.cells[i]!.outputs ?? []) {
      cell.outputs.push(fitOutput(await withSmallPicture(await withPicture(output, draw))));
    }
    if (JSON.stringify(cell.outputs).includes(JSON.stringify(root).slice(1, -1))) {
      refuse("no output may name the project's folder", `cell ${i + 1}`);
    }
  }
  const text = notebookText(kept);
  const size = bytesOf(text);
  if (size > LARGEST_NOTEBOOK) {
    refuse(`it must not pass ${LARGEST_NOTEBOOK} bytes`, `${size}, of which ${largest(kept)}`);
  }
  return text;
}

const FIGURE = "application/vnd.plotly.v1+json";

/** The notebook as JSON: one value per line, as Jupyter writes it, but a figure's data in one line. */
function notebookText(notebook: RawNotebook): string {
  const figures: string[] = [];
  const lines = JSON.stringify(
    notebook,
    (key, value) => key === FIGURE ? `figure ${figures.push(JSON.stringify(value)) - 1}` : value,
    1,
  );
  // The names that were just put in, never a cell's text: there quotes are escaped.
  const place = new RegExp(`(^ +"${FIGURE.replace(/[.+]/g, "\\$&")}": )"figure (\\d+)"`, "gm");
  return lines.replace(place, (_, name, i) => name + figures[Number(i)]) + "\n";
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** The cells with the largest outputs: what to make smaller. */
function largest({ cells }: RawNotebook): string {
  const sizes = cells.map(({ outputs = [] }, i) => ({ i, size: bytesOf(JSON.stringify(outputs)) }));
  return sizes.sort((a, b) => b.size - a.size).slice(0, 3)
    .map(({ i, size }) => `${size} in cell ${i + 1}`).join(", ");
}

/** The output with a picture of its figure, if it is one. */
async function withPicture(output: Output, draw: Draw): Promise<Output> {
  const figure = output.data?.[FIGURE] as EncodedFigure | undefined;
  if (!figure) return output;
  const alt = figureTitle(figure as PlotlyFigure);
  const { bytes, width } = await draw(figure, alt);
  return withPng(output, bytes, { width, alt });
}

function withPng(output: Output, png: Uint8Array, shown: object): Output {
  return {
    ...output,
    data: { ...output.data, "image/png": png.toBase64() },
    metadata: { ...output.metadata, "image/png": shown },
  };
}

/** Bytes of a picture above which it gets fewer pixels. */
const LARGEST_PICTURE = 60_000;

/** The output with a picture of not too many bytes, shown at the same width. */
async function withSmallPicture(output: Output): Promise<Output> {
  const picture = output.data?.["image/png"];
  if (typeof picture !== "string") return output;
  const png = Uint8Array.fromBase64(picture.replaceAll("\n", ""));
  if (png.length <= LARGEST_PICTURE) return output;
  const { bytes, width } = await withFewerBytes(png, LARGEST_PICTURE);
  return withPng(output, bytes, { width, ...output.metadata?.["image/png"] as object | undefined });
}

function fitOutput(output: Output): Output {
  const fit = { ...output };
  if ("execution_count" in fit) fit.execution_count = null;
  const { "text/html": markup, "text/plain": _, ...rest } = output.data ?? {};
  if ("image/png" in rest) fit.data = rest;
  else if (markup !== undefined) fit.data = { ...rest, "text/html": markup };
  return fit;
}
