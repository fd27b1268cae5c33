/**
 * Messages between processes, as JSON with its length before it (uint32, little-endian), and bytes
 * that follow a message: `encodeMessage`, `MessageReader`.
 */

import { concatBytes } from "../../io/bytes.ts";

const PREFIX_BYTES = 4;

/** The bytes of a message. */
export function encodeMessage(value: unknown): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(value));
  return concatBytes([new Uint8Array(Uint32Array.of(json.length).buffer), json]);
}

/** Reads messages and bytes from a stream that delivers them in pieces of any size. */
export class MessageReader {
  readonly #stream: ReadableStreamDefaultReader<Uint8Array>;
  /** Bytes that came with what was read before. */
  #rest: Uint8Array = new Uint8Array();

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#stream = stream.getReader();
  }

  /** The next message, parsed but not validated; undefined if the stream ends before its end. */
  async message(): Promise<unknown> {
    const prefix = await this.bytes(PREFIX_BYTES);
    if (prefix === undefined) return undefined;
    const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0, true);
    const json = await this.bytes(length);
    return json && JSON.parse(new TextDecoder().decode(json));
  }

  /** The next `length` bytes; undefined if the stream ends before their end. */
  async bytes(length: number): Promise<Uint8Array | undefined> {
    const parts = [this.#rest];
    for (let count = this.#rest.length; count < length;) {
      const { value } = await this.#stream.read();
      if (value === undefined) return undefined;
      parts.push(value);
      count += value.length;
    }
    const bytes = parts.length === 1 ? this.#rest : concatBytes(parts);
    this.#rest = bytes.subarray(length);
    return bytes.subarray(0, length);
  }

  /** End the reading. */
  async cancel(): Promise<void> {
    await this.#stream.cancel();
  }
}
