/** Markdown to show: `markdown`, a template that escapes what is put into it. */

/** A piece of Markdown. */
export interface Markdown {
  readonly kind: "markdown";
  readonly source: string;
}

/** `text` such that Markdown shows it letter by letter: no emphasis, links, tables, HTML or maths. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}\[\]()#+!|~$-]/g, "\\$&")
    .replace(/\s*\n\s*/g, " ");
}

/**
 * Markdown to show. As a template, `` markdown`**${category}** has ${count} photos` `` escapes what is
 * put in; called with a string, the string is taken as Markdown.
 */
export function markdown(
  source: string | TemplateStringsArray,
  ...values: readonly (string | number)[]
): Markdown {
  if (typeof source === "string") return { kind: "markdown", source };
  const filled = source.reduce((built, part, i) => {
    const value = values[i];
    const text = typeof value === "string" ? escapeMarkdown(value) : String(value ?? "");
    return built + part + (i < values.length ? text : "");
  }, "");
  return { kind: "markdown", source: filled };
}
