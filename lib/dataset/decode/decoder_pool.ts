/**
 * Processes that decode photos: `DecoderPool`.
 *
 * Processes rather than threads for two reasons. The threads of one process wait for each other
 * inside the decoding library: on 2 cores two processes are 1.4 times as fast, and with more cores
 * the gap grows. And a file that crashes the library takes one of these processes with it, not
 * the program.
 */

import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../io/paths.ts";
import type { SourcePhoto } from "../photo_source.ts";
import { IMAGE_BYTES } from "../store/image_size.ts";
import { READY } from "./decoder_process.ts";
import { encodeMessage, MessageReader } from "./messages.ts";
import type { ReadPhoto } from "./read_photo.ts";

const PROGRAM = fileURLToPath(new URL("./decoder_process.ts", import.meta.url));

const PACKAGES = join(PROJECT_ROOT, "node_modules");

/** What the decoding library asks for when it starts. */
const LIBRARY_NEEDS = [
  "--allow-env=MALLOC_ARENA_MAX,npm_package_config_libvips",
  "--allow-sys=cpus,hostname,networkInterfaces",
];

/** Processes that decode photos; the caller disposes of the pool, which ends them. */
export class DecoderPool implements AsyncDisposable {
  readonly #decoders: readonly Decoder[];
  readonly #idle: Decoder[];
  /** Callers that wait for an idle decoder, the oldest first. */
  readonly #waiting: ((decoder: Decoder) => void)[] = [];

  /**
   * @param size how many processes, 1 or more, each started with its first photos
   * @param folder of the photos: the only files that the processes may read, beside packages. They
   *   may write nothing, and have no network.
   * @param program path of the program to start
   */
  constructor(readonly size: number, folder: string, program: string = PROGRAM) {
    this.#decoders = Array.from({ length: size }, () => new Decoder(folder, program));
    this.#idle = [...this.#decoders];
  }

  /**
   * Decode some photos in one process, which takes them one after the other. Whatever is wrong with
   * a photo is its reason, never an error.
   *
   * @param photos one or more; several at once save messages between the processes
   * @returns what became of each, in their order
   * @throws {Error} if a process does not start, or the pool is closed
   */
  async decode(photos: readonly SourcePhoto[]): Promise<ReadPhoto[]> {
    const decoder = this.#idle.pop() ??
      await new Promise<Decoder>((resolve) => this.#waiting.push(resolve));
    try {
      return await decoder.decode(photos);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(decoder);
      else this.#idle.push(decoder);
    }
  }

  /** End the processes. Photos that are being decoded are lost. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#decoders.map((decoder) => decoder.close()));
  }
}

/** A running process. */
interface Running {
  child: Deno.ChildProcess;
  input: WritableStreamDefaultWriter<Uint8Array>;
  output: MessageReader;
}

/** One process, started with the first photos and again after a crash. */
class Decoder {
  #running: Running | undefined;
  #closed = false;

  constructor(readonly folder: string, readonly program: string) {}

  async decode(photos: readonly SourcePhoto[]): Promise<ReadPhoto[]> {
    const running = this.#running ?? await this.#start();
    // If the process has ended, so has its output, which is read next.
    await running.input.write(encodeMessage(photos)).catch(() => {});
    const replies = await readReplies(running.output);
    if (replies !== undefined) return replies;
    const end = await this.#end(running);
    this.#refuseIfClosed();
    if (photos.length === 1) {
      const reason = `ends the decoder (${end})`;
      return [{ sha256: "", reason, images: [], refused: [] }];
    }
    // One of the photos ended the process: each on its own shows which.
    const each: ReadPhoto[] = [];
    for (const photo of photos) each.push(...await this.decode([photo]));
    return each;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#running) await this.#end(this.#running);
  }

  async #start(): Promise<Running> {
    this.#refuseIfClosed();
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", ...permissions(this.folder), this.program],
      env: { NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const errors = new Response(child.stderr).text();
    const output = new MessageReader(child.stdout);
    const running = { child, input: child.stdin.getWriter(), output };
    this.#running = running;
    if (await output.message() === READY) return running;
    const end = await this.#end(running);
    this.#refuseIfClosed();
    const [message] = (await errors).split("\n");
    throw new Error(`Cannot decode photos: "${this.program}" ended with ${end} (${message})`);
  }

  /** Wait for the end of a process, and say how it ended: "code 1", "SIGSEGV". */
  async #end({ child, input, output }: Running): Promise<string> {
    this.#running = undefined;
    try {
      if (this.#closed) child.kill();
    } catch {
      // It has ended already.
    }
    const { code, signal } = await child.status;
    await input.abort().catch(() => {});
    await output.cancel();
    return signal ?? `code ${code}`;
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new Error("Cannot decode photos: the pool is closed");
  }
}

/** What a process may do that decodes the photos in `folder`. */
function permissions(folder: string): string[] {
  const [photos, packages] = [folder, PACKAGES].map(withoutComma);
  return [`--allow-read=${photos},${packages}`, `--allow-ffi=${packages}`, ...LIBRARY_NEEDS];
}

/** The folder itself or the deepest above it that can be named in a list with commas between. */
function withoutComma(folder: string): string {
  return folder.includes(",") ? withoutComma(dirname(folder)) : folder;
}

/** What became of some photos; undefined if the process ended before it said so. */
async function readReplies(output: MessageReader): Promise<ReadPhoto[] | undefined> {
  // The program's own message, so it needs no validation.
  const replies = await output.message() as ReadPhoto[] | undefined;
  for (const image of replies?.flatMap(({ images }) => images) ?? []) {
    const pixels = await output.bytes(IMAGE_BYTES);
    if (pixels === undefined) return undefined;
    image.pixels = pixels;
  }
  return replies;
}
