import assert from "node:assert/strict";
import { evaluateCopies, wilsonInterval } from "../../lib/metrics/copy_detection.ts";

/** Photos at 0, 10, 20 and, once more, 20. */
const PHOTOS = Float32Array.of(0, 0, 10, 0, 20, 0, 20, 0);

Deno.test("evaluateCopies() counts copies whose own photo is nearest", async () => {
  // Copies of 0, 10 and 20 at 1, 4 and 19: the second is nearer to 0 (4 away) than to 10 (6 away).
  const score = await evaluateCopies({
    vectors: PHOTOS,
    dim: 2,
    copies: Float32Array.of(1, 0, 4, 0, 19, 0),
    rows: [0, 1, 2],
  });
  assert.equal(score.copies, 3);
  assert.equal(score.recall, 2 / 3);
  assert.deepEqual([...score.nearest], [0, 0, 2]);
});

Deno.test("evaluateCopies() is content with any of several nearest", async () => {
  // Rows 2 and 3 are the same: whichever is named first, the copy of row 3 has found its photo.
  const copies = Float32Array.of(20, 1);
  const score = await evaluateCopies({ vectors: PHOTOS, dim: 2, copies, rows: [3] });
  assert.equal(score.recall, 1);
});

Deno.test("wilsonInterval() gives Wilson's numbers", () => {
  // z^2 = 3.8414588. 8 of 10: middle 0.8 + 0.1920729, reach 1.959964 sqrt(0.016 + 0.0096036) =
  // 0.3136154, divided by 1.3841459.
  const near = (actual: number[], expected: number[]) =>
    expected.forEach((value, i) => assert.ok(Math.abs(actual[i]! - value) < 1e-6, String(actual)));
  near(wilsonInterval(8, 10), [0.4901625, 0.9433178]);
  // All of 10: p = 1, so the upper end is 1 and the lower 1 / (1 + z^2 / 10).
  near(wilsonInterval(10, 10), [0.7224672, 1]);
  near(wilsonInterval(0, 10), [0, 0.2775328]);
});

Deno.test("evaluateCopies() refuses copies without a row, rows that are not there, and none", async () => {
  const input = { vectors: PHOTOS, dim: 2, copies: Float32Array.of(1, 0) };
  for (const rows of [[], [0, 1]]) {
    await assert.rejects(evaluateCopies({ ...input, rows }), {
      name: "RangeError",
      message: new RegExp(`current value is ${rows.length} rows for 1 copies$`),
    });
  }
  await assert.rejects(evaluateCopies({ ...input, rows: [4] }), /must be below 4/);
  await assert.rejects(
    evaluateCopies({ ...input, copies: new Float32Array(), rows: [] }),
    /0 rows for 0 copies/,
  );
});
