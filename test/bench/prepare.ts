/**
 * Preparing photos beside a Pillow loop in one process, in one run, in turns. Prints one line of
 * JSON a repeat; `ratio` is how many times faster ours is.
 *
 * Usage: deno run -A test/bench/prepare.ts [FOLDER] [--python PATH] [--repeats N]; FOLDER is a
 * folder of photos (../shared/data/clothing), PATH a Python that has pillow and numpy.
 */

import { parseArgs } from "node:util";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { sharedPath } from "../shared.ts";
import { runPeer } from "./peer.ts";

interface Peer {
  photos: number;
  seconds: number;
  peer: string;
}

const { values: { python, repeats }, positionals: [folder = sharedPath("data/clothing")] } =
  parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: {
      python: { type: "string", default: "python3" },
      repeats: { type: "string", default: "3" },
    },
  });

for (let repeat = 0; repeat < Number(repeats); repeat++) {
  const peer = await runPeer<Peer>(python, "prepare.py", [folder]);
  const ours = await timeOurs();
  console.log(JSON.stringify({
    photos: ours.photos,
    seconds: Number(ours.seconds.toFixed(2)),
    peerPhotos: peer.photos,
    peerSeconds: Number(peer.seconds.toFixed(2)),
    ratio: Number((peer.seconds / ours.seconds).toFixed(2)),
    peer: peer.peer,
  }));
}

/** All that a first preparation does: listing, decoding, hashing, writing the store to disk. */
async function timeOurs(): Promise<{ photos: number; seconds: number }> {
  const directory = await Deno.makeTempDir();
  try {
    const start = performance.now();
    const source = await readImageFolder(folder);
    const store = await prepareDataset(source, { directory, name: "bench", seed: 42 });
    const seconds = (performance.now() - start) / 1000;
    store.close();
    return { photos: store.count, seconds };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
