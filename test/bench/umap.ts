/**
 * UMAP of 12,225 x 512 vectors to three dimensions beside umap-learn and umap-js, in one run, on
 * the same vectors and the same exact neighbours, ours just before each peer. Times are of warm
 * fits. Prints a line a peer: seconds, how many times as fast ours is, and trustworthiness (15).
 *
 * umap-learn runs twice: with a seed, as ours does (it then keeps to one thread so that the map
 * repeats), and without, on all cores.
 *
 * Usage: deno run -A test/bench/umap.ts [--python PATH] [--repeats N]; PATH is a Python that has
 * umap-learn 0.5.3 or later (Debian: the package umap-learn and /usr/bin/python3).
 */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { UMAP } from "umap-js";
import { trustworthiness } from "../../lib/metrics/trustworthiness.ts";
import { projectUmap } from "../../lib/projection/umap.ts";
import { createRandom } from "../../lib/io/random.ts";
import { kNearest } from "../../lib/search/neighbours.ts";
import { runPeer } from "./peer.ts";

const COUNT = 12_225;
const DIM = 512;
/** As many as the +Layer model's data set has categories. */
const CLUSTERS = 13;
const NEIGHBOURS = 15;
const COMPONENTS = 3;
const MIN_DIST = 0.1;
const SEED = 1;

const { values: { python, repeats } } = parseArgs({
  args: Deno.args,
  options: {
    python: { type: "string", default: "/usr/bin/python3" },
    repeats: { type: "string", default: "2" },
  },
});

interface Fit {
  name: string;
  /** Of each warm fit. */
  seconds: number[];
  /** `[COUNT, COMPONENTS]` */
  map: Float32Array;
}

const vectors = clusteredVectors();
// Each item's nearest, itself first, as umap-learn expects them.
const neighbours = await kNearest({ vectors, dim: DIM }, NEIGHBOURS);
const peerDistances = neighbours.distances.map(Math.sqrt);
await fitOurs(1);
for (const fitPeer of [() => fitUmapLearn("seeded"), () => fitUmapLearn("parallel"), fitUmapJs]) {
  const ours = await fitOurs(Number(repeats));
  const peer = await fitPeer();
  console.log(JSON.stringify({
    peer: peer.name,
    seconds: Number(median(ours.seconds).toFixed(2)),
    peerSeconds: Number(median(peer.seconds).toFixed(2)),
    ratio: Number((median(peer.seconds) / median(ours.seconds)).toFixed(2)),
    trustworthiness: await trustworthinessOf(ours),
    peerTrustworthiness: await trustworthinessOf(peer),
  }));
}

/** Clusters of many sizes that touch, on a 16-dimensional sheet, noisy, with no negatives. */
function clusteredVectors(): Float32Array {
  const sheet = 16;
  const random = createRandom(SEED);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const basis = Float64Array.from({ length: sheet * DIM }, () => normal() / 4);
  const centres = Float64Array.from({ length: CLUSTERS * sheet }, () => 0.7 * normal());
  const vectors = new Float32Array(COUNT * DIM);
  for (let i = 0; i < COUNT; i++) {
    const cluster = Math.floor(random() * random() * CLUSTERS);
    const place = Array.from(
      { length: sheet },
      (_, s) => centres[cluster * sheet + s]! + normal() / Math.sqrt(1 + s / 3),
    );
    for (let d = 0; d < DIM; d++) {
      const value = place.reduce((sum, along, s) => sum + along * basis[s * DIM + d]!, 0);
      vectors[i * DIM + d] = Math.max(0, value + 0.3 * normal());
    }
  }
  return vectors;
}

async function fitOurs(fits: number): Promise<Fit> {
  const seconds: number[] = [];
  let map: Float32Array = new Float32Array();
  for (let fit = 0; fit < fits; fit++) {
    const start = performance.now();
    map = await projectUmap(vectors, DIM, {
      nComponents: COMPONENTS,
      nNeighbors: NEIGHBOURS,
      minDist: MIN_DIST,
      seed: SEED,
      neighbours,
    });
    seconds.push((performance.now() - start) / 1000);
  }
  return { name: "ours", seconds, map };
}

async function fitUmapLearn(mode: string): Promise<Fit> {
  const folder = await Deno.makeTempDir();
  try {
    const inputs = { vectors, indices: neighbours.indices, distances: peerDistances };
    for (const [name, { buffer, byteOffset, byteLength }] of Object.entries(inputs)) {
      await Deno.writeFile(join(folder, name), new Uint8Array(buffer, byteOffset, byteLength));
    }
    const settings = [COUNT, NEIGHBOURS, COMPONENTS, MIN_DIST, SEED];
    const timing = await runPeer<Pick<Fit, "name" | "seconds">>(
      python,
      "umap_learn.py",
      [folder, mode, repeats, ...settings],
    );
    const { buffer } = await Deno.readFile(join(folder, "map"));
    return { ...timing, map: new Float32Array(buffer) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** One fit: it takes long, and the loop it spends its time in is compiled soon. */
function fitUmapJs(): Fit {
  const rows = (values: Int32Array | Float32Array) =>
    Array.from(
      { length: COUNT },
      (_, i) => [...values.subarray(i * NEIGHBOURS, (i + 1) * NEIGHBOURS)],
    );
  const umap = new UMAP({
    nComponents: COMPONENTS,
    nNeighbors: NEIGHBOURS,
    minDist: MIN_DIST,
    random: createRandom(SEED),
  });
  const distances = rows(peerDistances);
  umap.setPrecomputedKNN(rows(neighbours.indices), distances);
  const start = performance.now();
  // It reads only the number of vectors once their neighbours are known.
  const map = umap.fit(distances);
  const seconds = [(performance.now() - start) / 1000];
  return { name: "umap-js 1.4.0", seconds, map: Float32Array.from(map.flat()) };
}

async function trustworthinessOf({ map }: Fit): Promise<number> {
  const near = await kNearest({ vectors: map, dim: COMPONENTS }, NEIGHBOURS, { exclude: "self" });
  const value = await trustworthiness({ vectors, dim: DIM }, near);
  return Number(value.toFixed(4));
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
