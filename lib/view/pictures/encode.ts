/**
 * Pixels to picture files: `imageAt`, `encodePng`, `dataUri`, `thumbnail`, `mapPicture`, `mosaic`.
 */

import sharp from "sharp";
import { IMAGE_BYTES, IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { toBase64 } from "../figure.ts";
import { type Picture, picture } from "../picture.ts";
import { colorize } from "../viridis.ts";

/**
 * Photo `i` of `images` (`[n, 128, 128, 3]` uint8 RGB) as a view, nothing copied.
 *
 * @throws {RangeError} if there is no photo `i`; {TypeError} if the length is no whole number of photos.
 */
export function imageAt(images: Uint8Array, i: number): Uint8Array {
  if (images.length % IMAGE_BYTES !== 0) {
    throw new TypeError(
      `Cannot pick photo as length must be a multiple of ${IMAGE_BYTES}: ` +
        `current length is ${images.length}`,
    );
  }
  const n = images.length / IMAGE_BYTES;
  if (!Number.isInteger(i) || i < 0 || i >= n) {
    throw new RangeError(
      `Cannot pick photo as i must be from 0 to ${n - 1}: current value is ${i}`,
    );
  }
  return images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
}

function requirePixels(pixels: Uint8Array, width: number, height: number): void {
  const bytes = width * height * 3;
  if (pixels.length !== bytes || bytes === 0) {
    throw new TypeError(
      `Cannot encode picture as ${width} x ${height} pixels must have ${bytes} bytes, at least 3: ` +
        `current length is ${pixels.length}`,
    );
  }
}

/**
 * `[height, width, 3]` uint8 RGB as a PNG file, enlarged `scale` times with hard edges.
 *
 * @param options.scale Whole number, 1 or more. @default 1
 */
export async function encodePng(
  pixels: Uint8Array,
  { width, height, scale = 1 }: { width: number; height: number; scale?: number },
): Promise<Uint8Array> {
  requirePixels(pixels, width, height);
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  if (scale > 1) image.resize(width * scale, height * scale, { kernel: "nearest" });
  return new Uint8Array(await image.png({ compressionLevel: 9 }).toBuffer());
}

/** The picture as a WebP file of quality 82, a tenth of the bytes of PNG. */
export async function encodeWebp({ bytes }: Picture): Promise<Uint8Array> {
  return new Uint8Array(await sharp(bytes).webp({ quality: 82, effort: 6 }).toBuffer());
}

/** A file's bytes as an address that a page can hold. */
export function dataUri(bytes: Uint8Array, type: "image/png" | "image/webp"): string {
  return `data:${type};base64,${toBase64(bytes)}`;
}

/**
 * A photo (`[128, 128, 3]` uint8 RGB) as a data address to put into a page: WebP of quality 50, about
 * 1 KB. It is for looking at; nothing is measured on it.
 *
 * @param options.side Pixels stored; shown smaller it stays sharp on dense screens. @default 128
 */
export async function thumbnail(
  image: Uint8Array,
  { side = IMAGE_SIZE }: { side?: number } = {},
): Promise<string> {
  requirePixels(image, IMAGE_SIZE, IMAGE_SIZE);
  const raw = { width: IMAGE_SIZE, height: IMAGE_SIZE, channels: 3 as const };
  const file = sharp(image, { raw });
  if (side !== IMAGE_SIZE) file.resize(side, side);
  return dataUri(
    new Uint8Array(await file.webp({ quality: 50, effort: 6 }).toBuffer()),
    "image/webp",
  );
}

/**
 * A map of numbers (`[height, width]` float32) in viridis as a data address, from its least to its
 * greatest value unless `low` and `high` say otherwise. Small maps are enlarged with hard edges to
 * about 64 pixels, so that they stay blocks where a page smooths pictures.
 *
 * @throws {TypeError} if `values` does not hold `width * height` numbers.
 */
export async function mapPicture(
  values: Float32Array,
  { width, height, low, high }: { width: number; height: number; low?: number; high?: number },
): Promise<string> {
  const scale = Math.max(1, Math.floor(64 / Math.max(width, height, 1)));
  const pixels = colorize(values, { low, high });
  requirePixels(pixels, width, height);
  // Large maps are photographs of a kind: WebP holds them in a tenth of PNG's bytes.
  if (Math.max(width, height) > 64) {
    const raw = { width, height, channels: 3 as const };
    const file = await sharp(pixels, { raw }).webp({ quality: 85 }).toBuffer();
    return dataUri(new Uint8Array(file), "image/webp");
  }
  return dataUri(await encodePng(pixels, { width, height, scale }), "image/png");
}

/**
 * One PNG of photos (`[n, 128, 128, 3]` uint8 RGB) side by side, row after row, with transparent gaps:
 * for a README. Reduced to 256 colours, a quarter of the bytes. It holds no text, which would need fonts on the machine.
 *
 * @param options.columns Photos a row. @default 5
 * @param options.side Pixels of each. @default 128
 * @param options.gap Pixels between them. @default 4
 * @param options.alt What a reader who does not see it needs to know.
 * @throws {RangeError} if there is no photo or `columns` is not a whole number above 0.
 */
export async function mosaic(
  images: Uint8Array,
  { columns = 5, side = IMAGE_SIZE, gap = 4, alt }: {
    columns?: number;
    side?: number;
    gap?: number;
    alt: string;
  },
): Promise<Picture> {
  const n = Math.floor(images.length / IMAGE_BYTES);
  if (n === 0) {
    throw new RangeError("Cannot make mosaic as it must have a photo: current number is 0");
  }
  if (!Number.isInteger(columns) || columns < 1) {
    throw new RangeError(
      `Cannot make mosaic as columns must be 1 or more: current value is ${columns}`,
    );
  }
  const across = Math.min(n, columns);
  const down = Math.ceil(n / across);
  const raw = { width: IMAGE_SIZE, height: IMAGE_SIZE, channels: 3 as const };
  const tiles = await Promise.all(Array.from({ length: n }, async (_, i) => ({
    input: await sharp(imageAt(images, i), { raw }).resize(side, side).png().toBuffer(),
    left: (i % across) * (side + gap),
    top: Math.floor(i / across) * (side + gap),
  })));
  const canvas = sharp({
    create: {
      width: across * (side + gap) - gap,
      height: down * (side + gap) - gap,
      channels: 4,
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    },
  });
  return picture(
    new Uint8Array(await canvas.composite(tiles).png({ palette: true, effort: 8 }).toBuffer()),
    alt,
  );
}
