/**
 * A program to be killed: it prepares a folder of photos and kills itself when it has done some.
 *
 * Usage: killed_preparation.ts PHOTOS STORE HOW_MANY
 */

import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";

const [photos, directory, howMany] = Deno.args as [string, string, string];
await prepareDataset(await readImageFolder(photos), {
  directory,
  name: "killed",
  seed: 1,
  onProgress: ({ done }) => {
    if (done === Number(howMany)) Deno.kill(Deno.pid, "SIGKILL");
  },
});
