/**
 * The catalogue at scale: adding clustered vectors, building the index, exact search and search with
 * the index, alone and by 8 readers at once; then kinds of index side by side on fewer vectors.
 *
 * Usage: deno run -A test/bench/catalogue.ts [--items N] [--folder PATH] [--kinds N] [--parquet FILE]
 *   [--parts LIST]
 *   --items   vectors in the large catalogue, 512 numbers each; default 1000000
 *   --kinds   vectors in the comparison of kinds; default 12225, as many as the original had
 *   --parquet compare kinds on the vectors of a run, as `deno task export` wrote them, instead
 *   --parts   of: load,index,search,kinds; default all. The first leaves the catalogue in the folder
 *             for those that follow, in this run or a later one.
 *   --folder  where the catalogue lies; default a temporary folder, which is removed afterwards
 *
 * Prints one line of JSON for each result. Peak memory is that of the whole process.
 */

import { parseArgs } from "node:util";
import { join } from "node:path";
import { Catalogue } from "../../lib/search/catalogue/mod.ts";
import { ClusteredVectors } from "./clustered.ts";
import { compareKinds, exportedInput, madeInput } from "./catalogue_kinds.ts";

const DIM = 512;
const SEED = 7;
const CLUSTERS = 1000;
const BLOCK = 20_000;
const NEIGHBOURS = 5;
const ABOUT = { dim: DIM, dataset: "clustered", model: `seed ${SEED}`, encoder: "made" };

const { values } = parseArgs({
  args: Deno.args,
  options: {
    items: { type: "string", default: "1000000" },
    kinds: { type: "string", default: "12225" },
    parts: { type: "string", default: "load,index,search,kinds" },
    folder: { type: "string" },
    parquet: { type: "string" },
  },
});
const count = Number(values.items);
const parts = values.parts.split(",");
const made = new ClusteredVectors(DIM, CLUSTERS, SEED);
const folder = values.folder ?? await Deno.makeTempDir();
const address = join(folder, "catalogue");

try {
  if (parts.includes("load")) await load();
  if (parts.includes("index")) await index();
  if (parts.includes("search")) await search();
  if (parts.includes("kinds")) {
    const { parquet, kinds } = values;
    const input = parquet ? await exportedInput(parquet) : madeInput(Number(kinds));
    for await (const result of compareKinds(folder, input)) print(result);
  }
} finally {
  if (values.folder === undefined) await Deno.remove(folder, { recursive: true });
}

async function load(): Promise<void> {
  const catalogue = await Catalogue.create(address, ABOUT);
  let [making, adding] = [0, 0];
  for (let first = 0; first < count; first += BLOCK) {
    const size = Math.min(BLOCK, count - first);
    const start = performance.now();
    const vectors = made.rows(first, size);
    const items = Array.from({ length: size }, (_, i) => ({
      id: `item ${first + i}`,
      category: made.categoryOf(first + i),
    }));
    const middle = performance.now();
    await catalogue.add(items, vectors);
    making += middle - start;
    adding += performance.now() - middle;
  }
  const start = performance.now();
  await catalogue.optimize({ keep: 0 });
  print({
    part: "load",
    items: await catalogue.size(),
    makingSeconds: seconds(making),
    addingSeconds: seconds(adding),
    optimizeSeconds: seconds(performance.now() - start),
    diskMegabytes: await megabytes(address),
    peakMemoryMegabytes: peakMemory(),
  });
  catalogue.close();
}

async function index(): Promise<void> {
  const catalogue = await Catalogue.open(address, ABOUT);
  const start = performance.now();
  const { kind, probes, bytes, recall } = await catalogue.buildIndex({
    k: NEIGHBOURS,
    queries: 50,
  });
  print({
    part: "index",
    kind,
    probes,
    buildAndMeasureSeconds: seconds(performance.now() - start),
    indexMegabytes: Math.round(bytes / 1e5) / 10,
    diskMegabytes: await megabytes(address),
    tunedRecall: recall,
    peakMemoryMegabytes: peakMemory(),
  });
  catalogue.close();
}

/** With queries that are in no catalogue and that nothing was tuned with. */
async function search(): Promise<void> {
  const catalogue = await Catalogue.open(address, ABOUT);
  const size = await catalogue.size();
  const rows = (first: number, n: number) => {
    const vectors = made.rows(size + first, n);
    return Array.from({ length: n }, (_, i) => vectors.slice(i * DIM, (i + 1) * DIM));
  };
  for (const within of [false, true]) {
    const queries = rows(0, 100);
    const categoryOf = (i: number) => within ? made.categoryOf(size + i) : undefined;
    const ask = (exact: boolean) => (query: Float32Array, i: number) =>
      catalogue.search(query, NEIGHBOURS, { exact, category: categoryOf(i) });
    // Not counted: the first searches read the index.
    for (const [i, query] of rows(1000, 20).entries()) await ask(false)(query, i);
    const truth = await timed(queries.slice(0, 30), 1, ask(true));
    const one = await timed(queries, 1, ask(false));
    const eight = await timed(rows(200, 400), 8, ask(false));
    const hits = truth.results.map(({ ids }, q) =>
      one.results[q]!.ids[0]!.filter((id) => ids[0]!.includes(id)).length
    );
    print({
      part: "search",
      within: within ? "category" : "all",
      recallAt5: hits.reduce((sum, hit) => sum + hit, 0) / (NEIGHBOURS * hits.length),
      queries: hits.length,
      exactMilliseconds: quantiles(truth.times),
      indexMilliseconds1Reader: quantiles(one.times),
      indexMilliseconds8Readers: quantiles(eight.times),
      queriesASecond8Readers: Math.round(eight.times.length / eight.seconds),
      peakMemoryMegabytes: peakMemory(),
    });
  }
  catalogue.close();
}

/** Ask `readers` at a time; each waits for its answer before it asks again. */
async function timed<T>(
  queries: Float32Array[],
  readers: number,
  ask: (query: Float32Array, i: number) => Promise<T>,
): Promise<{ times: number[]; results: T[]; seconds: number }> {
  const times: number[] = [];
  const results: T[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(Array.from({ length: readers }, async () => {
    while (next < queries.length) {
      const i = next++;
      const asked = performance.now();
      results[i] = await ask(queries[i]!, i);
      times.push(performance.now() - asked);
    }
  }));
  return { times, results, seconds: (performance.now() - start) / 1000 };
}

/** Median, and what 95 % stay below. */
function quantiles(times: number[]): { median: number; p95: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
    return Math.round(value * 10) / 10;
  };
  return { median: at(0.5), p95: at(0.95) };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}

async function megabytes(path: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory } of Deno.readDir(path)) {
    const inner = join(path, name);
    bytes += isDirectory ? await megabytes(inner) * 1e6 : (await Deno.stat(inner)).size;
  }
  return Math.round(bytes / 1e5) / 10;
}

/** Most memory that the process has had, in MB; undefined where the system does not say. */
function peakMemory(): number | undefined {
  const status = Deno.readTextFileSync("/proc/self/status");
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) * 1.024 / 1000);
}

function print(result: Record<string, unknown>): void {
  console.log(JSON.stringify(result));
}
