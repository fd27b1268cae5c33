/** Executed notebooks as self-contained pages: `exportHtml`, `inlineScript`. */

import { dirname, join } from "node:path";
import { writeFileAtomic } from "../io/files.ts";
import { lastLines } from "../io/format.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { drawFormulas } from "./formulas.ts";
import { hasPlotly, parseNotebook } from "./notebook.ts";

const TEMPLATES = join(import.meta.dirname!, "templates");
const PLOTLY = join(PROJECT_ROOT, "node_modules", "plotly.js-dist-min", "plotly.min.js");

/**
 * `html` with `script` written into the end of its head.
 *
 * @throws SyntaxError when `html` has no head
 */
export function inlineScript(html: string, script: string): string {
  const at = html.indexOf("</head>");
  if (at < 0) throw new SyntaxError("Cannot add a script as the page has no </head>");
  // In a script's strings "<\/" means "</"; left as it is, it would end the script.
  const safe = script.replace(/<\/(?=script)/gi, "<\\/").replace(/<!--/g, "<\\!--");
  return `${html.slice(0, at)}<script>${safe}</script>\n${html.slice(at)}`;
}

/**
 * Write an executed notebook as one HTML file that loads nothing; Plotly (4.7 MB) is in it only when
 * there is a figure to draw.
 *
 * @throws Error when nbconvert fails
 */
export async function exportHtml(
  { python, notebook, output, signal }: {
    /** Path of the Python that has nbconvert. */
    python: string;
    /** Path of the executed notebook. */
    notebook: string;
    /** Path of the page. */
    output: string;
    signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const source = await Deno.readTextFile(notebook);
  const child = new Deno.Command(python, {
    args: ["-W", "ignore", "-m", "nbconvert", "--to", "html", "--stdout", "--log-level=ERROR"]
      .concat(`--TemplateExporter.extra_template_basedirs=${TEMPLATES}`)
      .concat("--template", "lookalike", "--stdin"),
    cwd: dirname(notebook),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...(signal === undefined ? {} : { signal }),
  }).spawn();
  const fed = new Blob([drawFormulas(source)]).stream().pipeTo(child.stdin);
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), fed.catch(() => {})]);
  signal?.throwIfAborted();
  const decoder = new TextDecoder();
  if (code !== 0) {
    throw new Error(
      `Cannot export ${notebook}: nbconvert ended with code ${code}\n` +
        lastLines(decoder.decode(stderr)),
    );
  }
  const html = decoder.decode(stdout);
  const page = hasPlotly(parseNotebook(source)) ? inlineScript(html, await plotlySource()) : html;
  await writeFileAtomic(output, page);
}

let plotly: Promise<string> | undefined;

/** The source of Plotly, read once. */
export function plotlySource(): Promise<string> {
  return plotly ??= Deno.readTextFile(PLOTLY);
}
