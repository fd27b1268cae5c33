/** An answer that the reader unfolds: `answer`. */

import { type Html, html, rawHtml } from "./html.ts";

/**
 * Sentences behind a fold, for after an experiment: the reader thinks first, then clicks. Being made
 * by a cell, they can hold what the experiment found.
 */
export function answer(sentences: readonly string[], summary = "Answer"): Html {
  const lines = sentences.map((sentence) => html`<p>${sentence}</p>`);
  const { markup } = html`
    <details class="lookalike-answer">
      <summary style="cursor:pointer;font-weight:600">${summary}</summary>
      ${lines}
    </details>
  `;
  return rawHtml(markup, [`${summary}:`, ...sentences].join("\n"));
}
