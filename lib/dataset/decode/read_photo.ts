/** The images of files of a source, or the reason that one has none: `decodeAll`. */

import { sha256 } from "../../io/bytes.ts";
import { messageOf } from "../../io/errors.ts";
import { readRegularFile } from "../../io/regular_file.ts";
import { toPixelBox } from "./crop.ts";
import { decodeCrops, type DecodedPhoto, decodePhoto } from "./decode.ts";
import { UnusablePhoto } from "./photo_header.ts";
import type { SourceItem, SourcePhoto } from "../photo_source.ts";

/** Largest file that is read, in bytes; a photo of the largest size allowed takes less. */
const MAX_BYTES = 256 * 2 ** 20;

/** The image of one item. */
export interface ReadImage extends DecodedPhoto {
  /** Its place in the photo's items. */
  item: number;
}

/** What became of one file. */
export interface ReadPhoto {
  /** SHA-256 of the file, hex; empty if it could not be read. */
  sha256: string;
  /** Why the file has no images at all; undefined if it was decoded. */
  reason?: string | undefined;
  /** Images of its items, in their order. */
  images: ReadImage[];
  /** Items of a decoded photo that have no image. */
  refused: { item: number; reason: string }[];
}

/**
 * Read and decode files one after the other, so that no more than one is in memory decoded. Whatever is
 * wrong with a file is its reason, never an error.
 */
export async function decodeAll(photos: readonly SourcePhoto[]): Promise<ReadPhoto[]> {
  const replies: ReadPhoto[] = [];
  let next = photos[0] && load(photos[0]);
  for (let i = 0; next; i++) {
    const decoding = next();
    // The next file is read while this one is decoded.
    next = photos[i + 1] && load(photos[i + 1]!);
    replies.push(await decoding);
  }
  return replies;
}

/**
 * Read a file, and return what decodes it. It blocks: reading in another thread would take longer, as
 * files are small.
 */
function load(photo: SourcePhoto): () => Promise<ReadPhoto> {
  const failed = (sha256: string, error: unknown) => {
    return { sha256, reason: reasonOf(error), images: [], refused: [] };
  };
  try {
    const bytes = readBytes(photo);
    const hash = sha256(bytes);
    return () =>
      decodeItems(bytes, photo.items)
        .then((items) => ({ sha256: hash, ...items }), (error) => failed(hash, error));
  } catch (error) {
    const reply = failed("", error);
    return () => Promise.resolve(reply);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof UnusablePhoto)) throw error;
  return error.message;
}

function readBytes({ path, size }: SourcePhoto): Uint8Array {
  if (size > MAX_BYTES) {
    const [mebibytes, limit] = [size, MAX_BYTES].map((bytes) => Math.round(bytes / 2 ** 20));
    throw new UnusablePhoto(`has ${mebibytes} MiB, more than ${limit}`);
  }
  try {
    return readRegularFile(path);
  } catch (error) {
    // Permissions, a failing disk, a file that is gone: other photos may still be readable.
    throw new UnusablePhoto(`cannot be read (${messageOf(error)})`, { cause: error });
  }
}

async function decodeItems(
  bytes: Uint8Array,
  items: readonly SourceItem[],
): Promise<Pick<ReadPhoto, "images" | "refused">> {
  if (items.length === 1 && items[0]!.box === undefined) {
    return { images: [{ item: 0, ...await decodePhoto(bytes) }], refused: [] };
  }
  const cropped: number[] = [];
  const refused: ReadPhoto["refused"] = [];
  const crops = await decodeCrops(
    bytes,
    (width, height) =>
      items.flatMap(({ box = [0, 0, 1, 1] }, item) => {
        try {
          const pixels = toPixelBox(box, width, height);
          cropped.push(item);
          return [pixels];
        } catch (error) {
          refused.push({ item, reason: reasonOf(error) });
          return [];
        }
      }),
  );
  return { images: crops.map((crop, i) => ({ item: cropped[i]!, ...crop })), refused };
}
