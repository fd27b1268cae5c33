/** The explorer's script and style sheet for a page: `clientScript`, `clientStyle`. */

import { join } from "node:path";

const FOLDER = join(import.meta.dirname!, "client");

/**
 * A JavaScript expression: a function `(explorerId, explorerData)` that starts the explorer and
 * leaves no names behind.
 *
 * Its body is `client/bundle.js`, which `deno task bundle` makes of `client/entry.ts`. It is part of
 * the repository, as bundling needs packages that a reader's machine may not have.
 */
export async function clientScript(): Promise<string> {
  const bundle = await Deno.readTextFile(join(FOLDER, "bundle.js"));
  return `((explorerId, explorerData) => {\n"use strict";\n${bundle.trim()}\n})`;
}

/** The explorer's style sheet. */
export async function clientStyle(): Promise<string> {
  return (await Deno.readTextFile(join(FOLDER, "explorer.css"))).trim();
}
