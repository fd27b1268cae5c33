/** `deno task serve` for a run whose model is the tiny one. */

import { endWith } from "../../../lib/cli/processes.ts";
import { startService } from "../../../lib/cli/serve/start.ts";

const program = new URL("serve_tiny.ts", import.meta.url).pathname;
await endWith(() => startService(program, Deno.args));
