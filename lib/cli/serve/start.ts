/**
 * `deno task serve RUN`: the service as a program of its own, under the permissions of the set `service`.
 * It ends when a program has ended that this one was started through, such as npx, which only a
 * process that may run Python can tell.
 */

import { join } from "node:path";
import { PROJECT_ROOT } from "../../io/paths.ts";
import { endWith, exitCodeOf } from "../processes.ts";

/** Run the service in `program` with the arguments of `deno task serve`; its exit code. */
export function startService(program: string, args: string[]): Promise<number> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--config", join(PROJECT_ROOT, "deno.json")]
      .concat(["-P=service", program, ...args]),
  });
  return exitCodeOf(command.spawn());
}

if (import.meta.main) {
  await endWith(() => startService(join(import.meta.dirname!, "main.ts"), Deno.args));
}
