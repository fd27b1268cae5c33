import assert from "node:assert/strict";
import sharp from "sharp";
import type { Picture } from "../../../lib/view/picture.ts";
import { photoGrid, photoSheet } from "../../../lib/view/pictures/sheet.ts";

const plain = (...color: number[]) =>
  Uint8Array.from({ length: 128 * 128 * 3 }, (_, i) => color[i % 3]!);
const [RED, BLUE, WHITE] = [plain(255, 0, 0), plain(0, 0, 255), plain(255, 255, 255)];
const photo = (image: Uint8Array) => ({ image, alt: "a photo", caption: "<a & b>" });

/** Reads RGBA values of a picture at a place of its layout. */
async function reader({ bytes, density = 1 }: Picture) {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  return (x: number, y: number) => {
    const at = Math.floor(y * density) * info.width + Math.floor(x * density);
    return Array.from(data.subarray(4 * at, 4 * at + 4));
  };
}

/** Palettes move colours a little. */
function near(actual: number[], expected: number[]): void {
  const close = actual.every((value, i) => Math.abs(value - expected[i]!) <= 8);
  assert.ok(close, `${actual} is not ${expected}`);
}

Deno.test("photoSheet() draws the lead at the left of its rows, and goes on below when a row is full", async () => {
  const photos = [RED, RED, BLUE].map((image) => ({ ...photo(image), frame: "hit" as const }));
  const block = { lead: { head: "Query", photo: photo(BLUE) }, rows: [{ head: "m", photos }] };
  const sheet = await photoSheet([block], { alt: "x", columns: 2, side: 100 });
  // The query is 130, 16 between, 112 for headings, two photos with 8 between, 2 for frames; x 1.25.
  assert.deepEqual([sheet.width, sheet.alt], [Math.round(1.25 * (130 + 16 + 112 + 208 + 2)), "x"]);
  const at = await reader(sheet);
  // The lead begins 1 + 20 down, the rows 1 down; each is 100 for photos, 15 for captions and 12 high.
  near(at(65, 86), [0, 0, 255, 255]);
  near(at(258 + 50, 51), [255, 0, 0, 255]);
  near(at(366 + 50, 51), [255, 0, 0, 255]);
  near(at(258 + 50, 51 + 127), [0, 0, 255, 255]);
  near(at(258 + 1, 51), [15, 165, 120, 255]); // the frame of a hit
});

Deno.test("photoGrid() fills the width of a page, and a white photo has an edge", async () => {
  const sheet = await photoGrid([WHITE, WHITE, WHITE, WHITE, WHITE, WHITE].map(photo), {
    alt: "six",
    title: "White",
  });
  // (958 - 5 x 8) / 6 = 153 each.
  assert.equal(sheet.width, Math.round(1.25 * (6 * 153 + 5 * 8 + 2)));
  const at = await reader(sheet);
  near(at(76, 100), [255, 255, 255, 255]);
  assert.ok(at(0, 100)[0]! < 230, "a hairline");
});

Deno.test("photoSheet() of rows without photos says so, and refuses no columns", async () => {
  const sheet = await photoSheet([{ rows: [{ head: "m", photos: [] }] }], { alt: "none" });
  assert.ok(sheet.width > 0);
  await assert.rejects(photoSheet([], { alt: "x", columns: 0 }), /columns must be 1 or more/);
});

Deno.test("photoSheet() draws names that would be markup, and cuts long ones", async () => {
  const hostile = `</text><script>alert("1 & 2")</script>\u0001${"long ".repeat(50)}`;
  const photos = [{ image: RED, alt: "", caption: [hostile, hostile, hostile] }];
  const sheet = await photoSheet([{ rows: [{ head: "a", photos }] }], {
    alt: hostile,
    side: 100,
    title: "<i>",
  });
  // The photo, two lines of its caption, and nothing that is wider than it.
  assert.equal(sheet.width, Math.round(1.25 * (112 + 100 + 2)));
  const at = await reader(sheet);
  near(at(112 + 50, 26 + 50), [255, 0, 0, 255]);
});

Deno.test("photoGrid() of many photos has no more pixels than a page", async () => {
  const photos = Array.from({ length: 25 }, () => photo(RED));
  const sheet = await photoGrid(photos, { alt: "many", side: 20, columns: 5 });
  assert.equal(sheet.width, 5 * 20 + 4 * 8 + 2);
  near((await reader(sheet))(10, 10), [255, 0, 0, 255]);
});
