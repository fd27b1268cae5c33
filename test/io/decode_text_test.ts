import assert from "node:assert/strict";
import { decodeText } from "../../lib/io/decode_text.ts";

Deno.test("decodeText() reads UTF-8 and UTF-16 with their marks and all line breaks", () => {
  const text = "h\u00fct, \u{1f600}\n\n7";
  const units = Uint16Array.from(`\ufeff${text}`.split(""), (unit) => unit.charCodeAt(0));
  const little = new Uint8Array(units.buffer);
  const encoder = new TextEncoder();
  for (
    const bytes of [
      encoder.encode(text),
      encoder.encode(`\ufeff${text.replaceAll("\n", "\r\n")}`),
      encoder.encode(text.replaceAll("\n", "\r")),
      little,
      little.map((_, i) => little[i ^ 1]!),
    ]
  ) assert.equal(decodeText(bytes), text);
  assert.equal(decodeText(new Uint8Array()), "");
  for (const bytes of [[0x61, 0xfc], [0xff, 0xfe, 0x61]]) {
    assert.throws(() => decodeText(Uint8Array.from(bytes)), {
      name: "TypeError",
      message: "it must be text in UTF-8 (save it as such)",
    });
  }
});
