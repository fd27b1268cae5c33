/** The service for a run whose model is the tiny one. */

import "../../faults/tiny_model.ts";
import { endWith } from "../../../lib/cli/processes.ts";
import { serve } from "../../../lib/cli/serve/main.ts";

await endWith(() => serve(Deno.args));
