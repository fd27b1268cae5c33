import assert from "node:assert/strict";
import { backoffMs, parseRetryAfter, sleep } from "../../../lib/dataset/download/retry.ts";

const OPTIONS = { key: "a", seed: 1, baseMs: 100, maxMs: 1000 };

Deno.test("backoffMs() doubles up to its limit, half of it drawn", () => {
  // d = 100, 200, 400, 800, 1000, 1000; the wait lies in [d/2, d).
  [100, 200, 400, 800, 1000, 1000].forEach((longest, i) => {
    const wait = backoffMs(i + 1, OPTIONS);
    assert.ok(wait >= longest / 2 && wait < longest, `${wait} after attempt ${i + 1}`);
  });
  assert.equal(backoffMs(2, OPTIONS), backoffMs(2, OPTIONS));
  const waits = ["a", "b", "c", "d"].map((key) => backoffMs(1, { ...OPTIONS, key }));
  assert.equal(new Set(waits).size, 4, "photos come back together");
  assert.notEqual(backoffMs(1, OPTIONS), backoffMs(1, { ...OPTIONS, seed: 2 }));
});

Deno.test("parseRetryAfter() reads seconds and dates", () => {
  const now = Date.UTC(2024, 0, 1, 12, 0, 0);
  assert.equal(parseRetryAfter("120", now), 120_000);
  assert.equal(parseRetryAfter(" 0 ", now), 0);
  assert.equal(parseRetryAfter("Mon, 01 Jan 2024 12:00:30 GMT", now), 30_000);
  assert.equal(parseRetryAfter("Mon, 01 Jan 2024 11:00:00 GMT", now), 0);
  for (const header of [null, "", "soon", "-5", "1.5"]) {
    assert.equal(parseRetryAfter(header, now), undefined, String(header));
  }
});

Deno.test("sleep() ends with its signal", async () => {
  const stop = new AbortController();
  const sleeping = sleep(60_000, stop.signal);
  stop.abort(new Error("awake"));
  await assert.rejects(sleeping, /awake/);
  await assert.rejects(sleep(0, AbortSignal.abort(new Error("at once"))), /at once/);
  await sleep(1);
  await sleep(-5);
});
