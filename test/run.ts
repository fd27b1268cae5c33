/**
 * `deno task test [path ...]`: formatting, lint and types, then all tests and the
 * examples in the documentation, or those below the paths.
 *
 * The last line is plain: "N passed, N failed, N skipped".
 */

import { stripVTControlCharacters } from "node:util";
import { PROJECT_ROOT } from "../lib/io/paths.ts";

/** Run Deno with `args`, its output passed on; gives what it printed on standard output too. */
async function deno(args: string[]): Promise<{ success: boolean; printed: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: PROJECT_ROOT,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const [shown, kept] = child.stdout.tee();
  const printed = new Response(kept).text();
  await shown.pipeTo(Deno.stdout.writable, { preventClose: true });
  const { success } = await child.status;
  return { success, printed: await printed };
}

const check = await deno(["task", "--quiet", "check"]);
// Below lib are the examples in the documentation.
const paths = Deno.args.length > 0 ? Deno.args : ["test", "lib"];
// Types are checked already.
const tests = await deno(["test", "-A", "--no-check", "--doc", "--ignore=test/bench", ...paths]);

// Such as "FAILED | 12 passed (3 steps) | 1 failed | 2 ignored (5s)", coloured in a terminal.
const summary = stripVTControlCharacters(tests.printed).split("\n")
  .findLast((line) => /^(ok|FAILED) \| /.test(line)) ?? "";
const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
const failed = count("failed") + (check.success ? 0 : 1);
const broken = !tests.success && count("failed") === 0 ? 1 : 0;
if (!check.success) console.log("Formatting, lint or types failed: see above");
if (broken) console.log("The tests could not all be run: see above");
console.log(`${count("passed")} passed, ${failed + broken} failed, ${count("ignored")} skipped`);
Deno.exit(check.success && tests.success ? 0 : 1);
