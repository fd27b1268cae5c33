import assert from "node:assert/strict";
import { join } from "node:path";
import { OnnxGraph } from "../../../lib/io/onnx.ts";
import { openOnnxEncoder } from "../../../lib/model/onnx/onnx_encoder.ts";
import { loadOnnxRuntime } from "../../../lib/model/onnx/onnxruntime.ts";
import { prepareImage, readPreprocessing } from "../../../lib/model/onnx/preprocessing.ts";

const folder = await Deno.makeTempDir();

/** Put the preprocessing beside, and read it. */
async function configure(config: unknown) {
  await Deno.writeTextFile(join(folder, "preprocessor_config.json"), JSON.stringify(config));
  return (await readPreprocessing(join(folder, "a.onnx"))).preprocessing;
}

/** An image of one colour above and another below. */
function halves(above: readonly number[], below: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 128 * 128 * 3 }, (_, i) => {
    return (i < 64 * 128 * 3 ? above : below)[i % 3]!;
  });
}

Deno.test("readPreprocessing() reads what CLIP, SigLIP and DINOv2 are published with", async () => {
  const clip = await configure({
    crop_size: 224,
    do_center_crop: true,
    do_normalize: true,
    do_resize: true,
    feature_extractor_type: "CLIPFeatureExtractor",
    image_mean: [0.48145466, 0.4578275, 0.40821073],
    image_std: [0.26862954, 0.26130258, 0.27577711],
    resample: 3,
    size: 224,
  });
  assert.deepEqual(clip, {
    resize: { height: 224, width: 224 },
    kernel: "cubic",
    crop: { height: 224, width: 224 },
    factor: 1 / 255,
    mean: [0.48145466, 0.4578275, 0.40821073],
    deviation: [0.26862954, 0.26130258, 0.27577711],
    bgr: false,
  });
  const siglip = await configure({
    do_convert_rgb: null,
    do_normalize: true,
    do_rescale: true,
    do_resize: true,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    resample: 3,
    rescale_factor: 0.00392156862745098,
    size: { height: 224, width: 224 },
  });
  assert.deepEqual(siglip.crop, { height: 224, width: 224 });
  const dino = await configure({
    crop_size: { height: 224, width: 224 },
    do_center_crop: true,
    image_mean: [0.485, 0.456, 0.406],
    image_std: [0.229, 0.224, 0.225],
    resample: 3,
    size: { shortest_edge: 256 },
  });
  assert.deepEqual([dino.resize.width, dino.crop.width], [256, 224]);
});

Deno.test("readPreprocessing() looks in the folder above, and refuses what is none", async () => {
  await configure({ size: 8 });
  await Deno.mkdir(join(folder, "onnx"));
  const { preprocessing } = await readPreprocessing(join(folder, "onnx", "model.onnx"));
  assert.equal(preprocessing.crop.width, 8);
  const deep = join(folder, "onnx", "deeper", "x.onnx");
  await assert.rejects(readPreprocessing(deep), {
    name: "RangeError",
    message: /as preprocessor_config.json must lie beside it/,
  });
  await assert.rejects(configure({}), /Cannot use ".*preprocessor_config.json"/);
  await assert.rejects(configure({ size: 8, image_std: [1, 0, 1] }), /preprocessor_config/);
  const large = { size: 8, do_center_crop: true, crop_size: 9 };
  await assert.rejects(configure(large), /crop_size must not pass size: it is 9 x 9 of 8 x 8/);
});

Deno.test("prepareImage() scales, normalises, crops and orders channels", async () => {
  const image = halves([255, 0, 51], [0, 102, 255]);
  const plain = await configure({ size: 128, image_mean: [0.5, 0, 0.2], image_std: [0.5, 1, 2] });
  const values = await prepareImage(image, plain);
  const at = (y: number) => [0, 1, 2].map((c) => values[c * 128 * 128 + y * 128]!);
  // (255 / 255 - 0.5) / 0.5 = 1; 0; (51 / 255 - 0.2) / 2 = 0, and (0 - 0.5) / 0.5 = -1; 0.4; 0.4.
  const close = (a: number[], b: number[]) =>
    a.forEach((value, i) => assert.ok(Math.abs(value - b[i]!) < 1e-6, `${a}, ${b}`));
  close(at(0), [1, 0, 0]);
  close(at(127), [-1, 0.4, 0.4]);
  const bgr = await configure({ size: 128, channel_order: "BGR", do_rescale: false });
  close(Array.from((await prepareImage(image, bgr, true)).subarray(0, 3)), [51, 0, 255]);
  // Of 4 rows the middle two are kept: one of each half.
  const cropped = await configure({ size: 4, resample: 0, do_center_crop: true, crop_size: 2 });
  const red = (await prepareImage(image, cropped)).subarray(0, 4);
  close(Array.from(red), [1, 1, 0, 0]);
});

