/// <reference lib="dom" />
/** Elements of the page: `element`. */

/**
 * An element with a class, attributes and children. Texts become text nodes: nothing from outside
 * is ever read as markup.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { className, text, attributes = {} }: {
    className?: string;
    text?: string;
    attributes?: Readonly<Record<string, string>>;
  } = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
