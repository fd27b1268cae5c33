import assert from "node:assert/strict";
import sharp from "sharp";
import {
  channelMap,
  featureMapGrid,
  featureMapRow,
  layerBlocks,
  type LayerOutput,
  strongestChannels,
} from "../../../lib/view/pictures/feature_maps.ts";
import { viridis } from "../../../lib/view/viridis.ts";

/** 1 high, 2 wide, 3 channels: pixel 0 holds 1, -5, 0 and pixel 1 holds 3, 1, 0. */
const SMALL: LayerOutput = {
  name: "0 <conv>",
  values: Float32Array.of(1, -5, 0, 3, 1, 0),
  height: 1,
  width: 2,
  channels: 3,
};

Deno.test("channelMap() takes one channel of every pixel, row after row", () => {
  assert.deepEqual([...channelMap(SMALL, 0)], [1, 3]);
  assert.deepEqual([...channelMap(SMALL, 1)], [-5, 1]);
  for (const channel of [-1, 3, 0.5]) {
    assert.throws(() => channelMap(SMALL, channel), { name: "RangeError", message: /from 0 to 2/ });
  }
  assert.throws(() => channelMap({ ...SMALL, width: 3 }, 0), {
    name: "TypeError",
    message: /must have 1 x 3 x 3 values: current number is 6/,
  });
});

Deno.test("strongestChannels() goes by mean absolute value, ties to the lower number", () => {
  // Sums of absolute values: 4, 6, 0.
  assert.deepEqual(strongestChannels(SMALL, 2), [1, 0]);
  assert.deepEqual(strongestChannels(SMALL, 9), [1, 0, 2]);
  assert.deepEqual(strongestChannels({ ...SMALL, values: new Float32Array(6) }, 3), [0, 1, 2]);
});

Deno.test("featureMapRow() names layer, shape and range of each map", async () => {
  const dead = { ...SMALL, name: "1 dead", values: new Float32Array(6) };
  const { markup, text } = await featureMapRow([SMALL, dead], { channel: 1, title: "Maps" });
  assert.match(markup, /<strong>0 &lt;conv&gt;<\/strong>/);
  assert.match(markup, /alt="Layer 0 &lt;conv&gt;, channel 1, output 3 x 1 x 2, values -5 to 1"/);
  assert.equal(text, "Maps\n0 <conv>: 3 x 1 x 2, -5 to 1\n1 dead: 3 x 1 x 2, all 0");
});

async function pixelsOf(markup: string) {
  const [, data] = markup.match(/src="data:image\/webp;base64,([^"]+)"/)!;
  const bytes = Uint8Array.from(atob(data!), (character) => character.charCodeAt(0));
  const { data: pixels, info } = await sharp(bytes).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at: (x: number, y: number) => [
      ...pixels.subarray(3 * (info.width * y + x), 3 * (info.width * y + x) + 3),
    ],
  };
}

function near(actual: number[], expected: number[]): void {
  assert.ok(
    actual.every((value, i) => Math.abs(value - expected[i]!) < 12),
    `${actual} ${expected}`,
  );
}

Deno.test("featureMapGrid() lays channels out in the order asked for, each in its own range", async () => {
  const { markup } = await featureMapGrid(
    { ...SMALL, height: 2, width: 1 },
    { channels: [1, 0, 2], columns: 2 },
  );
  // Two columns and two rows of 64 x 64 tiles, 2 pixels apart.
  const { width, height, at } = await pixelsOf(markup);
  assert.deepEqual([width, height], [130, 130]);
  near(at(32, 16), viridis(0)); // channel 1 grows from its upper pixel
  near(at(32, 48), viridis(1)); // to its lower one
  near(at(98, 16), viridis(0)); // channel 0 likewise
  near(at(32, 98), viridis(0)); // channel 2 is dead
});

Deno.test("featureMapGrid() gives single values the layer's range", async () => {
  const embedding = {
    name: "18 pool",
    values: Float32Array.of(0, 2),
    height: 1,
    width: 1,
    channels: 2,
  };
  const { markup } = await featureMapGrid(embedding, { channels: [0, 1] });
  const { width, at } = await pixelsOf(markup);
  assert.equal(width, 34);
  near(at(8, 8), viridis(0));
  near(at(26, 8), viridis(1));
});

Deno.test("featureMapGrid() lists many channels in short, refuses none and what does not exist", async () => {
  const wide = { name: "w", values: new Float32Array(40), height: 1, width: 1, channels: 40 };
  const { text } = await featureMapGrid(wide, {
    channels: Array.from({ length: 40 }, (_, i) => i),
  });
  assert.match(text!, /, 31 and 8 more$/);
  await assert.rejects(featureMapGrid(SMALL, { channels: [] }), { name: "RangeError" });
  await assert.rejects(featureMapGrid(SMALL, { columns: 0 }), { name: "RangeError" });
  await assert.rejects(featureMapGrid(SMALL, { channels: [3] }), { name: "RangeError" });
});

Deno.test("layerBlocks() enlarges a channel to a photo's size, its pixels as even blocks", () => {
  // 1 x 2 pixels of two channels; the second channel is 0 and 1: viridis from end to end.
  const layer = {
    name: "l",
    values: Float32Array.of(9, 0, 9, 1),
    height: 1,
    width: 2,
    channels: 2,
  };
  const [block] = layerBlocks("m", [layer], { channel: 1 });
  const { image, caption } = block!.rows[0]!.photos[0]!;
  assert.deepEqual(caption, ["l", "2 x 1 x 2"]);
  const at = (x: number, y: number) => Array.from(image.subarray(3 * (y * 128 + x)).subarray(0, 3));
  assert.deepEqual(at(0, 0), at(63, 127));
  assert.deepEqual(at(64, 0), at(127, 127));
  assert.notDeepEqual(at(63, 0), at(64, 0));
});
