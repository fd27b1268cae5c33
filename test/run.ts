/**
 * `deno task test [path ...]`: formatting, lint and types, then all tests and the
 * examples in the documentation, or those below the paths.
 *
 * All tests run in two processes at once, as many of them use one core alone. The last line is plain:
 * "N passed, N failed, N skipped".
 */

import { stripVTControlCharacters } from "node:util";
import { PROJECT_ROOT } from "../lib/io/paths.ts";

/** Folders whose tests take half of the time. */
const LONG = ["test/notebooks", "test/browser", "test/webgpu"];

/** What a process printed, and whether it succeeded. */
interface Ended {
  success: boolean;
  printed: string;
}

/** Run Deno with `args`; its standard output is passed on from when `turn` comes. */
async function deno(args: string[], turn: Promise<unknown> = Promise.resolve()): Promise<Ended> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: PROJECT_ROOT,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const [shown, kept] = child.stdout.tee();
  const printed = new Response(kept).text();
  await turn;
  await shown.pipeTo(Deno.stdout.writable, { preventClose: true });
  const { success } = await child.status;
  return { success, printed: await printed };
}

/** Run the tests below `paths`; types are checked already. */
function test(paths: string[], ignored: string[], turn?: Promise<unknown>): Promise<Ended> {
  const ignore = ["test/bench", ...ignored].join(",");
  return deno(["test", "-A", "--no-check", "--doc", `--ignore=${ignore}`, ...paths], turn);
}

async function allTests(): Promise<Ended[]> {
  const long = test(LONG, []);
  // Below lib are the examples in the documentation.
  return await Promise.all([long, test(["test", "lib"], LONG, long)]);
}

const check = await deno(["task", "--quiet", "check"]);
const runs = Deno.args.length > 0 ? [await test(Deno.args, [])] : await allTests();

/** Numbers of "FAILED | 12 passed (3 steps) | 1 failed | 2 ignored (5s)", coloured in a terminal. */
function count(word: string, { printed }: Ended): number {
  const summary = stripVTControlCharacters(printed).split("\n")
    .findLast((line) => /^(ok|FAILED) \| /.test(line)) ?? "";
  return Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
}
const sum = (word: string) => runs.reduce((total, run) => total + count(word, run), 0);
const broken = runs.filter((run) => !run.success && count("failed", run) === 0).length;
const failed = sum("failed") + (check.success ? 0 : 1) + broken;
if (!check.success) console.log("Formatting, lint or types failed: see above");
if (broken > 0) console.log("The tests could not all be run: see above");
console.log(`${sum("passed")} passed, ${failed} failed, ${sum("ignored")} skipped`);
Deno.exit(failed === 0 ? 0 : 1);
