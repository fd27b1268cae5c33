/** The forms in which a thing can be shown: `mimeBundle`, `mimeMetadata`. */

import { encodeFigure } from "./figure.ts";
import { figureHtml } from "./figure_html.ts";
import type { MimeBundle, MimeMetadata } from "../io/jupyter.ts";
import { isFigure, plainText, type Showable } from "./plain_text.ts";
import { tableHtml } from "./table.ts";

/** The thing in every form a notebook may want, plain text always among them. */
export function mimeBundle(thing: Showable): MimeBundle {
  const text = plainText(thing);
  if (typeof thing === "string") return { "text/plain": text };
  if (isFigure(thing)) {
    // Both forms: JSON alone vanishes from HTML reports, HTML alone is not drawn in VS Code.
    const encoded = encodeFigure(thing);
    return {
      "application/vnd.plotly.v1+json": encoded,
      "text/html": figureHtml(thing, encoded).markup,
      "text/plain": text,
    };
  }
  switch (thing.kind) {
    case "picture":
      return { "image/png": thing.bytes.toBase64(), "text/plain": text };
    case "table":
      return { "text/html": tableHtml(thing).markup, "text/plain": text };
    case "markdown":
      return { "text/markdown": thing.source, "text/plain": text };
    case "html": {
      // JupyterLab, VS Code and nbconvert prefer markup to pictures.
      const forms = { "text/html": thing.markup, "text/plain": text };
      return thing.still ? { ...forms, "image/png": thing.still.bytes.toBase64() } : forms;
    }
  }
}

/** Hints that go with the bundle: a picture's width and alternative text (nbconvert writes both). */
export function mimeMetadata(thing: Showable): MimeMetadata {
  if (typeof thing !== "object" || isFigure(thing)) return {};
  const shown = thing.kind === "picture" ? thing : thing.kind === "html" ? thing.still : undefined;
  if (!shown) return {};
  const { width, density = 1, alt } = shown;
  return { "image/png": { width: Math.round(width / density), alt } };
}
