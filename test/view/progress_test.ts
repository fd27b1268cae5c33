import assert from "node:assert/strict";
import type { MimeBundle } from "../../lib/io/jupyter.ts";
import { createProgress, stageProgress } from "../../lib/view/progress.ts";

/** A bar in a log that takes every line, with a clock set by hand (milliseconds). */
function barAt(
  options: { label?: string; total: number; unit?: string; initial?: number; since?: number },
) {
  const lines: string[] = [];
  const clock = { time: 0 };
  const bar = createProgress({
    label: "Training",
    ...options,
    send: null,
    columns: 0,
    logEveryMs: 0,
    now: () => clock.time,
    write: (text) => lines.push(text.trim()),
  });
  return { bar, lines, clock };
}

Deno.test("createProgress() shows done, rate and time left, then a summary", async () => {
  const { bar, lines, clock } = barAt({ total: 1000 });
  clock.time = 10_000;
  await bar.update(250, { loss: 0.05 });
  clock.time = 40_000;
  await bar.update(1000);
  await bar.finish();
  assert.deepEqual(lines, [
    // 250 in 10 s are 25 a second; the other 750 take 30 s.
    "Training: 25% 250 / 1,000 images · 25.0 images/s · 30 s left · loss 0.05",
    "Training: 100% 1,000 / 1,000 images · 25.0 images/s · loss 0.05",
    "Training: 1,000 images in 40 s, 25.0 images/s · loss 0.05",
  ]);
});

Deno.test("createProgress() counts from when the work began, where it is told", async () => {
  const { bar, lines } = barAt({ total: 100, since: -4000 });
  await bar.update(8);
  // 8 in 4 s are 2 a second; the other 92 take 46 s.
  assert.deepEqual(lines, ["Training: 8% 8 / 100 images · 2.0 images/s · 46 s left"]);
});

Deno.test("createProgress() follows a slow-down within its window", async () => {
  const { bar, lines, clock } = barAt({ total: 10_000 });
  for (clock.time = 1000; clock.time <= 60_000; clock.time += 1000) {
    await bar.update(clock.time / 10); // 100 a second
  }
  for (; clock.time <= 90_000; clock.time += 1000) {
    await bar.update(6000 + (clock.time - 60_000) / 100); // then 10 a second
  }
  assert.match(lines.at(-1)!, /10\.0 images\/s/);
});

Deno.test("createProgress() leaves what was done before out of the rate", async () => {
  const { bar, lines, clock } = barAt({ total: 100, initial: 50, unit: "steps" });
  clock.time = 5000;
  await bar.update(60);
  await bar.finish();
  assert.deepEqual(lines, [
    "Training: 60% 60 / 100 steps · 2.0 steps/s · 20 s left",
    "Training: 60 of 100 steps, 10 of them in 5 s, 2.0 steps/s",
  ]);
});

Deno.test("createProgress() survives no total, too much done, NaN and nothing done", async () => {
  const unknown = barAt({ total: 0 });
  unknown.clock.time = 1000;
  await unknown.bar.update(5);
  assert.equal(unknown.lines[0], "Training: 5 images · 5.0 images/s");
  const over = barAt({ total: 10 });
  over.clock.time = 1000;
  await over.bar.update(12);
  await over.bar.update(NaN);
  assert.match(over.lines[1]!, /^Training: 100% 12 \/ 10 images/);
  const none = barAt({ total: 10 });
  await none.bar.finish();
  assert.equal(none.lines[0], "Training: 0 of 10 images in 0 s");
});

Deno.test("createProgress() draws a bar in a notebook, labels escaped, and one line at the end", async () => {
  const bundles: MimeBundle[] = [];
  const bar = createProgress({
    label: "<b>",
    total: 4,
    now: () => 0,
    send: (data) => Promise.resolve(void bundles.push(data)),
  });
  await bar.update(1);
  await bar.finish();
  const [first, last] = bundles.map((bundle) => bundle["text/html"] as string);
  assert.match(first!, /<progress value="0.2500" max="1" aria-label="&lt;b&gt;"/);
  assert.doesNotMatch(last!, /<progress|<b>/);
});

Deno.test("stageProgress() has a bar for each stage, which one line replaces at its end", async () => {
  const lines: string[] = [];
  let time = 0;
  const onProgress = stageProgress({
    send: null,
    columns: 0,
    logEveryMs: 0,
    now: () => time,
    write: (text) => void lines.push(text.trim()),
  });
  time = 5000; // the first image took as long
  await onProgress("Embedding", 1, 2);
  time = 10_000;
  await onProgress("Embedding", 2, 2);
  time = 11_000;
  await onProgress("Evaluating", 3, 3, "embeddings");
  assert.deepEqual(lines, [
    "Embedding: 50% 1 / 2 images · 0.200 images/s · 5 s left",
    "Embedding: 100% 2 / 2 images · 0.200 images/s",
    "Embedding: 2 images in 10 s, 0.200 images/s",
    "Evaluating: 100% 3 / 3 embeddings · 3.0 embeddings/s",
    "Evaluating: 3 embeddings in 1 s, 3.0 embeddings/s",
  ]);
});
