/**
 * The memory that 100,000 items take: made, prepared, trained on for an epoch at a tiny width,
 * embedded and searched, each stage in a process of its own, as the notebooks are. Prints for each
 * the largest memory of the process itself (VmHWM) and of it with all it started (the sum of what
 * lay in memory, seen 10 times a second; shared pages count for each). Ends with 1 if a sum passes 4
 * GiB.
 *
 * Usage: deno run -A test/bench/memory.ts [--items N] [--folder PATH] [--stages make,prepare,...];
 * a folder that is named is kept, so that stages can run one by one. Takes 50 KB of disk an item.
 */

import { join } from "node:path";
import { parseArgs } from "node:util";

const MOST_MIB = 4096;

const { values } = parseArgs({
  args: Deno.args,
  options: {
    items: { type: "string", default: "100000" },
    folder: { type: "string" },
    stages: { type: "string", default: "make,prepare,train,embed,search" },
  },
});
const folder = values.folder ?? await Deno.makeTempDir();
let failed = false;
try {
  for (const stage of values.stages.split(",")) {
    const { printed, success, peakMiB, seconds } = await watch(stage);
    failed ||= !success || peakMiB > MOST_MIB;
    console.log(JSON.stringify({ ...printed, peakMiB, seconds }));
    if (!success) break;
  }
} finally {
  if (values.folder === undefined) await Deno.remove(folder, { recursive: true });
}
if (failed) Deno.exit(1);

async function watch(stage: string) {
  const program = join(import.meta.dirname!, "memory_stage.ts");
  const started = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, stage, folder, values.items],
    stdout: "piped",
  }).spawn();
  let peak = 0;
  const timer = setInterval(() => peak = Math.max(peak, kibibytesOf(child.pid)), 100);
  const { stdout, success } = await child.output();
  clearInterval(timer);
  const line = new TextDecoder().decode(stdout).trim().split("\n").at(-1)!;
  return {
    printed: success ? JSON.parse(line) : { stage, printed: line },
    success,
    peakMiB: Math.round(peak / 1024),
    seconds: Math.round((performance.now() - started) / 1000),
  };
}

/** Memory of a process and of all below it that run now, KiB. */
function kibibytesOf(pid: number): number {
  try {
    const own = /VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1];
    const tasks = [...Deno.readDirSync(`/proc/${pid}/task`)].map(({ name }) => name);
    const children = tasks.flatMap((task) =>
      Deno.readTextFileSync(`/proc/${pid}/task/${task}/children`).split(" ").filter(Boolean)
    );
    return children.reduce((sum, child) => sum + kibibytesOf(Number(child)), Number(own ?? 0));
  } catch {
    // It ended in between.
    return 0;
  }
}
