/** A program that locks the folder it is given, says so, and works there until it is killed. */

import { lockFolder } from "../lib/io/lock.ts";

await lockFolder(Deno.args[0]!, { task: "train" });
console.log("locked");
setInterval(() => {}, 1000);
