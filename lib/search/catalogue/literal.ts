/**
 * Conditions in LanceDB's SQL, made of texts from outside: `equals`, `isOneOf`. Nothing else may put
 * a text into a condition.
 */

/** Rows whose `column` is exactly `text`. */
export function equals(column: string, text: string): string {
  return `${column} = ${literal(text)}`;
}

/** Rows whose `column` is one of `texts`, of which there must be some. */
export function isOneOf(column: string, texts: readonly string[]): string {
  return `${column} IN (${texts.map(literal).join(", ")})`;
}

/** In standard SQL a quote ends a text, two are one quote within it, and nothing else is special. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
