import assert from "node:assert/strict";
import { crc32c, maskedCrc32c } from "../../../lib/report/export/tensorboard_events.ts";

Deno.test("crc32c() meets the published checks", () => {
  // The check value of CRC-32C, and RFC 3720, B.4.
  assert.equal(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
  assert.equal(crc32c(new Uint8Array(0)), 0);
});

Deno.test("maskedCrc32c() turns by 15 bits and adds the constant", () => {
  // 0 turned is 0.
  assert.equal(maskedCrc32c(new Uint8Array(0)), 0xa282ead8);
});
