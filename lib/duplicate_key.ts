/** What JSON.parse passes over in silence: `duplicateKey`. */

/** A string, a bracket, a colon or a comma. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * The first key that an object in `json` holds twice (JSON.parse would keep the second), or
 * undefined.
 *
 * @param json a text that JSON.parse takes
 */
export function duplicateKey(json: string): string | undefined {
  // The keys of each object we are inside of, innermost last; undefined for a list.
  const open: (Set<string> | undefined)[] = [];
  let text = "";
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      // Two spellings of one key, such as "a" and "\u0061", are the same key.
      const key: string = JSON.parse(text);
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    } else if (token !== ",") text = token;
  }
  return undefined;
}
