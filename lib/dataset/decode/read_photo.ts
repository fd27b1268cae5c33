/**
 * The images of one file of a source, or the reason it has none: `loadPhoto`, `decodeLoaded`; those of
 * several files: `decodeAll`.
 */

import { sha256 } from "../../io/bytes.ts";
import { messageOf } from "../../io/errors.ts";
import { readRegularFile } from "../../io/regular_file.ts";
import { toPixelBox } from "./crop.ts";
import { decodeCrops, type DecodedPhoto, decodePhoto } from "./decode.ts";
import { isPicture, PHOTO_NAME, UnusablePhoto } from "./photo_header.ts";
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
  /** False for a file that neither is a picture nor is named like one, such as a text beside them. */
  isPhoto: boolean;
  /** Why the file has no images at all; undefined if it was decoded. */
  reason?: string | undefined;
  /** Images of its items, in their order. */
  images: ReadImage[];
  /** Items of a decoded photo that have no image. */
  refused: { item: number; reason: string }[];
}

/** A file's bytes, or the reason it has none. */
export interface LoadedPhoto {
  photo: SourcePhoto;
  bytes?: Uint8Array;
  sha256: string;
  reason?: string;
}

/**
 * Read a file. Whatever is wrong with it is a reason, never an error.
 *
 * It blocks: reading in another thread would take longer, as files are small.
 */
export function loadPhoto(photo: SourcePhoto): LoadedPhoto {
  try {
    const bytes = readBytes(photo);
    return { photo, bytes, sha256: sha256(bytes) };
  } catch (error) {
    return { photo, sha256: "", reason: reasonOf(error) };
  }
}

/** Decode a file that was read. Whatever is wrong with it is a reason, never an error. */
export async function decodeLoaded(
  { photo, bytes, sha256, reason }: LoadedPhoto,
): Promise<ReadPhoto> {
  const isPhoto = PHOTO_NAME.test(photo.file) || (bytes !== undefined && isPicture(bytes));
  const nothing = { sha256, images: [], refused: [] };
  if (bytes === undefined) return { ...nothing, isPhoto, reason };
  try {
    return { sha256, isPhoto, ...await decodeItems(bytes, photo.items) };
  } catch (error) {
    return { ...nothing, isPhoto, reason: reasonOf(error) };
  }
}

/** Read and decode files one after the other, so that no more than one is in memory decoded. */
export async function decodeAll(photos: readonly SourcePhoto[]): Promise<ReadPhoto[]> {
  const replies: ReadPhoto[] = [];
  let next = loadPhoto(photos[0]!);
  for (let i = 0; i < photos.length; i++) {
    const decoding = decodeLoaded(next);
    // The next file is read while this one is decoded.
    if (i + 1 < photos.length) next = loadPhoto(photos[i + 1]!);
    replies.push(await decoding);
  }
  return replies;
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
