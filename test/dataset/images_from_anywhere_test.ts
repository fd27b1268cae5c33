/**
 * What people's folders hold, one file each: prepared correctly, or left out with its reason and a
 * row in `skipped.jsonl`. What decoding does to each kind in detail is in `decode_test.ts`.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import type { PreparedStore } from "../../lib/dataset/prepare.ts";
import { COLOURS, isNear, noiseJpeg, pixelAt, pngHeader, quadrants } from "./pictures.ts";
import { prepareHere } from "../photos.ts";

const text = (value: string) => new TextEncoder().encode(value);

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-anywhere-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writePhotos(
  root: string,
  category: string,
  files: Record<string, Uint8Array>,
): Promise<void> {
  await Deno.mkdir(join(root, category), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(join(root, category, name), bytes);
  }
}

async function prepareFolder(root: string, store: string): Promise<PreparedStore> {
  return await prepareHere(await readImageFolder(root), {
    directory: store,
    name: "anywhere",
    seed: 1,
  });
}

/** Rows of `skipped.jsonl`, as they lie on disk. */
function readSkipped(store: string): { file: string; reason: string }[] {
  const lines = Deno.readTextFileSync(join(store, "skipped.jsonl")).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** A frame of one colour each, as an animation. */
async function animation(format: "gif" | "webp"): Promise<Uint8Array> {
  const frames = await Promise.all(
    (["R", "B"] as const).map((letter) => {
      const [r, g, b] = COLOURS[letter];
      const create = { width: 30, height: 20, channels: 3, background: { r, g, b } } as const;
      return sharp({ create }).png().toBuffer();
    }),
  );
  return await sharp(frames, { join: { animated: true } }).toFormat(format).toBuffer();
}

/** Whether an image shows the four rectangles, upright. */
function showsQuadrants(image: Uint8Array): boolean {
  return isNear(pixelAt(image, 0.2, 0.2), COLOURS.R, 25) &&
    isNear(pixelAt(image, 0.8, 0.2), COLOURS.G, 25) &&
    isNear(pixelAt(image, 0.2, 0.8), COLOURS.B, 25) &&
    isNear(pixelAt(image, 0.8, 0.8), COLOURS.W, 25);
}

/** Exif data whose only entry is the orientation; the pixels are turned so that it undoes them. */
async function oriented(orientation: number): Promise<Uint8Array> {
  // What to do to an upright picture so that a viewer that follows the tag shows it upright again.
  const [angle, mirror] = ([
    [0, false],
    [0, true],
    [180, false],
    [180, true],
    [270, true],
    [270, false],
    [90, true],
    [90, false],
  ] as const)[orientation - 1]!;
  // Mirroring comes first, in a step of its own: within one, turning always does. For 5 and 7,
  // which swap the axes, mirroring and then turning is the swap.
  const upright = await quadrants().png().toBuffer();
  const mirrored = mirror ? await sharp(upright).flop().png().toBuffer() : upright;
  const turned = await sharp(mirrored).rotate(angle).png().toBuffer();
  // The size of each tells them apart: equal bytes would be left out.
  return await sharp(turned).jpeg({ quality: 90 + orientation }).withMetadata({ orientation })
    .toBuffer();
}

Deno.test("prepareDataset() takes photos of every kind", () =>
  inFolder(async (folder) => {
    const root = join(folder, "photos");
    const gray = { create: { width: 40, height: 30, channels: 3, background: "#777" } } as const;
    const clear = await sharp({
      create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    }).png({ palette: true }).toBuffer();
    const [rgb, small] = [
      await quadrants(50, 36).png().toBuffer(),
      await quadrants(8, 8).png().toBuffer(),
    ];
    const strange = [
      "two words.jpg",
      `it's "quoted".jpg`,
      "Übergröße 裙子 👗.jpg",
      "<img src=x onerror=alert(1)>.jpg",
      "-rf $(echo) `x`;&.jpg",
    ];
    await writePhotos(root, "colour", {
      "cmyk.jpg": await quadrants().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer(),
      "16-bit.png": await quadrants().toColourspace("rgb16").png().toBuffer(),
      "progressive.jpg": await quadrants().jpeg({ progressive: true, quality: 95 }).toBuffer(),
      "png-named.jpg": rgb,
      "jpeg-named.png": await quadrants(48, 40).jpeg({ quality: 95 }).toBuffer(),
      "no-ending": small,
    });
    await writePhotos(root, "gray", {
      "gray.jpg": await sharp(gray).toColourspace("b-w").jpeg().toBuffer(),
      "one-pixel.png": await sharp({ create: { ...gray.create, width: 1, height: 1 } }).png()
        .toBuffer(),
      "line.png": await sharp({ create: { ...gray.create, width: 1, height: 4000 } }).png()
        .toBuffer(),
    });
    await writePhotos(root, "clear", { "palette.png": clear });
    await writePhotos(root, "moving", {
      "moving.gif": await animation("gif"),
      "moving.webp": await animation("webp"),
    });
    const turned = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(oriented));
    await writePhotos(
      root,
      "turned",
      Object.fromEntries(turned.map((bytes, i) => [`${i + 1}.jpg`, bytes])),
    );
    const names = await Promise.all(
      strange.map(async (name, i) => [name, await quadrants(20 + i).png().toBuffer()] as const),
    );
    await writePhotos(root, `it's <b>"named" & früh`, Object.fromEntries(names));
    const directory = join(folder, "store");
    const store = await prepareFolder(root, directory);
    assert.deepEqual(readSkipped(directory), []);
    assert.equal(store.count, 6 + 3 + 1 + 2 + 8 + 5);
    const image = async (file: string) => {
      const row = store.items.findIndex((item) => item.file === file);
      assert.notEqual(row, -1, file);
      return await store.readImages([row]);
    };
    for (const { file, category } of store.items) {
      const pixels = await image(file);
      if (category === "gray") assert.ok(isNear(pixelAt(pixels, 0.5, 0.5), [119, 119, 119]), file);
      else if (category === "clear") assert.ok(pixels.every((byte) => byte === 255), file);
      else if (category === "moving") assert.ok(isNear(pixelAt(pixels, 0.5, 0.5), COLOURS.R), file);
      // CMYK is another set of colours; its order is what counts here.
      else if (file !== "colour/cmyk.jpg") assert.ok(showsQuadrants(pixels), file);
    }
    const [r, , b] = pixelAt(await image("colour/cmyk.jpg"), 0.2, 0.2);
    assert.ok(r! > b! + 80, "CMYK is shown inverted");
    const sizes = new Map(store.items.map(({ file, width, height }) => [file, [width, height]]));
    for (let i = 1; i <= 8; i++) assert.deepEqual(sizes.get(`turned/${i}.jpg`), [64, 32]);
    assert.deepEqual(sizes.get("gray/line.png"), [1, 4000]);
    for (const name of strange) {
      assert.ok(sizes.has(`it's <b>"named" & früh/${name}`), name);
    }
    store.close();
  }));

