import assert from "node:assert/strict";
import sharp from "sharp";
import {
  ARCHITECTURES,
  describeLayers,
  type LayerDescription,
} from "../../lib/model/architecture.ts";
import { networkDrawing } from "../../lib/view/network.ts";

const small: LayerDescription[] = [
  {
    name: "encoder.<0>",
    layer: { type: "conv", in: 3, out: 4, kernel: 3, stride: 2, padding: 1 },
    outputShape: [32, 32, 4],
    parameters: 1112,
  },
  { name: "encoder.1", layer: { type: "maxPool" }, outputShape: [16, 16, 4], parameters: 0 },
  { name: "decoder.0", layer: { type: "tanh" }, outputShape: [16, 16, 4], parameters: 0 },
];

Deno.test("networkDrawing() draws the photo and a box a layer, and says what each is", async () => {
  const { markup, text, still } = await networkDrawing(small, { title: "A & B", latentAfter: 2 });
  const boxes = markup.split("<g>").slice(1);
  assert.equal(boxes.length, 4);
  assert.match(
    boxes[1]!,
    /<title>encoder\.&lt;0&gt;: convolution 3 x 3, stride 2, output 4 x 32 x 32, 1,112 parameters</,
  );
  // The square root of 32 / 128 is a half, of 16 / 128 0.354, of 190 pixels; 4 channels are 2^2.
  assert.match(boxes[1]!, /width="10"\s+height="95"/);
  assert.match(boxes[2]!, /width="8"\s+height="67"/);
  // A shape is written where it changes.
  assert.deepEqual(boxes.map((box) => /rotate/.test(box)), [true, true, true, false]);
  // 4 x 16 x 16 after two layers; only the kinds that are there have a legend.
  assert.match(markup, /1,024 dimensions/);
  assert.doesNotMatch(markup, /ReLU/);
  assert.equal(
    text,
    "[drawing: A & B: 2 layers encode an image into 1,024 dimensions, 1 reconstruct it]",
  );
  // 38 pixels, the photo of 8, boxes of 10, 8 and 4, gaps of 9 between them, and 14 to the right.
  if (still) {
    assert.deepEqual([still.width, still.height], [109, 62 + 190 + 62]);
    assert.match(still.alt, /^A & B: 2 layers encode/);
    const { data } = await sharp(still.bytes).raw().toBuffer({ resolveWithObject: true });
    assert.ok(data.some((value) => value > 0), "something is drawn");
  }
});

Deno.test("networkDrawing() takes the networks as they are listed", async () => {
  for (const architecture of Object.values(ARCHITECTURES)) {
    const latentAfter = architecture.encoder.length;
    const layers = describeLayers(architecture);
    const { markup } = await networkDrawing(layers, { title: architecture.name, latentAfter });
    assert.equal(markup.split("<g>").length - 1, layers.length + 1);
  }
});

Deno.test("networkDrawing() refuses a vector that comes after no layer", async () => {
  for (const latentAfter of [0, 4]) {
    await assert.rejects(networkDrawing(small, { title: "x", latentAfter }), {
      name: "RangeError",
      message: `Cannot draw network as latentAfter must be from 1 to 3 layers: ` +
        `current value is ${latentAfter}`,
    });
  }
});
