import assert from "node:assert/strict";
import { Progress } from "../../../lib/dataset/download/progress.ts";

Deno.test("Progress gives the rate of the last seconds and the time left", () => {
  let time = 1000;
  const progress = new Progress(110, 10, () => time);
  assert.deepEqual(progress.now(), {
    total: 110,
    done: 10,
    present: 10,
    downloaded: 0,
    failed: 0,
    bytes: 0,
    rate: 0,
    secondsLeft: undefined,
  });
  // 20 in 10 seconds: 2 a second; 80 are left.
  for (let i = 0; i < 20; i++) {
    time += 500;
    progress.add({ status: i === 3 ? "failed" : "downloaded", bytes: i === 3 ? 0 : 5 });
  }
  const { rate, secondsLeft, downloaded, failed, done, bytes } = progress.now();
  assert.deepEqual([rate, secondsLeft], [2, 40]);
  assert.deepEqual([downloaded, failed, done, bytes], [19, 1, 30, 95]);
  // Then 60 in 60 seconds: by now the faster start is forgotten.
  for (let i = 0; i < 60; i++) {
    time += 1000;
    progress.add({ status: "downloaded", bytes: 1 });
  }
  assert.equal(progress.now().rate, 1);
  assert.equal(progress.now().secondsLeft, 20);
});