Deno.test("prepareDataset() leaves out what is no photo, each with its reason", () =>
  inFolder(async (folder) => {
    const [root, directory] = [join(folder, "photos"), join(folder, "store")];
    const good: Record<string, Uint8Array> = {};
    for (let i = 0; i < 14; i++) good[`good${i}.png`] = await quadrants(20 + i).png().toBuffer();
    const [baseline, progressive] = [await noiseJpeg(90, 70), await noiseJpeg(90, 70, true)];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>`;
    await writePhotos(root, "a", {
      ...good,
      "bomb.png": pngHeader(60_000, 60_000),
      "drawing.jpg": text(svg),
      "drawing-declared.jpg": text(`<?xml version="1.0"?>\n${svg}`),
      "empty.jpg": new Uint8Array(),
      "half-baseline.jpg": baseline.subarray(0, baseline.length * 0.6),
      "half-progressive.jpg": progressive.subarray(0, progressive.length * 0.6),
      "page.jpg": text("<!DOCTYPE html><html><body>Sign in</body></html>"),
      "twin of <good0>.png": good["good0.png"]!,
    });
    const outside = join(folder, "outside.png");
    await Deno.writeFile(outside, await quadrants(70, 50).png().toBuffer());
    await Deno.symlink(outside, join(root, "a", "link.png"));
    await Deno.symlink("/etc", join(root, "folder-link"));
    const store = await prepareFolder(root, directory);
    assert.equal(store.count, 14);
    const reasons = new Map(readSkipped(directory).map(({ file, reason }) => [file, reason]));
    const expected: [file: string, reason: RegExp][] = [
      ["a/bomb.png", /^has 60000 x 60000 pixels, more than 120 million$/],
      ["a/drawing.jpg", /^is not a JPEG, PNG, WebP or GIF photo but an SVG drawing$/],
      ["a/drawing-declared.jpg", /^is not .* but an SVG drawing$/],
      ["a/empty.jpg", /^is empty$/],
      ["a/half-baseline.jpg", /^is damaged or cut off \(/],
      ["a/half-progressive.jpg", /^is damaged or cut off \(/],
      ["a/page.jpg", /^is not .* but a web page$/],
      ["a/twin of <good0>.png", /^has the same bytes as "a\/good0.png"$/],
      ["a/link.png", /^is a link to outside the folder$/],
      ["folder-link", /^is a link to outside the folder$/],
    ];
    for (const [file, reason] of expected) assert.match(reasons.get(file) ?? "none", reason, file);
    assert.equal(readSkipped(directory).length, expected.length, "one row each, and no other");
    assert.deepEqual(store.skipped, readSkipped(directory));
    store.close();
  }));

Deno.test("prepareDataset() refuses a folder of which more than half is left out, saying why", () =>
  inFolder(async (folder) => {
    const root = join(folder, "photos");
    await writePhotos(root, "a", {
      "1.jpg": text("<html>blocked"),
      "2.jpg": text("<html>blocked too"),
      "3.jpg": new Uint8Array(),
      "good.png": await quadrants().png().toBuffer(),
    });
    await assert.rejects(prepareFolder(root, join(folder, "store")), {
      name: "RangeError",
      message:
        /prepared 1, skipped 3 of ".*" \(2 x is not .*a web page, first "a\/1.jpg"; 1 x is empty/,
    });
  }));
