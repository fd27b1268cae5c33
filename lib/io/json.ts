/**
 * JSON from files that may come from elsewhere, checked before it is used: `checked`, and what schemas
 * are made of: `Text`, `Numeral`, `Count`, `Positive`, `Fingerprint`, `Share`, `Mean`, `NoList`, `byName`;
 * and JSON for people to read, `resultsJson`.
 */

import * as v from "valibot";
import { shorten } from "./format.ts";

export const Text = v.string();
/** JSON has numbers too large for a float64: 1e999 is read as Infinity. */
export const Numeral = v.pipe(v.number(), v.finite());
/** 0, 1, 2, ... */
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** 1, 2, ... */
export const Positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** A SHA-256. */
export const Fingerprint = v.pipe(Text, v.regex(/^[0-9a-f]{64}$/));
/** From 0 to 1. */
export const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** A mean of shares; a mean of nothing is NaN, which JSON writes as null. */
export const Mean = v.pipe(v.nullable(Share), v.transform((mean) => mean ?? NaN));

/** First in the pipe of an object without required keys: valibot would take a list for one. */
export const NoList = v.custom<Record<string, unknown>>((value) => {
  return typeof value === "object" && value !== null && !Array.isArray(value);
});

/**
 * An object of any names, each with a value of `schema`. All its names are kept: valibot's own
 * `record` drops "__proto__", "prototype" and "constructor", which are names like any other.
 */
export function byName<S extends v.GenericSchema>(schema: S) {
  const object: v.GenericSchema<Record<string, v.InferInput<S>>> = NoList;
  return v.pipe(
    object,
    v.transform((value) => new Map(Object.entries(value))),
    v.map(Text, schema),
    v.transform((map) => Object.fromEntries(map)),
  );
}

/**
 * A check for `readJson`: gives the value if it is as `schema` says.
 *
 * @throws {SyntaxError} if it is not, with the place in it and the value there; the message is a
 *   condition that reads on after "as"
 */
export function checked<T>(schema: v.GenericSchema<unknown, T>): (value: unknown) => T {
  return (value) => {
    const result = v.safeParse(schema, value, { abortEarly: true });
    if (result.success) return result.output;
    throw new SyntaxError(conditionOf(result.issues[0]));
  };
}

/** Indented JSON, but for lists of numbers: those of thousands of photos would fill a page each. */
export function resultsJson(results: Record<string, unknown>): string {
  // No string holds a raw line break, so what begins with one is the list's own layout.
  const lists = /\[\n\s+([-\d.,e+\snul]+?)\s+\]/g;
  const json = JSON.stringify(results, null, 2);
  return json.replace(lists, (_, numbers: string) => `[${numbers.replace(/\s+/g, " ")}]`) + "\n";
}

/** Values by the kind of check that refused one. */
const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  finite: "a finite number",
  safe_integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  record: "an object",
  custom: "an object",
  regex: "64 hexadecimal digits",
  loose_object: "an object",
  strict_object: "an object",
};

function conditionOf(issue: v.BaseIssue<unknown>): string {
  const place = shorten(JSON.stringify(v.getDotPath(issue) ?? "it").slice(1, -1));
  const { type, received, expected } = issue;
  if (type === "check") return `it must hold ${issue.message}`;
  if (expected === "never") return `${place} must not be there`;
  if (received === "undefined") return `${place} must be there`;
  const wanted = KINDS[type] ?? expected?.replace(/^>=/, "at least ").replace(/^<=/, "at most ")
    .replace(/^>/, "more than ")
    .replace(
      /^\((.+)\)$/,
      (_, names) => `one of ${names.replaceAll('"', "").replaceAll(" | ", ", ")}`,
    );
  return `${place} must be ${wanted}: current value is ${shorten(show(issue.input))}`;
}

/** A value as JSON, or what it is where that would be long. */
function show(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
