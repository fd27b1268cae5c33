import assert from "node:assert/strict";
import { join } from "node:path";
import { initialResidualWeights } from "../../lib/model/search_network/residual.ts";
import { openSearchNetwork, packSearchNetwork } from "../../lib/runs/search_network.ts";

const about = {
  trainedBy: "a test",
  images: "none",
  imagesSeen: 1,
  recipe: "none",
  seed: 1,
  scores: { "P@5": 0.1 },
  license: "MIT",
};

Deno.test("openSearchNetwork() opens what packSearchNetwork() wrote, and refuses what is damaged", async () => {
  const path = join(await Deno.makeTempDir(), "residual.safetensors");
  await assert.rejects(openSearchNetwork(path), /is missing \(take data\/models from/);
  const weights = initialResidualWeights(5);
  await packSearchNetwork(weights, about, path);
  const { size } = await Deno.stat(path);
  assert.ok(size > 1.2e6 && size < 1.25e6, `${size} bytes`);
  const opened = await openSearchNetwork(path);
  assert.deepEqual(opened.about, about);
  const state = await opened.network.stateDict();
  assert.deepEqual(state["n0.weight"]!.data, weights["n0.weight"]!.data);
  // Half a step of 127 for the largest weight.
  const filter = weights["stages.2.0.c2.weight"]!.data;
  const largest = filter.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const read = state["stages.2.0.c2.weight"]!.data;
  assert.ok(read.every((w, i) => Math.abs(w - filter[i]!) <= 0.501 * largest / 127));
  opened.network.dispose();
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 5]! ^= 1;
  await Deno.writeFile(path, bytes);
  await assert.rejects(
    openSearchNetwork(path),
    /must be whole \(take data\/models.*checksum mismatch/,
  );
});

Deno.test("the search network that comes with the project opens, and says how it was trained", async () => {
  const { network, about } = await openSearchNetwork();
  assert.match(about.trainedBy, /deno task pretrain residual/);
  assert.equal(about.license, "MIT");
  network.dispose();
});
