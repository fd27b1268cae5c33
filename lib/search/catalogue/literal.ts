/**
 * Conditions in LanceDB's SQL, made of texts from outside: `equals`, `isOneOf`, `hasAttribute`. Nothing
 * else may put a text into a condition.
 */

/** Rows whose `column` is exactly `text`. */
export function equals(column: string, text: string): string {
  return `${column} = ${literal(text)}`;
}

/** Rows whose `column` is one of `texts`, of which there must be some. */
export function isOneOf(column: string, texts: readonly string[]): string {
  return `${column} IN (${texts.map(literal).join(", ")})`;
}

/**
 * Attributes as text: JSON with a member in each line. A text within has its line breaks and quotes
 * escaped, so that what stands between a line break and the next is one member and nothing else.
 */
export function attributesText(attributes: Readonly<Record<string, string>>): string {
  return JSON.stringify(attributes, null, 1);
}

/** Rows whose attribute `name` is exactly `text`. */
export function hasAttribute(name: string, text: string): string {
  const [, member] = attributesText({ [name]: text }).split("\n");
  return `strpos(attributes, ${literal(`\n${member}`)}) > 0`;
}

/** In standard SQL a quote ends a text, two are one quote within it, and nothing else is special. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