Deno.test("loadOnnxRuntime() says the command where it is not installed", () => {
  assert.throws(
    () => loadOnnxRuntime(join(folder, "nowhere")),
    /onnxruntime-node must be installed: run .* npm install --prefix .* onnxruntime-node@/,
  );
});

/** Name and `ignore` of a test that runs networks: skipped visibly without the package. */
function needsRuntime(name: string): { name: string; ignore: boolean } {
  try {
    loadOnnxRuntime();
    return { name, ignore: false };
  } catch {
    return { name: `${name} (needs onnxruntime-node)`, ignore: true };
  }
}

/** A network: means of red, green and blue of the four quarters of an image, times `weight`. */
async function writeNetwork(path: string, { size = 4, last = false, tokens = false } = {}) {
  const graph = new OnnxGraph();
  const half = size / 2;
  const images = last ? "hwc" : "pixels";
  const planes = last ? graph.add("Transpose", [images], { perm: [0, 3, 1, 2] }) : images;
  const pooled = graph.add("AveragePool", [planes], {
    kernel_shape: [half, half],
    strides: [half, half],
  });
  const twice = graph.add("Mul", [pooled, graph.weight("two", [], Float32Array.of(2))]);
  const flat = graph.add("Flatten", [twice]);
  const out = tokens ? graph.add("Reshape", [flat, graph.integers([-1, 4, 3])]) : flat;
  graph.rename(out, "anything");
  const shape = last ? ["n", size, size, 3] : ["n", 3, size, size];
  const made = { name: "anything", shape: tokens ? ["n", 4, 3] : ["n", 12] };
  await Deno.writeFile(path, graph.encode({ name: images, shape }, made));
  return path;
}

Deno.test({
  ...needsRuntime("openOnnxEncoder() embeds images as the network says"),
  async fn() {
    await configure({ size: 4, resample: 0, image_mean: [0.5, 0.5, 0.5], image_std: [1, 1, 1] });
    const path = join(folder, "a.onnx");
    // 2 (1 - 0.5), 2 (0 - 0.5), 2 (0.2 - 0.5) above, 2 (0.4 - 0.5) and so on below; channels first.
    const [above, below] = [[1, -1, -0.6], [-1, -0.2, 1]];
    const first = [0, 1, 2].flatMap((c) => [above[c]!, above[c]!, below[c]!, below[c]!]);
    const images = new Uint8Array(2 * 128 * 128 * 3);
    images.set(halves([255, 0, 51], [0, 102, 255]));
    for (const last of [false, true]) {
      const encoder = await openOnnxEncoder(await writeNetwork(path, { last }));
      assert.equal(encoder.latentDim, 12);
      const vectors = await encoder.embed(images);
      [...first, ...new Array(12).fill(-1)].forEach((value, i) => {
        assert.ok(Math.abs(vectors[i]! - value) < 1e-6, `${vectors}`);
      });
      const alone = await encoder.embed(images.subarray(0, images.length / 2));
      assert.deepEqual(alone, vectors.slice(0, 12));
      await encoder.dispose();
    }
    const encoder = await openOnnxEncoder(await writeNetwork(path, { tokens: true }));
    assert.equal(encoder.latentDim, 3);
    await assert.rejects(encoder.embed(new Float32Array(3)), /as they must be bytes/);
    await encoder.dispose();
    await configure({ size: 6 });
    await assert.rejects(openOnnxEncoder(path), {
      name: "RangeError",
      message: /which makes \[1,3,6,6\]: it is "pixels", float32 \[n, 3, 4, 4\]/,
    });
    await Deno.writeTextFile(path, "no network");
    await assert.rejects(openOnnxEncoder(path), { name: "RangeError", message: /a\.onnx/ });
  },
});

Deno.test("after the networks", async () => await Deno.remove(folder, { recursive: true }));
