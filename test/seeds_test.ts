/**
 * What a seed draws is the same in every process, on every machine: the hashes here were recorded
 * once (Deno 2.9.6, x86-64 Linux). A change of any of them makes runs of before unrepeatable, so it
 * must be meant, and said.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { augmentImages } from "../lib/dataset/augment.ts";
import { IMAGE_BYTES } from "../lib/dataset/store/image_size.ts";
import { assignSplits, selectStratified } from "../lib/dataset/split/split.ts";
import { initialStateDict } from "../lib/model/state_dict.ts";
import { deriveSeed, shuffledIndices } from "../lib/io/random.ts";
import { TINY } from "./model/tiny.ts";

const SEED = 42;

function hashOf(...parts: (ArrayBufferView | string)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(
      typeof part === "string"
        ? part
        : new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
    );
  }
  return hash.digest("hex").slice(0, 16);
}

const items = Array.from({ length: 300 }, (_, i) => ({
  id: `item ${i}`,
  category: ["Hats", "Shoes", "Dresses"][i % 3]!,
}));

const weights = (init: "torch" | "he") =>
  Object.entries(initialStateDict(TINY, deriveSeed(SEED, "weights"), init))
    .flatMap(([name, { data }]) => [name, data]);

function augmented(): Uint8Array {
  const images = Uint8Array.from({ length: 2 * IMAGE_BYTES }, (_, i) => i % 251);
  augmentImages(images, [3, 8], deriveSeed(SEED, "augmentation of epoch 1"));
  return images;
}

const DRAWN: [what: string, draw: () => string, recorded: string][] = [
  [
    "seeds",
    () => hashOf(Uint32Array.of(deriveSeed(SEED, "weights"), deriveSeed(0, ""))),
    "1620193339783c63",
  ],
  ["splits", () => hashOf(assignSplits(items, SEED).join()), "ba8dd7a56840f36e"],
  ["samples", () => hashOf(JSON.stringify(selectStratified(items, 50, SEED))), "6567308e5298a64f"],
  [
    "orders",
    () => hashOf(shuffledIndices(1000, deriveSeed(SEED, "order of epoch 3"))),
    "5af645d64d8cba57",
  ],
  ["first weights as PyTorch's", () => hashOf(...weights("torch")), "1a46c423415c4dd8"],
  ["first weights by He", () => hashOf(...weights("he")), "7724ec7642bc007e"],
  ["augmentation", () => hashOf(augmented()), "ed761e1f1569f0f1"],
];

for (const [what, draw, recorded] of DRAWN) {
  Deno.test(`a seed draws the ${what} that it drew when they were recorded`, () => {
    assert.equal(draw(), recorded);
  });
}
