import assert from "node:assert/strict";
import {
  ARCHITECTURES,
  type ConvLayer,
  describeLayers,
  outputSize,
  scaleArchitecture,
} from "../../lib/model/architecture.ts";

Deno.test("describeLayers() gives plus_layer the published shapes and parameters", () => {
  const layers = describeLayers(ARCHITECTURES.plus_layer);
  // The table of the original work: encoder layers 0 to 18.
  assert.deepEqual(
    layers.filter(({ name }) => name.startsWith("encoder")).map((l) => l.outputShape.join("x")),
    [
      ...Array(4).fill("128x128x64"),
      "64x64x64",
      ...Array(2).fill("32x32x128"),
      ...Array(2).fill("30x30x128"),
      "15x15x128",
      ...Array(2).fill("8x8x256"),
      "4x4x256",
      ...Array(3).fill("4x4x512"),
      ...Array(2).fill("2x2x512"),
      "1x1x512",
    ],
  );
  const decoder = layers.filter(({ name, layer }) =>
    name.startsWith("decoder") && layer.type === "convTranspose"
  );
  assert.deepEqual(decoder.map((l) => l.outputShape[0]), [1, 3, 5, 9, 17, 33, 65, 128]);
  assert.deepEqual(decoder.at(-1)!.outputShape, [128, 128, 3]);
  assert.equal(layers.reduce((sum, { parameters }) => sum + parameters, 0), 10_429_827);
});

Deno.test("describeLayers() gives baseline 4096 latent numbers and 3,096,803 parameters", () => {
  const layers = describeLayers(ARCHITECTURES.baseline);
  const latent = layers[ARCHITECTURES.baseline.encoder.length - 1]!;
  assert.deepEqual(latent.outputShape, [4, 4, 256]);
  assert.deepEqual(layers.at(-1)!.outputShape, [128, 128, 3]);
  assert.equal(ARCHITECTURES.baseline.encoder.filter((l) => l.type === "conv").length, 7);
  assert.equal(ARCHITECTURES.baseline.encoder.filter((l) => l.type === "maxPool").length, 3);
  assert.equal(
    ARCHITECTURES.baseline.decoder.filter((l) => l.type === "convTranspose").length,
    7,
  );
  // By hand. Encoder: 1,792 + 36,928 + 73,856 + 147,584 + 295,168 + 2 x 590,080. Decoder: 590,080 +
  // 524,416 + 131,136 + 65,600 + 32,800 + 16,416 + 867.
  assert.equal(layers.reduce((sum, { parameters }) => sum + parameters, 0), 3_096_803);
});

Deno.test("scaleArchitecture() changes every number of channels but the image's", () => {
  const half = describeLayers(scaleArchitecture(ARCHITECTURES.plus_layer, 0.5));
  const whole = describeLayers(ARCHITECTURES.plus_layer);
  for (const [i, { name, outputShape: [height, width, channels] }] of half.entries()) {
    const [h, w, c] = whole[i]!.outputShape;
    const expected = name.startsWith("decoder") && c === 3 ? 3 : c / 2;
    assert.deepEqual([height, width, channels], [h, w, expected]);
  }
  // By hand: 9 in out + out each. Encoder: 896 + 9,248 + 18,496 + 36,928 + 73,856 + 295,168 + 2 x
  // 590,080. Decoder: 590,080 + 295,040 + 73,792 + 18,464 + 9,248 + 4,624 + 2,320 + 771.
  assert.equal(half.reduce((sum, { parameters }) => sum + parameters, 0), 2_609_091);
  assert.throws(() => scaleArchitecture(ARCHITECTURES.plus_layer, 0.3), {
    name: "RangeError",
    message: "Cannot scale architecture as width must leave a whole number of 64 channels: " +
      "current value is 0.3",
  });
});

Deno.test("outputSize() follows PyTorch's formulas", () => {
  const layer = (type: ConvLayer["type"], kernel: number, stride: number, padding: number) => ({
    type,
    in: 1,
    out: 1,
    kernel,
    stride,
    padding,
  });
  assert.equal(outputSize(64, layer("conv", 3, 2, 1)), 32);
  assert.equal(outputSize(15, layer("conv", 3, 2, 1)), 8);
  assert.equal(outputSize(65, layer("convTranspose", 4, 2, 2)), 128);
  assert.equal(outputSize(1, layer("convTranspose", 3, 2, 0)), 3);
});
