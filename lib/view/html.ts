/**
 * Markup that is safe by default: `html` (a template that escapes what is put into it),
 * `rawHtml`, `escapeHtml`, `unmarked`, `htmlText`.
 *
 * File names, categories and ids come from outside. Whatever stands between `${` and `}` of an
 * `html` template is escaped, so that a category named `<img onerror=...>` shows as that text.
 */

import type { Picture } from "./picture.ts";

/** A piece of markup, and what to print where no markup is drawn. */
export interface Html {
  readonly kind: "html";
  readonly markup: string;
  /** Plain-text form; left out, it is taken from the markup by `htmlText`. */
  readonly text?: string;
  /** A still form, for viewers that draw pictures but run no scripts. */
  readonly still?: Picture;
}

/** What an `html` template takes: text and numbers are escaped, `Html` is kept, lists are joined. */
export type HtmlValue = string | number | null | undefined | Html | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** `text` with `& < > " '` as entities: safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function markupOf(value: HtmlValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  if ("kind" in value) return value.markup;
  return value.map(markupOf).join("");
}

/**
 * A template for markup: `` html`<b>${name}</b>` `` escapes `name`, keeps other `Html`, joins lists
 * and leaves out `null` and `undefined`. Attributes must stand in quotes.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const markup = strings.reduce(
    (built, part, i) => built + part + (i < values.length ? markupOf(values[i]) : ""),
    "",
  );
  return { kind: "html", markup };
}

/** Markup taken as it is: only for markup that Lookalike wrote itself. */
export function rawHtml(markup: string, text?: string): Html {
  return { kind: "html", markup, text };
}

/** `markup` without its tags, its entities as the characters they stand for. */
export function unmarked(markup: string, tag = ""): string {
  const characters = new Map(
    Object.entries(ENTITIES).map(([character, name]) => [name, character]),
  );
  return markup.replace(/<[^>]*>/g, tag)
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters.get(entity)!);
}

/** The text a reader would see in `markup`: no tags, styles or scripts; pictures by their alt text. */
export function htmlText(markup: string): string {
  const lines = markup
    .replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/gi, "")
    .replace(/<img\b[^>]*\balt="([^"]*)"[^>]*>/gi, "[$1] ")
    .replace(/<\/(p|div|figure|figcaption|tr|li|h[1-6]|caption)>|<br\s*\/?>/gi, "\n");
  return unmarked(lines, " ").replace(/[ \t]+/g, " ")
    .split("\n").map((line) => line.trim()).filter((line) => line !== "").join("\n");
}
