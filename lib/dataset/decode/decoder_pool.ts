/**
 * Decoding in processes of their own: `DecoderPool`.
 *
 * Processes rather than threads for two reasons. The threads of one process wait for each other
 * inside the decoding library: on 2 cores two processes are 1.4 times as fast, and with more cores
 * the gap grows. And a file that crashes the library takes one of these processes with it, not
 * the program.
 */

import { fileURLToPath } from "node:url";
import {
  type DecodeFailure,
  type DecodeReply,
  type DecodeRequest,
  READY,
} from "./decoder_process.ts";
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
   * Decode some photos, in the process with the least to do, and write their images. Whatever is
   * wrong with a photo is a reason, never an error.
   *
   * @param requests one or more; several at once spare talk between the processes
   * @returns the replies, in the order of the requests
   * @throws {Error} if a process does not start or cannot write
   */
  decode(requests: readonly DecodeRequest[]): Promise<DecodeReply[]> {
    const idlest = this.#decoders.reduce((a, b) => b.waiting < a.waiting ? b : a);
    return idlest.decode(requests);
  }

  /** End the processes. What they have not answered is lost. */
  async close(): Promise<void> {
    await Promise.all(this.#decoders.map((decoder) => decoder.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Requests that are not answered yet. */
interface Waiting {
  requests: readonly DecodeRequest[];
  resolve: (replies: DecodeReply[]) => void;
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

  decode(requests: readonly DecodeRequest[]): Promise<DecodeReply[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ requests, resolve, reject });
      if (this.#child === undefined) this.#start();
      else this.#send(requests);
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
      env: { NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#child = child;
    this.#input = child.stdin.getWriter();
    for (const { requests } of this.#waiting) this.#send(requests);
    this.#listen(child).catch((error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  #send(requests: readonly DecodeRequest[]): void {
    // A process that ended does not take it; the next one is asked again.
    this.#input!.write(new TextEncoder().encode(JSON.stringify(requests) + "\n")).catch(() => {});
  }

  /** Hand out the answers of a process until it ends. */
  async #listen(child: Deno.ChildProcess): Promise<void> {
    const errors = new Response(child.stderr).text().catch(String);
    let ready = false;
    let failure: string | undefined;
    for await (const line of readLines(child.stdout)) {
      if (ready) {
        const answer: DecodeReply[] | DecodeFailure = JSON.parse(line);
        if ("failure" in answer) failure = answer.failure;
        else this.#waiting.shift()!.resolve(answer);
      }
      ready ||= line === READY;
    }
    const { code, signal } = await child.status;
    if (this.#closed) return;
    this.#child = undefined;
    if (failure !== undefined) {
      throw new Error(`Cannot decode photos as "${this.path}" must be writable: ${failure}`);
    }
    const end = signal === null ? `code ${code}` : signal;
    if (!ready) {
      const [message] = (await errors).split("\n");
      throw new Error(
        `Cannot decode photos as "${PROGRAM}" must run: it ended with ${end} (${message})`,
      );
    }
    const [oldest] = this.#waiting;
    if (oldest !== undefined && oldest.requests.length > 1) this.#splitOldest();
    else {
      // It ended while it decoded this one.
      const reason = `ends the decoder (${end})`;
      const reply = { sha256: "", isPhoto: true, reason, images: [], refused: [] };
      this.#waiting.shift()?.resolve([reply]);
    }
    if (this.#waiting.length > 0) this.#start();
  }

  /** Ask for each photo on its own, to find the one that ended the process. */
  #splitOldest(): void {
    const { requests, resolve, reject } = this.#waiting.shift()!;
    const parts = requests.map(() => Promise.withResolvers<DecodeReply[]>());
    Promise.all(parts.map((part) => part.promise)).then(
      (replies) => resolve(replies.flat()),
      reject,
    );
    this.#waiting.unshift(
      ...requests.map((request, i) => ({ ...parts[i]!, requests: [request] })),
    );
  }
}
