/** The explorer's script and style for a page: `clientScript`, `clientStyle`. */

import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname!, "client");

/** The modules, each after those it imports. */
const MODULES = [
  "elements",
  "camera",
  "unpack",
  "catalogue",
  "symbols",
  "markers",
  "photos",
  "plot",
  "legend",
  "card",
  "panel",
  "gestures",
  "main",
];

/**
 * One TypeScript module as JavaScript for a shared scope: without types, imports, exports and
 * comments that fill whole lines.
 *
 * @throws {SyntaxError} if it exports in a way that is not understood here
 */
export function inSharedScope(source: string): string {
  const script = stripTypeScriptTypes(source)
    .replace(/^import\b[^;]*;$/gm, "")
    .replace(/^export (?=(?:async )?function\b|const\b|let\b|class\b)/gm, "")
    .replace(/^\s*(?:\/\*\*[\s\S]*?\*\/|\/\/.*)$/gm, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n");
  if (/^(?:export|import)\b/m.test(script)) {
    throw new SyntaxError("Cannot join module as it must export declarations alone");
  }
  return script.trim();
}

let script: Promise<string> | undefined;

/**
 * A JavaScript expression: the function `startExplorer(id, data)` of `client/main.ts`, with all it
 * needs and nothing it leaves behind.
 */
export function clientScript(): Promise<string> {
  return script ??= (async () => {
    const modules = await Promise.all(
      MODULES.map(async (name) =>
        inSharedScope(await Deno.readTextFile(join(FOLDER, `${name}.ts`)))
      ),
    );
    return `(() => {\n"use strict";\n${modules.join("\n")}\nreturn startExplorer;\n})()`;
  })();
}

/** The explorer's style sheet. */
export async function clientStyle(): Promise<string> {
  return (await Deno.readTextFile(join(FOLDER, "explorer.css"))).trim();
}
