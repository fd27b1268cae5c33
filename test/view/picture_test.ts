import assert from "node:assert/strict";
import { picture } from "../../lib/view/picture.ts";
import { encodePng } from "../../lib/view/pictures/encode.ts";

Deno.test("picture() reads width and height from the file", async () => {
  const bytes = await encodePng(new Uint8Array(5 * 3 * 3), { width: 5, height: 3 });
  const { width, height, alt, kind } = picture(bytes, "black");
  assert.deepEqual({ width, height, alt, kind }, {
    width: 5,
    height: 3,
    alt: "black",
    kind: "picture",
  });
});

Deno.test("picture() refuses what is no PNG file", () => {
  for (const bytes of [new Uint8Array(0), new TextEncoder().encode("<svg>".padEnd(40))]) {
    assert.throws(() => picture(bytes, ""), {
      name: "TypeError",
      message: new RegExp(`must be a PNG file: current length is ${bytes.length}`),
    });
  }
});
