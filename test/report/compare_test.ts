import assert from "node:assert/strict";
import { compareEmbeddings, compareSettings } from "../../lib/report/compare.ts";
import { comparisonText, renderComparison } from "../../lib/report/compare_page.ts";
import { readRun, type RunFiles } from "../../lib/runs/run_files.ts";
import { loadsOf } from "../notebooks/scratch.ts";
import { HOSTILE, type MadeRun, writeRun } from "./made_run.ts";

async function made(run: string, options: MadeRun = {}): Promise<RunFiles> {
  const directory = await Deno.makeTempDir();
  await writeRun(directory, run, options);
  const files = await readRun(run, directory);
  await Deno.remove(directory, { recursive: true });
  return files;
}

Deno.test("compareSettings() names what differs, and what only one run has", async () => {
  const [a, b] = [await made("a"), await made("b", { seed: 7 })];
  assert.deepEqual(compareSettings(a, a), []);
  b.models = b.models.slice(0, 1);
  assert.deepEqual(compareSettings(a, b), [
    { setting: "seed", first: "42", second: "7" },
    {
      setting: "recipe of +Layer (512-d)",
      first: "Adam 0.0003, mean squared error, batches of 8, 2 epochs",
      second: undefined,
    },
    { setting: "backend of +Layer (512-d)", first: "tensorflow: CPU", second: undefined },
  ]);
});

Deno.test("compareEmbeddings() pairs the queries of runs of the same photos", async () => {
  const a = await made("a");
  // Each query finds one more than before, of those that can.
  const b = await made("b", { hits: [5, 5, 4, 3, 2, 1, 2, 3, 4] });
  const { paired, embeddings } = compareEmbeddings(a.metrics!, b.metrics!);
  assert.equal(paired, true);
  const plusLayer = embeddings.find(({ first }) => first.name === "+Layer (512-d)")!;
  // 8 more of 45 neighbours.
  assert.ok(Math.abs(plusLayer.difference.micro.value - 8 / 45) < 1e-12);
  const [low, high] = plusLayer.difference.micro.interval;
  assert.ok(low > 0.1 && low < 8 / 45 && high <= 0.2 + 1e-12);

  const other = await made("b", { fingerprint: "cd".repeat(32) });
  const unpaired = compareEmbeddings(a.metrics!, other.metrics!);
  assert.equal(unpaired.paired, false);
  const same = unpaired.embeddings[1]!.difference.micro;
  assert.equal(same.value, 0);
  assert.ok(same.interval[0] < -0.2 && same.interval[1] > 0.2);
});

Deno.test("comparisonText() and renderComparison() say how the runs were compared", async () => {
  const a = await made("a");
  const b = await made("b", { fingerprint: "cd".repeat(32), categories: [HOSTILE, "b"] });
  assert.match(comparisonText([a, a]), /^No setting differs\n/);
  assert.match(
    comparisonText([a, a]),
    /\+Layer \(512-d\) +micro +0\.467 +0\.250 +0\.467 +0\.250 +0\.000 +0\.000 to 0\.000 +no/,
  );
  assert.match(comparisonText([a, b]), /different photos.*nothing can be paired/s);
  const page = await renderComparison([a, b]);
  assert.match(page, /<title>a and b/);
  assert.deepEqual(loadsOf(page), []);
  assert.equal(/<img src=x/.test(page.replace(/<script>[\s\S]*?<\/script>/g, "")), false);

  const none = { ...b, metrics: undefined };
  assert.match(
    await renderComparison([a, none]),
    /Not here yet: the evaluation of b/,
  );
});

Deno.test("renderComparison() of equal runs says so in place of empty figures", async () => {
  const a = await made("a");
  const page = await renderComparison([a, await made("b")]);
  assert.match(page, /Baseline \(4096-d\): no category gains or loses anything/);
  assert.doesNotMatch(page, /gain and loss by category/);
  const other = await renderComparison([a, await made("b", { hits: [5, 5, 4, 3, 2, 1, 2, 3, 4] })]);
  assert.match(other, /gain and loss by category/);
});
