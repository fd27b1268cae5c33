/** Notebooks made for a test, and what their reports must not do. */

import { join } from "node:path";
import { findJupyter, type Jupyter } from "../../lib/cli/setup/jupyter.ts";
import { KERNEL } from "../../lib/cli/setup/kernel.ts";
import { type Picture, picture } from "../../lib/view/picture.ts";
import { encodePng } from "../../lib/view/pictures/encode.ts";

const STOP = JSON.stringify(new URL("../../lib/io/stop.ts", import.meta.url).href);

/** A cell that says which process it is in, and takes half a second to save when it is asked to end. */
export const ORDERLY = `const { untilStopped } = await import(${STOP});
await untilStopped(async (signal) => {
  Deno.writeTextFileSync("pid", String(Deno.pid));
  while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 500));
  Deno.writeTextFileSync("saved", "");
  throw signal.reason;
}, "Saved");`;

/** The Jupyter that set-up installed, or undefined before set-up. */
export async function jupyterIfInstalled(): Promise<Jupyter | undefined> {
  return await findJupyter().catch(() => undefined);
}

/** Draws a dot in place of a figure, for tests without a browser. */
export async function drawDot(_figure: unknown, alt: string): Promise<Picture> {
  return picture(await encodePng(Uint8Array.of(9, 9, 9), { width: 1, height: 1 }), alt);
}

/** Write a notebook for the Deno kernel with these code cells, each kept with `outputs`; returns its path. */
export async function writeNotebook(
  folder: string,
  name: string,
  cells: string[],
  outputs: unknown[] = [],
): Promise<string> {
  const path = join(folder, `${name}.ipynb`);
  const notebook = {
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs,
      source,
    })),
    metadata: {
      kernelspec: { name: KERNEL, display_name: "Lookalike (Deno)", language: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await Deno.writeTextFile(path, JSON.stringify(notebook));
  return path;
}

/** As `loadsOf`, but for the one file that lies beside the pages of notebooks. */
export function foreignLoadsOf(html: string): string[] {
  return loadsOf(html).filter((element) => element !== '<script src="plotly.min.js">');
}

/** The places where a page loads something from elsewhere; links that a reader follows are none. */
export function loadsOf(html: string): string[] {
  const code = /<script\b[^>]*>[\s\S]*?<\/script>/gi;
  // What scripts hold is data to this check, their src is not.
  const outside = html.replace(code, (element) => element.slice(0, element.indexOf(">") + 1));
  const elements = /<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*>/gi;
  const styles = [...outside.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/gi)];
  return [
    ...[...outside.matchAll(elements)].map(([element]) => element).filter((element) =>
      /\b(?:src|href|data)\s*=\s*["']?(?!data:|["'#])/i.test(element)
    ),
    ...styles.flatMap(([, css]) =>
      css!.match(/@import[^;]*|url\(\s*["']?(?!data:|["'#])[^)]*\)/gi) ?? []
    ),
  ];
}
