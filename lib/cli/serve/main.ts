/** The service of `deno task serve RUN`: searches of a run over HTTP, on this machine alone. */

import { parseArgs } from "node:util";
import { IMAGE_BYTES } from "../../dataset/store/image_size.ts";
import { onStopSignals } from "../../io/stop.ts";
import { taskCommand } from "../../io/task_command.ts";
import { openSearch } from "../../runs/open_search.ts";
import { endWith } from "../processes.ts";
import { createService } from "./service.ts";

const USAGE = taskCommand("serve RUN [--port 8484]");

/** Milliseconds that requests have to end in once the service is asked to stop. */
const PATIENCE = 15_000;

/** How often the service looks whether the process that started it is still there, in milliseconds. */
const LOOK = 1000;

/** Serve until SIGINT or SIGTERM, or until what started this has ended; a second signal ends at once. */
export async function serve(args: string[], token = Deno.env.get("TOKEN")): Promise<void> {
  const { run, port } = readArguments(args);
  await using search = await openSearch(run);
  // The first image opens the models, which no client should wait for.
  await search.embed(new Uint8Array(IMAGE_BYTES));
  const handler = await createService(search, { token: token || undefined });
  const stop = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port,
    signal: stop.signal,
    onListen: ({ hostname, port }) => console.log(`http://${hostname}:${port}/`),
  }, handler);
  const caller = Deno.ppid;
  const watch = setInterval(() => Deno.ppid === caller || shutDown(), LOOK);
  const shutDown = () => {
    stopListening();
    clearInterval(watch);
    const late = setTimeout(() => stop.abort(), PATIENCE);
    server.shutdown().finally(() => clearTimeout(late));
  };
  const stopListening = onStopSignals(shutDown);
  await server.finished;
}

function readArguments(args: string[]): { run: string; port: number } {
  const { positionals: [run, ...rest], values } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    options: { port: { type: "string", default: "8484" } },
  });
  const port = Number(values.port);
  if (run === undefined || rest.length > 0 || Object.keys(values).length > 1) {
    throw new RangeError(`Cannot serve as there must be one run: ${USAGE}`);
  }
  if (/^\d+$/.test(String(values.port)) && port <= 65_535) return { run, port };
  throw new RangeError(
    `Cannot serve as the port must be a number from 0 to 65535 (0: any): current value is ` +
      `${JSON.stringify(values.port)}`,
  );
}

if (import.meta.main) await endWith(() => serve(Deno.args));
