/**
 * The JSON of a safetensors header, read more strictly than JSON.parse reads it: `readMembers`.
 *
 * JSON.parse accepts a key twice, half a surrogate pair and 2.0 for 2, and builds any value before
 * it can be checked. A header that shows one thing to one reader and another to the next is the
 * attack that the format's authors name, so these are refused where they appear.
 */

import { shorten } from "./format.ts";

/** Levels of a header: its object, an entry, a list of lengths. */
const MAX_DEPTH = 3;

/** A number as JSON has them, whole or not. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** A length or an offset, as the format has them: no sign, fraction or exponent. */
const WHOLE_NUMBER = /(?:0|[1-9]\d*)(?!\d|\.\d|[eE][+-]?\d)/y;

/** A value in a header. */
export type HeaderValue = string | number | null | HeaderValue[] | { [key: string]: HeaderValue };

/**
 * The members of the object in `text`, one by one, so that a bad one ends the reading.
 *
 * @param fail throws an error; its argument is a condition that reads on after "as"
 */
export function* readMembers(
  text: string,
  fail: (condition: string) => never,
): Generator<[key: string, value: HeaderValue], void, void> {
  const reader = new Reader(text, fail);
  yield* reader.members(1);
  reader.end();
}

class Reader {
  #at = 0;
  readonly #fail: (condition: string) => never;

  constructor(readonly text: string, fail: (condition: string) => never) {
    this.#fail = (condition) => fail(`its header must ${condition}`);
  }

  /** The members of the object that begins here. */
  *members(depth: number): Generator<[key: string, value: HeaderValue], void, void> {
    const keys = new Set<string>();
    for (const _ of this.#items("{", "}", depth)) {
      const key = this.#string();
      if (keys.has(key)) this.#fail(`name each key once: ${quote(key)} appears twice`);
      keys.add(key);
      this.#take(":");
      yield [key, this.#value(depth + 1)];
    }
  }

  /** Check that nothing but space follows. */
  end(): void {
    if (this.#next() !== "") this.#unexpected();
  }

  #value(depth: number): HeaderValue {
    const next = this.#next();
    if (next === '"') return this.#string();
    if (next === "{") return Object.fromEntries(this.members(depth));
    if (next === "n") return this.#null();
    if (next !== "[") return this.#number();
    return Array.from(this.#items("[", "]", depth), () => this.#value(depth + 1));
  }

  /** Pauses where each item between `open` and `close` begins, for the caller to read it. */
  *#items(open: string, close: string, depth: number): Generator<void, void, void> {
    if (depth > MAX_DEPTH) this.#fail(`not be nested deeper than ${MAX_DEPTH} levels`);
    this.#take(open);
    if (this.#skip(close)) return;
    do yield; while (this.#skip(","));
    this.#take(close);
  }

  #null(): null {
    for (const character of "null") this.#take(character);
    return null;
  }

  #number(): number {
    WHOLE_NUMBER.lastIndex = this.#at;
    if (WHOLE_NUMBER.test(this.text)) {
      const value = Number(this.text.slice(this.#at, WHOLE_NUMBER.lastIndex));
      if (Number.isSafeInteger(value)) {
        this.#at = WHOLE_NUMBER.lastIndex;
        return value;
      }
    }
    NUMBER.lastIndex = this.#at;
    const token = NUMBER.exec(this.text)?.[0];
    if (token !== undefined) {
      this.#fail(`hold whole numbers from 0 to 2^53 - 1: current value is ${shorten(token, 30)}`);
    }
    if (/[tf]/.test(this.#next())) this.#fail("not hold true or false");
    return this.#unexpected();
  }

  #string(): string {
    if (this.#next() !== '"') this.#unexpected();
    let end = this.#at;
    do end = this.text.indexOf('"', end + 1); while (end !== -1 && this.#isEscaped(end));
    if (end === -1) this.#unexpected();
    let value: string;
    try {
      value = JSON.parse(this.text.slice(this.#at, end + 1));
    } catch {
      // A control character, or an escape that JSON does not know.
      return this.#unexpected();
    }
    if (!value.isWellFormed()) this.#fail("not hold half a surrogate pair");
    this.#at = end + 1;
    return value;
  }

  /** Whether the character at `at`, inside a string, follows an odd number of backslashes. */
  #isEscaped(at: number): boolean {
    let start = at;
    while (this.text[start - 1] === "\\") start--;
    return (at - start) % 2 === 1;
  }

  /** The next character that is not space, "" at the end. */
  #next(): string {
    for (;; this.#at++) {
      const next = this.text.charAt(this.#at);
      if (next !== " " && next !== "\t" && next !== "\n" && next !== "\r") return next;
    }
  }

  #skip(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at++;
    return true;
  }

  #take(character: string): void {
    if (!this.#skip(character)) this.#unexpected();
  }

  #unexpected(): never {
    const rest = this.text.slice(this.#at, this.#at + 20);
    const found = rest === "" ? "end" : quote(rest);
    this.#fail(`be JSON: unexpected ${found} at character ${this.#at}`);
  }
}

/** The beginning of a name or value, safe to show. */
export function quote(value: unknown): string {
  return shorten(JSON.stringify(value) ?? "none");
}
