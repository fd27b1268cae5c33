/** `deno task serve` for a run whose model is the tiny one. */

import { endWith, runProgram } from "../../../lib/cli/processes.ts";

const program = new URL("serve_tiny.ts", import.meta.url).pathname;
await endWith(() => runProgram("service", program, Deno.args));
