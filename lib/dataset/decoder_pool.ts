/**
 * Decoding in processes of their own: `DecoderPool`.
 *
 * Processes rather than threads for two reasons. The threads of one process wait for each other
 * inside the decoding library: on 2 cores two processes are 1.4 times as fast, and with more cores
 * the gap grows. And a file that crashes the library takes one of these processes with it, not
 * the program.
 */

import { fileURLToPath } from "node:url";
import { type DecodeReply, type DecodeRequest, READY } from "./decoder_process.ts";
import { readLines } from "./lines.ts";

const PROGRAM = fileURLToPath(new URL("./decoder_process.ts", import.meta.url));

/** Processes that decode photos into one file of images. Close it when done. */
export class DecoderPool {
  readonly #decoders: Decoder[];

  /**
   * @param path file that the images are written into; it must exist
   * @param size how many processes, 1 or more; each decodes one photo at a time
   */
  constructor(path: string, readonly size: number) {
    this.#decoders = Array.from({ length: size }, () => new Decoder(path));
  }

  /**
   * Decode a photo, in the process with the least to do, and write its images. Whatever is wrong
   * with the photo is a reason, never an error.
   *
   * @throws {Error} if a process does not start
   */
  decode(request: DecodeRequest): Promise<DecodeReply> {
    const idlest = this.#decoders.reduce((a, b) => b.waiting < a.waiting ? b : a);
    return idlest.decode(request);
  }

  /** End the processes. What they have not answered is lost. */
  async close(): Promise<void> {
    await Promise.all(this.#decoders.map((decoder) => decoder.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A request that is not answered yet. */
interface Waiting {
  request: DecodeRequest;
  resolve: (reply: DecodeReply) => void;
  reject: (error: unknown) => void;
}

/** One process, started with the first request and again after a crash. */
class Decoder {
  /** In the order asked, in which the process answers. */
  readonly #waiting: Waiting[] = [];
  #child: Deno.ChildProcess | undefined;
  #input: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #closed = false;

  constructor(readonly path: string) {}

  get waiting(): number {
    return this.#waiting.length;
  }

  decode(request: DecodeRequest): Promise<DecodeReply> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#child === undefined) this.#start();
      else this.#send(request);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#child === undefined) return;
    const { status } = this.#child;
    try {
      this.#child.kill();
    } catch {
      // It has ended already.
    }
    await status;
    await this.#input!.abort().catch(() => {});
  }

  #start(): void {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", "--allow-all", PROGRAM, this.path],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#child = child;
    this.#input = child.stdin.getWriter();
    for (const { request } of this.#waiting) this.#send(request);
    this.#listen(child).catch((error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  #send(request: DecodeRequest): void {
    // A process that ended does not take it; the next one is asked again.
    this.#input!.write(new TextEncoder().encode(JSON.stringify(request) + "\n")).catch(() => {});
  }

  /** Hand out the answers of a process until it ends. */
  async #listen(child: Deno.ChildProcess): Promise<void> {
    let ready = false;
    for await (const line of readLines(child.stdout)) {
      if (!ready) ready = line === READY;
      else this.#waiting.shift()!.resolve(JSON.parse(line));
    }
    const { code, signal } = await child.status;
    if (this.#closed) return;
    this.#child = undefined;
    const end = signal === null ? `code ${code}` : signal;
    if (!ready) {
      throw new Error(`Cannot decode photos as "${PROGRAM}" must run: it ended with ${end}`);
    }
    // It ended while it decoded the oldest; the others are asked again.
    const reason = `ends the decoder (${end})`;
    const reply = { sha256: "", isPhoto: true, reason, images: [], refused: [] };
    this.#waiting.shift()?.resolve(reply);
    if (this.#waiting.length > 0) this.#start();
  }
}
