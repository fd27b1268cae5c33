/**
 * The JSON of a safetensors header, read more strictly than JSON.parse reads it: `headerEntries`.
 *
 * JSON.parse keeps the second of two values under one key, takes half a surrogate pair for text and
 * 2.0 for 2, and builds whatever it is given before anybody can look at it. A header that hides
 * something from one reader and shows it to another is the attack that the format's authors name, so
 * all of that is refused here, at the character where it stands.
 */

/** Lists and objects in one another: the header, an entry, its list of lengths. */
const DEEPEST = 3;

/** As JSON has them; a header holds lengths and offsets, none of which has a sign or a fraction. */
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** What a header's key stands for. */
export type HeaderValue = string | number | HeaderValue[] | { [key: string]: HeaderValue };

/**
 * The keys of the header's object and their values, one after the other as they are read, so that a
 * bad entry is refused before the rest is looked at.
 *
 * @param text must begin with "{"
 * @throws {SyntaxError} where the text is not JSON, names a key twice, holds a number that is not
 *   whole, a literal (true, false, null) or half a surrogate pair, or is nested too deeply; the
 *   message is a condition that reads on after "as"
 */
export function* headerEntries(text: string): Generator<[string, HeaderValue], void, void> {
  const reader = new Reader(text);
  yield* reader.members(1);
  reader.end();
}

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  /** The members of the object that begins here. */
  *members(depth: number): Generator<[string, HeaderValue], void, void> {
    this.#deepEnough(depth);
    this.#take("{");
    const keys = new Set<string>();
    if (this.#skip("}")) return;
    do {
      const key = this.#string();
      if (keys.has(key)) refuse(`must name each key once: ${quote(key)} appears twice`);
      keys.add(key);
      this.#take(":");
      yield [key, this.#value(depth + 1)];
    } while (this.#skip(","));
    this.#take("}");
  }

  /** Nothing but space follows. */
  end(): void {
    if (this.#next() !== "") this.#broken();
  }

  #value(depth: number): HeaderValue {
    const next = this.#next();
    if (next === '"') return this.#string();
    if (next === "{") return Object.fromEntries(this.members(depth));
    if (next === "[") return this.#list(depth);
    return this.#number();
  }

  #list(depth: number): HeaderValue[] {
    this.#deepEnough(depth);
    this.#take("[");
    const values: HeaderValue[] = [];
    if (this.#skip("]")) return values;
    do values.push(this.#value(depth + 1)); while (this.#skip(","));
    this.#take("]");
    return values;
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const token = NUMBER.exec(this.text)?.[0];
    if (token === undefined) {
      if (/[tfn]/.test(this.#next())) refuse(`must not hold true, false or null${this.#place()}`);
      this.#broken();
    }
    const value = Number(token);
    if (!/^[0-9]+$/.test(token) || !Number.isSafeInteger(value)) {
      const shown = token.length > 30 ? `${token.slice(0, 30)}...` : token;
      refuse(`must hold whole numbers from 0 to 2^53 - 1: current value is ${shown}`);
    }
    this.#at += token.length;
    return value;
  }

  #string(): string {
    if (this.#next() !== '"') this.#broken();
    let end = this.#at;
    do end = this.text.indexOf('"', end + 1); while (end !== -1 && this.#isEscaped(end));
    if (end === -1) this.#broken();
    let value: string;
    try {
      value = JSON.parse(this.text.slice(this.#at, end + 1));
    } catch {
      // A control character, or an escape that JSON does not know.
      return this.#broken();
    }
    if (!value.isWellFormed()) refuse(`must not hold half a surrogate pair${this.#place()}`);
    this.#at = end + 1;
    return value;
  }

  /** Whether the character at `at`, inside a string, has an odd number of backslashes before it. */
  #isEscaped(at: number): boolean {
    let start = at;
    while (this.text[start - 1] === "\\") start--;
    return (at - start) % 2 === 1;
  }

  #deepEnough(depth: number): void {
    if (depth > DEEPEST) refuse(`must not be nested deeper than ${DEEPEST} levels${this.#place()}`);
  }

  /** The next character that is not space, "" at the end. */
  #next(): string {
    while (isSpace(this.text.charCodeAt(this.#at))) this.#at++;
    return this.text.charAt(this.#at);
  }

  #skip(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at++;
    return true;
  }

  #take(character: string): void {
    if (!this.#skip(character)) this.#broken();
  }

  #broken(): never {
    const found = this.#at < this.text.length
      ? quote(this.text.slice(this.#at, this.#at + 20))
      : "end";
    refuse(`must be JSON: unexpected ${found}${this.#place()}`);
  }

  #place(): string {
    return ` at character ${this.#at}`;
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

function refuse(condition: string): never {
  throw new SyntaxError(condition);
}
