/**
 * A program to be killed: it makes the store of a table, saying "downloaded" and "prepared" when
 * it is so, and then waits.
 *
 * Usage: killed_program.ts TABLE FOLDER BOARDS_URL
 */

import { join } from "node:path";
import { completeTheLookSource } from "../../../../lib/dataset/sources/complete_the_look/source.ts";

const [tsv, folder, boardsUrl] = Deno.args as [string, string, string];
const { source } = await completeTheLookSource({
  tsv,
  directory: join(folder, "boards"),
  seed: 11,
  boardsUrl,
  download: { attempts: 2, baseMs: 1, gapMs: 0, concurrency: 4 },
});
console.log("downloaded");
const { prepareDataset } = await import("../../../../lib/dataset/prepare.ts");
await prepareDataset(source, { directory: join(folder, "store"), name: "look", seed: 11 });
console.log("prepared");
setInterval(() => {}, 60_000);
