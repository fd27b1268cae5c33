import assert from "node:assert/strict";
import { checkPhoto } from "../../../lib/dataset/download/content.ts";
import { photoBytes } from "./photo_server.ts";

Deno.test("checkPhoto() tells whole photos from those cut off", async () => {
  for (const format of ["jpeg", "png", "webp"] as const) {
    const bytes = await photoBytes(1, { format });
    assert.equal(checkPhoto(bytes), format);
    // What some program leaves behind the end is no fault.
    assert.equal(checkPhoto(Uint8Array.from([...bytes, 0, 0, 1, 2])), format);
    for (const share of [0.3, 0.6, 0.95]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      assert.throws(() => checkPhoto(cut), { message: "is cut off", again: true });
    }
  }
});

Deno.test("checkPhoto() rejects what is no photo", () => {
  const text = (value: string) => new TextEncoder().encode(value);
  assert.throws(() => checkPhoto(text("")), { message: "is empty", again: true });
  for (const [content, found] of [["<html>", "a web page"], ["<svg >", "an SVG drawing"]]) {
    assert.throws(() => checkPhoto(text(content!)), {
      message: `is not a JPEG, PNG, WebP or GIF photo but ${found}`,
      again: false,
    });
  }
});
