import assert from "node:assert/strict";
import { contentFingerprint, listingKey } from "../../../lib/dataset/store/fingerprint.ts";
import type { PhotoSource, SourcePhoto } from "../../../lib/dataset/photo_source.ts";

const PHOTO: SourcePhoto = {
  file: "hat/a.jpg",
  path: "/one/hat/a.jpg",
  size: 10,
  stamp: "1,2",
  items: [{ id: "hat/a.jpg", category: "hat" }],
};
const SOURCE: PhotoSource = { root: "/one", photos: [PHOTO], skipped: [] };
const OPTIONS = { seed: 1, limit: undefined };

Deno.test("listingKey() changes with all that decides the store", () => {
  const keys = [
    listingKey(SOURCE, OPTIONS),
    listingKey(SOURCE, { seed: 2, limit: undefined }),
    listingKey(SOURCE, { seed: 1, limit: 1 }),
    listingKey({ ...SOURCE, skipped: [{ file: "x", reason: "is empty" }] }, OPTIONS),
    ...[
      { ...PHOTO, file: "hat/b.jpg" },
      { ...PHOTO, size: 11 },
      { ...PHOTO, stamp: "1,3" },
      { ...PHOTO, items: [{ id: "hat/a.jpg", category: "cap" }] },
      { ...PHOTO, items: [{ id: "hat/a.jpg", category: "hat", split: "test" as const }] },
      { ...PHOTO, items: [{ id: "hat/a.jpg", category: "hat", attributes: { colour: "red" } }] },
      { ...PHOTO, items: [{ id: "hat/a.jpg", category: "hat", box: [0, 0, 1, 0.5] as const }] },
    ].map((photo) => listingKey({ ...SOURCE, photos: [photo] }, OPTIONS)),
  ];
  assert.equal(new Set(keys).size, keys.length);
  for (const key of keys) assert.match(key, /^[0-9a-f]{64}$/);
});

Deno.test("listingKey() stays where nothing that matters changes", () => {
  const moved = { ...PHOTO, path: "/two/hat/a.jpg" };
  const key = listingKey({ root: "/two", photos: [moved], skipped: [] }, OPTIONS);
  assert.equal(key, listingKey(SOURCE, OPTIONS));
});

Deno.test("contentFingerprint() goes by content, not by the time of a file", () => {
  const item = { id: "hat/a.jpg", category: "hat", split: "train", sha256: "ab" } as const;
  const fingerprint = contentFingerprint([item], OPTIONS);
  const attributes = { pattern: "dots", colour: "red" };
  const others = [
    contentFingerprint([], OPTIONS),
    contentFingerprint([{ ...item, sha256: "ac" }], OPTIONS),
    contentFingerprint([{ ...item, split: "test" }], OPTIONS),
    contentFingerprint([item], { seed: 2, limit: undefined }),
    contentFingerprint([{ ...item, attributes }], OPTIONS),
  ];
  assert.equal(new Set([fingerprint, ...others]).size, 6);
  // The order of attributes is no content; an absent list is an empty one.
  const swapped = { colour: "red", pattern: "dots" };
  assert.equal(contentFingerprint([{ ...item, attributes: swapped }], OPTIONS), others[4]);
  assert.equal(contentFingerprint([{ ...item, attributes: {} }], OPTIONS), fingerprint);
});
