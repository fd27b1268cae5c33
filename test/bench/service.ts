/**
 * A search of many products, as a shop meets it: `recommend` for all, `add` of a hundred, one photo
 * through the library, the first answer of `serve` from its start, and many requests of eight clients
 * at once. Prints a line of JSON for each.
 *
 * Usage: deno run -A test/bench/service.ts [--items 12225] [--requests 2000] [--folder PATH]; the run
 * `bench-service-ITEMS` and the folder, if it is named, are kept, so that a second call measures alone.
 */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { DENO_VERSION } from "../../lib/io/task_command.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import { makeServiceRun } from "./service_run.ts";

const CLIENTS = 8;
const { values } = parseArgs({
  args: Deno.args,
  options: {
    items: { type: "string", default: "12225" },
    requests: { type: "string", default: "2000" },
    folder: { type: "string" },
  },
});
const folder = values.folder ?? await Deno.makeTempDir();
const made = await makeServiceRun(folder, { items: Number(values.items), others: 100 });
const { settings: { run } } = made;
const photo = await Deno.readFile(await firstPhoto(made.photos));

/** Print what a piece of work took, in seconds. */
async function time(what: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  print({ what, seconds: (performance.now() - started) / 1000 });
}

function print(figures: Record<string, string | number>): void {
  const rounded = Object.entries(figures).map(([name, value]) => {
    return [name, typeof value === "number" ? Number(value.toPrecision(3)) : value];
  });
  console.log(JSON.stringify(Object.fromEntries(rounded)));
}

const quantile = (sorted: number[], q: number) => sorted[Math.floor(q * (sorted.length - 1))]!;

async function firstPhoto(path: string): Promise<string> {
  for await (const { name, isFile } of Deno.readDir(path)) {
    return isFile ? join(path, name) : await firstPhoto(join(path, name));
  }
  throw new RangeError(`Cannot measure as "${path}" holds no photo`);
}

/** A task of the project, as people call it. */
function task(...args: string[]) {
  return new Deno.Command("npx", {
    args: ["-y", `deno@${DENO_VERSION}`, "task", "--quiet", ...args],
    cwd: PROJECT_ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
  });
}

async function runTask(...args: string[]): Promise<void> {
  const { success, stdout } = await task(...args).output();
  if (!success) throw new Error(`${args.join(" ")} failed: ${new TextDecoder().decode(stdout)}`);
}

/** Milliseconds of one photo through the library, one after another. */
async function onePhoto(): Promise<void> {
  const search = await openSearch(run);
  const took: number[] = [];
  for (let i = 0; i < 60; i++) {
    const started = performance.now();
    await search.byPhoto(photo, { k: 10 });
    if (i >= 10) took.push(performance.now() - started);
  }
  await search.close();
  took.sort((a, b) => a - b);
  print({ what: "one photo, ms", median: quantile(took, 0.5), p95: quantile(took, 0.95) });
}

/** The memory of the service's process, MiB. */
async function memoryOf(port: string): Promise<number> {
  for await (const { name } of Deno.readDir("/proc")) {
    const command = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    if (!command.includes(port) || !command.includes("serve/main.ts")) continue;
    const status = await Deno.readTextFile(`/proc/${name}/status`);
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
  }
  return NaN;
}

/** The first answer of the service from its start, and many of several clients. */
async function service(requests: number): Promise<void> {
  const port = "18484";
  const started = performance.now();
  const child = task("serve", run, "--port", port).spawn();
  const ask = async () => {
    const url = `http://127.0.0.1:${port}/search?k=10`;
    const response = await fetch(url, { method: "POST", body: photo });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The service answers ${response.status}`);
  };
  const printed = child.stdout.getReader();
  await printed.read();
  const ready = performance.now();
  await ask();
  print({
    what: "serve through npx, seconds",
    ready: (ready - started) / 1000,
    firstAnswer: (performance.now() - started) / 1000,
  });
  const took: number[] = [];
  const before = await memoryOf(port);
  const client = async () => {
    while (took.length < requests) {
      const started = performance.now();
      await ask();
      took.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  took.sort((a, b) => a - b);
  print({
    what: `${took.length} requests of ${CLIENTS} clients, ms`,
    median: quantile(took, 0.5),
    p95: quantile(took, 0.95),
    most: took.at(-1)!,
    memoryBeforeMiB: before,
    memoryAfterMiB: await memoryOf(port),
  });
  child.kill("SIGTERM");
  await printed.cancel();
  await child.status;
}

try {
  await time("recommend, all embeddings made", () => runTask("recommend", run));
  await time("recommend again", () => runTask("recommend", run));
  await onePhoto();
  await service(Number(values.requests));
  const added = join(PROJECT_ROOT, "data", "runs", run, "added");
  await Deno.remove(added, { recursive: true }).catch(() => {});
  await Deno.remove(join(PROJECT_ROOT, "data", "runs", run, "recommendations.json"));
  await time("add of 100", () => runTask("add", run, made.others));
  await Deno.remove(added, { recursive: true });
} finally {
  if (values.folder === undefined) await Deno.remove(folder, { recursive: true });
}
