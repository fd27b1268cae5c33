import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { encodeEvents } from "../../../lib/report/export/tensorboard_events.ts";

Deno.test("encodeEvents() gives the bytes that TensorBoard's own writer gives", () => {
  // tensorboard 2.21 (Python): RecordWriter over Event(wall_time=1.5, file_version="brain.Event:2")
  // and Event(wall_time=1.5, step=300, summary=[tag "loss", simple_value 0.25]).
  const known =
    "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c1b000000000000001a0d9e1309000000000000f83f10ac022a0d0a0b0a046c6f7373150000803e9908deed";
  const bytes = encodeEvents([{ tag: "loss", step: 300, value: 0.25, wallTime: 1.5 }]);
  assert.equal(Buffer.from(bytes).toString("hex"), known);
});

Deno.test("encodeEvents() takes steps beyond 32 bits, no events, and names in any script", () => {
  const far = encodeEvents([{ tag: "損失", step: 2 ** 40, value: 1, wallTime: 0 }]);
  // 2^40 is five groups of seven zero bits, then 2^5.
  assert.ok(Buffer.from(far).includes(Buffer.from([0x10, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20])));
  assert.ok(Buffer.from(far).includes(Buffer.from("損失")));
  assert.equal(encodeEvents([]).length, 16 + 9 + 15);
  for (const step of [-1, 0.5, NaN]) {
    assert.throws(() => encodeEvents([{ tag: "a", step, value: 1, wallTime: 0 }]), RangeError);
  }
});
