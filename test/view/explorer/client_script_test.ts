import assert from "node:assert/strict";
import { clientScript, inSharedScope } from "../../../lib/view/explorer/client_script.ts";

Deno.test("inSharedScope() leaves declarations, without types, imports and exports", () => {
  const script = inSharedScope(`/// <reference lib="dom" />
/** What it is. */
import type { A } from "./a.ts";
import {
  type B,
  c,
} from "./b.ts";
// a comment
export interface D { e: A }
export function f(x: number): B { return c(x!) as B; }
export const url: string = "https://example.org"; // kept
`);
  assert.equal(
    script.replace(/ +/g, " "),
    'function f(x ) { return c(x ) ; }\nconst url = "https://example.org"; // kept',
  );
});

Deno.test("inSharedScope() refuses what it does not understand", () => {
  assert.throws(() => inSharedScope("export { a } from './a.ts';"), {
    name: "SyntaxError",
    message: /Cannot join module as it must export declarations alone/,
  });
});

Deno.test("clientScript() is an expression without names of its own outside, and safe in a page", async () => {
  const script = await clientScript();
  const before = Object.keys(globalThis);
  // In a page it would look for its place; here there is no document yet.
  const start = new Function(`return ${script}`)();
  assert.equal(typeof start, "function");
  assert.deepEqual(Object.keys(globalThis), before);
  assert.doesNotMatch(script, /<\/script|<!--|innerHTML|^(?:im|ex)port\b/m);
});
