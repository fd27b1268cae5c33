import assert from "node:assert/strict";
import { readLines } from "../../../lib/dataset/decode/lines.ts";

Deno.test("readLines() joins lines and letters that come in pieces", async () => {
  const bytes = new TextEncoder().encode("one\ntwö\n\nunfinished");
  const stream = ReadableStream.from(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  const lines: string[] = [];
  for await (const line of readLines(stream)) lines.push(line);
  assert.deepEqual(lines, ["one", "twö", ""]);
});
