/** Links between the pages of a report: previous, next, index and contents. */

import { join } from "node:path";
import { ifExists, writeFileAtomic } from "../io/files.ts";
import { type Html, html, rawHtml, unmarked } from "../view/html.ts";

/** The page of a notebook. */
export interface Page {
  /** Name of its file without .html. */
  name: string;
  title: string;
}

/** A section of a page. */
export interface Section {
  id: string;
  title: string;
}

/** In each page, what lies between these is replaced by its links. */
const [START, END] = ["<!--pages-->", "<!--/pages-->"];

const STYLE =
  `.lookalike-pages { position: sticky; top: 0; z-index: 20; display: flex; gap: 0.4rem 1.2rem;
  flex-wrap: wrap; align-items: baseline; padding: 0.5rem 0; margin-bottom: 1rem;
  border-bottom: 1px solid #8885; font: 0.9rem/1.4 system-ui, sans-serif;
  background: var(--jp-layout-color0, var(--page, Canvas)); }
.lookalike-pages a { color: var(--jp-content-link-color, LinkText); text-decoration: none; }
.lookalike-pages a:hover { text-decoration: underline; }
.lookalike-pages summary { cursor: pointer; }
.lookalike-pages ul { position: absolute; left: 0; right: 0; margin: 0.5rem 0 0; max-height: 70vh;
  padding: 0.6rem 1rem 0.8rem 2rem; overflow-y: auto; background: inherit; border: 1px solid #8885; }
.lookalike-pages a[rel=next] { margin-left: auto; }
h2[id] { scroll-margin-top: 3.5rem; }
@media (max-width: 700px) { .lookalike-pages .wide { display: none; } }
@media print { .lookalike-pages { display: none; } }`;

/**
 * Links at the top of a page.
 *
 * @param pages of the report, in order
 * @param current name of the page; the index has none
 */
export function pageLinks(
  pages: readonly Page[],
  current: string | undefined,
  sections: readonly Section[],
): Html {
  const at = pages.findIndex(({ name }) => name === current);
  const link = (rel: "prev" | "next", page: Page | undefined) => {
    const [before, after] = rel === "prev" ? ["← Previous", ""] : ["Next", " →"];
    return page && html`
      <a rel="${rel}" href="${encodeURIComponent(page.name)}.html"
        title="${page.title}">${before}<span class="wide">: ${page.title}</span>${after}</a>
    `;
  };
  const contents = sections.map(({ id, title }) =>
    html`<li><a href="#${encodeURIComponent(id)}">${title}</a></li>`
  );
  return html`
    <style>${rawHtml(STYLE)}</style>
    <nav class="lookalike-pages" aria-label="Pages of the report">
      ${link("prev", pages[at - 1])}
      ${current === undefined ? null : html`<a href="index.html">Index</a>`}
      ${contents.length > 0
        ? html`
          <details>
            <summary>Contents</summary>
            <ul>${contents}</ul>
          </details>
        `
        : null}
      ${link("next", pages[at + 1])}
    </nav>
  `;
}

// As nbconvert writes a heading, from which alone its id is known.
const HEADING = /<h2 id="([^"]+)">(.*?)<a class="anchor-link"/g;

/** Write the links into every page that is in `directory`. */
export async function linkPages(directory: string, pages: readonly Page[]): Promise<void> {
  for (const { name } of pages) {
    const path = join(directory, `${name}.html`);
    const page = await ifExists(Deno.readTextFile(path)) ?? "";
    const [start, end] = [page.indexOf(START), page.indexOf(END)];
    if (start < 0 || end < 0) continue;
    const sections = Array.from(page.matchAll(HEADING), ([, id, title]) => {
      return { id: unmarked(id!), title: unmarked(title!) };
    });
    const links = pageLinks(pages, name, sections).markup;
    await writeFileAtomic(path, page.slice(0, start) + START + links + page.slice(end));
  }
}
