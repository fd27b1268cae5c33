import assert from "node:assert/strict";
import sharp from "sharp";
import type { Picture } from "../../../lib/view/picture.ts";
import {
  channelMap,
  componentMap,
  type LayerOutput,
  layerSheet,
  meanMap,
  strongestChannel,
  vectorMaps,
} from "../../../lib/view/pictures/feature_maps.ts";
import { colorize } from "../../../lib/view/viridis.ts";

/** 1 high, 2 wide, 3 channels: pixel 0 holds 1, -5, 0 and pixel 1 holds 3, 1, 0. */
const SMALL: LayerOutput = {
  name: "0 <conv>",
  values: Float32Array.of(1, -5, 0, 3, 1, 0),
  height: 1,
  width: 2,
  channels: 3,
};

const viridis = (t: number) => [...colorize([t], { low: 0, high: 1 })];

/** Reads RGB at a place of the page's layout. */
async function reader({ bytes, density = 1 }: Picture) {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  return (x: number, y: number) => {
    const at = Math.floor(y * density) * info.width + Math.floor(x * density);
    return Array.from(data.subarray(3 * at, 3 * at + 3));
  };
}

function near(actual: number[], expected: readonly number[]): void {
  const close = actual.every((value, i) => Math.abs(value - expected[i]!) < 12);
  assert.ok(close, `${actual} is not ${expected}`);
}

Deno.test("channelMap() takes one channel of every pixel, row after row", () => {
  assert.deepEqual([...channelMap(SMALL, 0)], [1, 3]);
  assert.deepEqual([...channelMap(SMALL, 1)], [-5, 1]);
});

Deno.test("strongestChannel() goes by the sum of squares, ties to the lower number", () => {
  // Sums of squares: 10, 26, 0.
  assert.equal(strongestChannel(SMALL), 1);
  assert.equal(strongestChannel({ ...SMALL, values: new Float32Array(6) }), 0);
});

Deno.test("meanMap() is the mean absolute value over all channels", () => {
  assert.deepEqual([...meanMap({ ...SMALL, values: Float32Array.of(1, -5, 0, 3, 0, 0) })], [2, 1]);
});

Deno.test("componentMap() gives places that are alike one colour, and places that differ another", async () => {
  // Four places in a row: two with channels (0, 4), two with (4, 0).
  const values = Float32Array.of(0, 4, 0, 4, 4, 0, 4, 0);
  const image = await componentMap({ name: "", values, height: 1, width: 4, channels: 2 });
  const at = (i: number) => [...image.subarray(3 * i, 3 * i + 3)];
  assert.deepEqual(at(0), at(1));
  assert.deepEqual(at(2), at(3));
  // All variance is in the first component: red goes from end to end.
  assert.deepEqual([at(0)[0], at(2)[0]].sort(), [0, 255]);
  // Eight places, channels independent: the second varies most, then the third.
  const corners = Float32Array.from({ length: 24 }, (_, i) => {
    return [1, 4, 2][i % 3]! * (1 - 2 * (Math.floor(i / 3) >> i % 3 & 1));
  });
  const colours = await componentMap({
    name: "",
    values: corners,
    height: 2,
    width: 4,
    channels: 3,
  });
  for (const [component, channel] of [1, 2, 0].entries()) {
    const seen = Array.from({ length: 8 }, (_, p) => colours[3 * p + component]!);
    const signs = Array.from({ length: 8 }, (_, p) => Math.sign(corners[3 * p + channel]!));
    const up = seen[0] === 255 ? 1 : -1;
    assert.deepEqual(seen.map((value) => value === 255 ? up : value === 0 ? -up : NaN), signs);
  }
  // A single place has none.
  const one = { name: "", values: Float32Array.of(1, 2), height: 1, width: 1, channels: 2 };
  assert.deepEqual([...await componentMap(one)], [128, 128, 128]);
});

Deno.test("layerSheet() has four maps of each layer below one another, as even blocks", async () => {
  const sheet = await layerSheet([SMALL], { alt: "maps" });
  const at = await reader(sheet);
  // Headings take 112 pixels; ten maps of 77 would fill the rest. Channel 0 goes from 1 to 3.
  near(at(112 + 15, 40), viridis(0));
  near(at(112 + 60, 40), viridis(1));
  // The strongest channel goes from -5 to 1, below a caption of two lines.
  near(at(112 + 15, 77 + 30 + 12 + 40), viridis(0));
  near(at(112 + 60, 77 + 30 + 12 + 40), viridis(1));
  assert.equal(sheet.alt, "maps");
  await assert.rejects(layerSheet([{ ...SMALL, width: 3 }], { alt: "maps" }), {
    name: "TypeError",
    message: /must have 1 x 3 x 3 values: current number is 6/,
  });
  // Images come first, in a row of their own.
  const red = new Uint8Array(128 * 128 * 3).map((_, i) => i % 3 === 0 ? 200 : 30);
  const images = [{ image: red, alt: "the image" }];
  const begun = await layerSheet([SMALL], { alt: "maps", images });
  near((await reader(begun))(112 + 40, 40), [200, 30, 30]);
  assert.ok(begun.height > sheet.height + 77);
});

Deno.test("vectorMaps() shows 32 values a row with one scale", async () => {
  const values = Float32Array.from({ length: 64 }, (_, i) => i);
  const picture = await vectorMaps([
    { name: "a", values },
    { name: "b", values: new Float32Array(64) },
  ]);
  // Two of 32 x 14 pixels with 26 between; 2 rows of 14 below a line of 20 and above one of 22.
  assert.deepEqual([picture.width, picture.height], [
    Math.ceil(1.25 * (2 * 448 + 26 + 2)),
    Math.ceil(1.25 * (20 + 28 + 22)),
  ]);
  const at = await reader(picture);
  near(at(448 - 7, 20 + 14 + 7), viridis(1));
  near(at(448 + 26 + 100, 20 + 14), viridis(0));
});
