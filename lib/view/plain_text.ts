/** What can be shown, and as plain text: `Showable`, `plainText`; text in lines: `wrapped`. */

import { figureTitle, type PlotlyFigure } from "./figure.ts";
import { type Html, htmlText } from "./html.ts";
import type { Markdown } from "./markdown.ts";
import type { Picture } from "./picture.ts";
import { type Table, tableText } from "./table.ts";

/** What `show` takes. A string is plain text. */
export type Showable = Picture | PlotlyFigure | Table | Markdown | Html | string;

/** Whether a thing is a figure; nothing else has data and a layout. */
export function isFigure(thing: Showable): thing is PlotlyFigure {
  return typeof thing === "object" && "data" in thing && "layout" in thing;
}

/** @throws {TypeError} always: `thing` is of no kind that can be shown. */
function refuse(thing: unknown): never {
  const kind = thing === null ? "null" : typeof thing;
  throw new TypeError(
    `Cannot show thing as it must be a picture, figure, table, markdown, html or string: ` +
      `current type is ${kind}`,
  );
}

/** `text` in lines, broken between words, each as long as it `fits`. */
export function wrapped(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Control characters but tab and newline: a file name must not steer the terminal. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;

/** The thing as plain text, as a terminal shows it; control characters become U+FFFD. */
export function plainText(thing: Showable): string {
  return words(thing).replace(CONTROLS, "\ufffd");
}

function words(thing: Showable): string {
  if (typeof thing === "string") return thing;
  if (typeof thing !== "object" || thing === null) refuse(thing);
  if (isFigure(thing)) return `[figure: ${figureTitle(thing)}]`;
  switch (thing.kind) {
    case "picture":
      return `[picture, ${thing.width} x ${thing.height}: ${thing.alt}]`;
    case "table":
      return tableText(thing);
    case "markdown":
      return thing.source;
    case "html":
      return thing.text ?? htmlText(thing.markup);
    default:
      return refuse(thing);
  }
}
