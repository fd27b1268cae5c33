/** Executed notebooks as pages: `exportHtml`, `pageSource`. */

import { dirname, join } from "node:path";
import temml from "temml";
import { sha256 } from "../io/bytes.ts";
import { writeFileAtomic } from "../io/files.ts";
import { lastLines } from "../io/format.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { hasPlotly, parseNotebook, type RawNotebook, sourceOf, titleOf } from "./notebook.ts";

const TEMPLATES = join(import.meta.dirname!, "templates");
const PLOTLY = join(PROJECT_ROOT, "node_modules", "plotly.js-dist-min", "plotly.min.js");

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

// A link of Markdown to another notebook in the same folder.
const NOTEBOOK_LINK = /(\]\([\w.-]+)\.ipynb(#[^)\s]*)?\)/g;

/**
 * The text of an .ipynb file as its page is made from it: with a title, formulas as MathML, links to
 * the pages of other notebooks instead of their files, and a note of which notebook it is made and
 * whether Plotly is needed.
 */
export function pageSource(text: string): string {
  const notebook: RawNotebook = JSON.parse(text);
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown") continue;
    cell.source = withFormulas(sourceOf(cell).replace(NOTEBOOK_LINK, "$1.html$2)"));
  }
  const parsed = parseNotebook(text);
  const lookalike = { notebook: sha256(text), plotly: hasPlotly(parsed) };
  const metadata = { ...notebook.metadata, title: titleOf(parsed) ?? "Notebook", lookalike };
  return JSON.stringify({ ...notebook, metadata });
}

/**
 * Write an executed notebook as a page. Its figures are drawn by `plotly.min.js` (4.7 MB), which is
 * put beside it; nothing else is loaded.
 *
 * @throws Error when nbconvert fails
 */
export async function exportHtml(
  { python, env = {}, notebook, output, signal }: {
    /** Path of the Python that has nbconvert. */
    python: string;
    /** Environment of nbconvert, added to this process's. @default {} */
    env?: Record<string, string>;
    /** Path of the executed notebook. */
    notebook: string;
    /** Path of the page. */
    output: string;
    signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const source = await Deno.readTextFile(notebook);
  const child = new Deno.Command(python, {
    args: ["-I", "-W", "ignore", "-m", "nbconvert", "--to", "html", "--stdout", "--log-level=ERROR"]
      .concat(`--TemplateExporter.extra_template_basedirs=${TEMPLATES}`)
      .concat("--template", "lookalike", "--stdin"),
    cwd: dirname(notebook),
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...(signal === undefined ? {} : { signal }),
  }).spawn();
  const fed = new Blob([pageSource(source)]).stream().pipeTo(child.stdin);
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), fed.catch(() => {})]);
  signal?.throwIfAborted();
  const decoder = new TextDecoder();
  if (code !== 0) {
    throw new Error(
      `Cannot export ${notebook}: nbconvert ended with code ${code}\n` +
        lastLines(decoder.decode(stderr)),
    );
  }
  if (hasPlotly(parseNotebook(source))) {
    await writeFileAtomic(join(dirname(output), "plotly.min.js"), await plotlySource());
  }
  await writeFileAtomic(output, decoder.decode(stdout));
}

let plotly: Promise<string> | undefined;

/** The source of Plotly, read once. */
export function plotlySource(): Promise<string> {
  return plotly ??= Deno.readTextFile(PLOTLY);
}
