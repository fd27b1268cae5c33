import assert from "node:assert/strict";
import { trustworthiness } from "../../lib/metrics/trustworthiness.ts";
import { projectUmap } from "../../lib/projection/umap.ts";
import { kNearest } from "../../lib/search/neighbours.ts";
import { needsShared, sharedPath } from "../shared.ts";
import { clusterRatio } from "./samples.ts";

Deno.test({
  ...needsShared("projectUmap() of digits is as trustworthy as umap-learn's map", "reference"),
  async fn() {
    const rows = Deno.readTextFileSync(sharedPath("reference/digits.csv")).trim().split("\n")
      .slice(1).map((line) => line.split(",").map(Number));
    const { runs }: { runs: { trustworthiness15: number }[] } = JSON.parse(
      Deno.readTextFileSync(sharedPath("reference/umap_digits.json")),
    );
    const vectors = Float32Array.from(rows.flatMap(([, ...pixels]) => pixels));
    const labels = rows.map(([label]) => label!);
    const wanted = Math.min(...runs.map((run) => run.trustworthiness15)) - 0.005;

    const map = await projectUmap(vectors, 64, { seed: 1 });
    const onMap = await kNearest({ vectors: map, dim: 3 }, 15, { exclude: "self" });
    const value = await trustworthiness({ vectors, dim: 64 }, onMap);
    assert.ok(value >= wanted, `trustworthiness ${value} below ${wanted}`);
    assert.ok(clusterRatio(map, 3, labels) < 0.25, `ratio ${clusterRatio(map, 3, labels)}`);
  },
});
