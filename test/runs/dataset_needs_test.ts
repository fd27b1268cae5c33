import assert from "node:assert/strict";
import type { Split } from "../../lib/dataset/split/split.ts";
import { refuseTooFew, scoredQueries } from "../../lib/runs/dataset_needs.ts";

/** Images with a letter as category: those of the training split in lower case, others in upper case. */
function imagesOf(letters: string) {
  const items = [...letters].map((letter) => {
    const split: Split = letter === letter.toLowerCase() ? "train" : "test";
    return { category: letter.toLowerCase(), split };
  });
  return { items, checksums: items.map((_, i) => i) };
}

Deno.test("refuseTooFew() takes six images to train on, two of a category, and one held out", () => {
  refuseTooFew(imagesOf("aaaaaaA"));
  refuseTooFew(imagesOf("aabcdeX"));
});

Deno.test("refuseTooFew() says what is missing", () => {
  const refuse = (images: ReturnType<typeof imagesOf>, message: RegExp) =>
    assert.throws(() => refuseTooFew(images), { name: "RangeError", message });
  refuse(imagesOf("aaaaaAB"), /6 photos or more must be there to train on: .* is 5 of 7 \(add/);
  refuse(imagesOf("A"), /to train on: current value is 0 of 1/);
  refuse(imagesOf("abcdefA"), /some category must have two photos .* 6 photos in as many cat/);
  refuse(imagesOf("aaabbb"), /some photos must be held out from training: .* none of 6 \(/);
  const alike = { ...imagesOf("aaaaaaA"), checksums: new Array<number>(7).fill(9) };
  refuse(alike, /photos must differ: current value is 7 photos of the same pixels$/);
});

Deno.test("scoredQueries() are those whose category the index has", () => {
  const { items } = imagesOf("aabBXA");
  const [index, queries] = [Uint32Array.of(0, 1, 2), Uint32Array.of(3, 4, 5)];
  assert.deepEqual([...scoredQueries(items, queries, index)], [3, 5]);
  assert.deepEqual([...scoredQueries(items, queries, index.subarray(0, 2))], [5]);
});
