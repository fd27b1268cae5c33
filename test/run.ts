/**
 * `deno task test [path ...]`: formatting, lint and types, then all tests and the
 * examples in the documentation, or those below the paths.
 *
 * Two processes test at once, as many tests use one core alone: each takes the next of `testGroups`. The
 * last line is plain: "N passed, N failed, N skipped".
 */

import { stripVTControlCharacters } from "node:util";
import { PROJECT_ROOT } from "../lib/io/paths.ts";
import { testGroups } from "./shares.ts";

/** What a process printed, and whether it succeeded. */
interface Ended {
  success: boolean;
  printed: string;
}

/** A process: when it has ended, and, once it is shown, what it printed. */
interface Run {
  ended: Promise<unknown>;
  shown: Promise<Ended>;
}

/** Run Deno with `args`; its standard output is passed on from when `turn` comes. */
function deno(args: string[], turn?: Promise<unknown>): Run {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: PROJECT_ROOT,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const [stdout, kept] = child.stdout.tee();
  const printed = new Response(kept).text();
  const show = async () => {
    await turn;
    await stdout.pipeTo(Deno.stdout.writable, { preventClose: true });
    const { success } = await child.status;
    return { success, printed: await printed };
  };
  return { ended: child.status, shown: show() };
}

/**
 * Run Deno with each of `calls`, two at once; in their order, what each printed. It is shown after what
 * the one before it printed.
 */
async function runTwoAtOnce(calls: readonly string[][]): Promise<Ended[]> {
  const waiting = [...calls];
  const shown: Promise<Ended>[] = [];
  const runOneByOne = async () => {
    for (let args = waiting.shift(); args !== undefined; args = waiting.shift()) {
      const run = deno(args, shown.at(-1));
      shown.push(run.shown);
      await run.ended;
    }
  };
  await Promise.all([runOneByOne(), runOneByOne()]);
  return await Promise.all(shown);
}

const CHECK = ["task", "--quiet", "check"];
// Types are checked by the former.
const TEST = ["test", "-A", "--no-check", "--doc", "--ignore=test/bench"];

const shares = await Deno.makeTempDir({ prefix: "lookalike-shares-" });
const groups = Deno.args.length > 0 ? [Deno.args] : await testGroups(shares);
const [check, ...runs] = await runTwoAtOnce([CHECK, ...groups.map((paths) => [...TEST, ...paths])]);
await Deno.remove(shares, { recursive: true });

/** Numbers of "FAILED | 12 passed (3 steps) | 1 failed | 2 ignored (5s)", coloured in a terminal. */
function count(word: string, { printed }: Ended): number {
  const summary = stripVTControlCharacters(printed).split("\n")
    .findLast((line) => /^(ok|FAILED) \| /.test(line)) ?? "";
  return Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
}
const sum = (word: string) => runs.reduce((total, run) => total + count(word, run), 0);
const broken = runs.filter((run) => !run.success && count("failed", run) === 0).length;
const failed = sum("failed") + (check!.success ? 0 : 1) + broken;
if (!check!.success) console.log("Formatting, lint or types failed: see above");
if (broken > 0) console.log("The tests could not all be run: see above");
console.log(`${sum("passed")} passed, ${failed} failed, ${sum("ignored")} skipped`);
Deno.exit(failed === 0 ? 0 : 1);
