/**
 * Exact search beside FAISS IndexFlatL2, in one run: building an index and finding the 6 nearest
 * vectors of every vector in it. Prints one line a size and a repeat.
 *
 * Usage: deno run -A test/bench/search.ts [--python PATH] [--repeats N]; PATH is a Python that has
 * faiss-cpu and numpy.
 */

import { parseArgs } from "node:util";
import { useBackend } from "../../lib/backend/mod.ts";
import { createRandom } from "../../lib/io/random.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import { runPeer } from "./peer.ts";

const SIZES = [[12_225, 512], [10_000, 4096]] as const;
const NEIGHBOURS = 6;
const SEED = 7;

const { values: { python, repeats } } = parseArgs({
  args: Deno.args,
  options: {
    python: { type: "string", default: "python3" },
    repeats: { type: "string", default: "3" },
  },
});

const backend = await useBackend();
console.log(`exact ${NEIGHBOURS}-nearest on ${backend.name}: ${backend.device}`);
for (const [count, dim] of SIZES) {
  const vectors = uniformVectors(count, dim);
  // Not counted: the first search also compiles this program's loops.
  await timeOurs(vectors, dim);
  for (let repeat = 0; repeat < Number(repeats); repeat++) {
    const ours = await timeOurs(vectors, dim);
    const peer = await runPeer<Peer>(python, "search.py", [count, dim, NEIGHBOURS, SEED]);
    console.log(JSON.stringify({
      count,
      dim,
      seconds: Number(ours.seconds.toFixed(3)),
      peerSeconds: Number(peer.seconds.toFixed(3)),
      ratio: Number((peer.seconds / ours.seconds).toFixed(2)),
      sameNeighbours: sameShare(ours.sample, peer.sample),
      peer: peer.peer,
    }));
  }
}

/** Uniform in [-1, 1), the same numbers as the peer's. */
function uniformVectors(count: number, dim: number): Float32Array {
  const random = createRandom(SEED);
  return Float32Array.from({ length: count * dim }, () => random() * 2 - 1);
}

async function timeOurs(
  vectors: Float32Array,
  dim: number,
): Promise<{ seconds: number; sample: number[] }> {
  const start = performance.now();
  const index = FlatIndex.build(vectors, dim);
  const { indices } = await index.search(vectors, NEIGHBOURS);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, sample: [...indices.subarray(0, 100 * NEIGHBOURS)] };
}

interface Peer {
  seconds: number;
  sample: number[];
  peer: string;
}

function sameShare(a: number[], b: number[]): number {
  return a.filter((row, i) => row === b[i]).length / a.length;
}
