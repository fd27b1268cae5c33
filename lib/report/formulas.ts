/** Formulas that a browser draws by itself: `drawFormulas`, `withFormulas`. */

import temml from "temml";

// Fenced and inline code first, so that a dollar sign in code is no formula.
const PARTS = /(```[\s\S]*?```|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|\$([^\s$](?:[^$\n]*[^\s$])?)\$/g;

/**
 * Markdown with its TeX formulas, `$...$` and `$$...$$`, as MathML, which needs neither a script
 * nor a font from elsewhere.
 */
export function withFormulas(markdown: string): string {
  return markdown.replace(PARTS, (whole, code?: string, block?: string, inline?: string) => {
    if (code !== undefined) return whole;
    const displayMode = block !== undefined;
    return temml.renderToString(block ?? inline!, { displayMode, throwOnError: false });
  });
}

/** The text of an .ipynb file with the formulas of its Markdown cells as MathML. */
export function drawFormulas(notebook: string): string {
  const parsed: { cells: { cell_type: string; source: string | string[] }[] } = JSON.parse(
    notebook,
  );
  for (const cell of parsed.cells) {
    if (cell.cell_type === "markdown") cell.source = withFormulas([cell.source].flat().join(""));
  }
  return JSON.stringify(parsed);
}
