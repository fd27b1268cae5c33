import assert from "node:assert/strict";
import { arraySource } from "../../lib/embedding/row_source.ts";
import { simpleDrawings } from "../../lib/metrics/constant_baselines.ts";

Deno.test("simpleDrawings() by hand: photos of two pixels", async () => {
  // Known: two photos whose mean is (0 0 255, 255 0 0). Unseen: one of (255 0 255, 255 0 0), which
  // differs from it in one number by 255, so 2 on the scale of [-1, 1]: 4 / 6. Grey is off by 1
  // everywhere. Its mean colour is (255, 0, 127.5): blue is off by 1 twice, 2 / 6.
  const known = arraySource(Uint8Array.of(0, 0, 255, 255, 0, 0, 0, 0, 255, 255, 0, 0), 6);
  const unseen = arraySource(Uint8Array.of(255, 0, 255, 255, 0, 0), 6);
  const drawings = await simpleDrawings(known, unseen);
  assert.deepEqual(drawings.map(({ numbers }) => numbers), [0, 0, 3]);
  const expected = [1, 4 / 6, 2 / 6];
  drawings.forEach(({ mse }, i) => assert.ok(Math.abs(mse - expected[i]!) < 1e-12, String(mse)));
});

Deno.test("simpleDrawings() means over all photos, and refuses others", async () => {
  const black = new Uint8Array(6), white = new Uint8Array(6).fill(255);
  const both = arraySource(Uint8Array.of(...black, ...white), 6);
  // The mean is grey, which is off by 1; each photo is its own mean colour.
  assert.deepEqual((await simpleDrawings(both, both)).map(({ mse }) => mse), [1, 1, 0]);
  await assert.rejects(simpleDrawings(arraySource(new Uint8Array(3), 3), both), {
    name: "TypeError",
    message: /rows must have 6 numbers: current value is 3/,
  });
});
