import assert from "node:assert/strict";
import { concatBytes } from "../../../lib/io/bytes.ts";
import { encodeMessage, MessageReader } from "../../../lib/dataset/decode/messages.ts";

Deno.test("MessageReader joins messages and bytes that come in pieces", async () => {
  const [one, two, cut] = [
    encodeMessage({ word: "twö" }),
    encodeMessage(["b"]),
    encodeMessage("c"),
  ];
  const bytes = concatBytes([one, Uint8Array.of(1, 2, 3), two, cut.subarray(0, -1)]);
  for (const size of [1, 3, bytes.length]) {
    const pieces = Array.from(
      { length: Math.ceil(bytes.length / size) },
      (_, i) => bytes.subarray(i * size, (i + 1) * size),
    );
    const reader = new MessageReader(ReadableStream.from(pieces));
    assert.deepEqual(await reader.message(), { word: "twö" });
    assert.deepEqual(await reader.bytes(3), Uint8Array.of(1, 2, 3));
    assert.deepEqual(await reader.message(), ["b"]);
    // An unfinished message is none.
    assert.equal(await reader.message(), undefined);
  }
});
