/**
 * `deno task serve RUN`: the service as a program of its own, under the permissions of the set `service`.
 * It ends when a program has ended that this one was started through, such as npx, which only a
 * process that may run Python can tell.
 */

import { join } from "node:path";
import { endWith, runProgram } from "../processes.ts";

await endWith(() => runProgram("service", join(import.meta.dirname!, "main.ts"), Deno.args));
