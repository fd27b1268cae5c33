/**
 * Downloading boards from a server on this machine, 16 at once, and making the source of their
 * crops. Prints one line of JSON: boards a second, the downloader's peak memory (resident, MiB),
 * the cores each side kept busy and how many requests the server had at once.
 *
 * Usage: deno run -A test/bench/download.ts [--boards N] [--latency MS]
 */

import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { completeTheLookSource } from "../../lib/dataset/sources/complete_the_look/source.ts";
import { photoBytes, servePhotos } from "../dataset/download/photo_server.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    boards: { type: "string", default: "5000" },
    latency: { type: "string", default: "0" },
    serve: { type: "boolean", default: false },
  },
});
if (values.serve) await serve(Number(values.latency));
else await measure(Number(values.boards), values.latency);

/** The image host: photos of about the size of a real board, until its input ends. */
async function serve(latency: number): Promise<void> {
  const photos = await Promise.all(
    Array.from({ length: 16 }, (_, i) => photoBytes(i, { side: 330 })),
  );
  let active = 0, sum = 0, count = 0, cpu = process.cpuUsage(), start = performance.now();
  await using server = servePhotos((path) => async () => {
    if (count === 0) [cpu, start] = [process.cpuUsage(), performance.now()];
    sum += ++active;
    count++;
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    active--;
    return new Response(photos[parseInt(path.at(-5)!, 16)]);
  });
  console.log(server.base);
  for await (const _ of Deno.stdin.readable);
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({
    serverCores: round((user + system) / 1000 / (performance.now() - start)),
    meanAtOnce: round(sum / count),
    bytes: Math.round(photos.reduce((total, photo) => total + photo.length, 0) / photos.length),
  }));
}

async function measure(boards: number, latency: string): Promise<void> {
  const program = fileURLToPath(import.meta.url);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, "--serve", "--latency", latency],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  const boardsUrl = String((await lines.next()).value).trim();
  const folder = await Deno.makeTempDir({ prefix: "lookalike-bench-" });
  try {
    const rows = Array.from({ length: boards * 5 }, (_, i) => {
      const signature = (i % boards).toString(16).padStart(32, "0");
      return `${signature}\t0.1\t0.1\t0.5\t0.5\tShoes`;
    });
    const header = "image_signature bounding_x bounding_y bounding_width bounding_height label";
    const tsv = join(folder, "table.tsv");
    await Deno.writeTextFile(tsv, [header, ...rows, ""].join("\n"));
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    const { downloads } = await completeTheLookSource({
      tsv,
      directory: join(folder, "boards"),
      seed: 1,
      boardsUrl,
      // The server is ours: no gap between requests.
      download: { gapMs: 0 },
    });
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    await child.stdin.close();
    const served = JSON.parse(String((await lines.next()).value));
    const status = await Deno.readTextFile("/proc/self/status").catch(() => "");
    const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
    console.log(JSON.stringify({
      boards: downloads.downloaded,
      failed: downloads.failed,
      seconds: round(seconds),
      boardsASecond: Math.round(boards / seconds),
      peakMiB: Math.round(peak),
      cores: round((user + system) / 1e6 / seconds),
      ...served,
    }));
  } finally {
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
