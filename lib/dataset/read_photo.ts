/** One file of a source to the images it gives, or the reason it gives none: `readPhoto`. */

import { toPixelBox } from "./crop.ts";
import { decodeCrops, type DecodedPhoto, decodePhoto } from "./decode.ts";
import { photoFormat, UnusablePhoto } from "./photo_header.ts";
import type { SourceItem, SourcePhoto } from "./source.ts";

/** Largest file that is read, in bytes; a photo of the largest size allowed takes less. */
const MAX_BYTES = 256 * 2 ** 20;

/** Endings that promise a photo. */
const PHOTO_NAME = /\.(jpe?g|png|webp|gif)$/i;

/** The image of one item. */
export interface ReadImage extends DecodedPhoto {
  item: SourceItem;
}

/** What became of one file. */
export interface ReadPhoto {
  photo: SourcePhoto;
  /** SHA-256 of the file, hex; empty if it could not be read. */
  sha256: string;
  /** False for a file that neither is named like a photo nor is one: a text beside the photos. */
  isPhoto: boolean;
  /** Why the file gives nothing at all; undefined if it was decoded. */
  reason?: string;
  /** Images of its items, in their order. */
  images: ReadImage[];
  /** Items of a decoded photo that give no image. */
  refused: { item: SourceItem; reason: string }[];
}

/** Read and decode a file. Whatever is wrong with the file is a reason, never an error. */
export async function readPhoto(photo: SourcePhoto): Promise<ReadPhoto> {
  let sha256 = "";
  let isPhoto = PHOTO_NAME.test(photo.file);
  try {
    const bytes = await readBytes(photo);
    sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    photoFormat(bytes);
    isPhoto = true;
    return { photo, sha256, isPhoto, ...await decodeItems(bytes, photo.items) };
  } catch (error) {
    if (!(error instanceof UnusablePhoto)) throw error;
    return { photo, sha256, isPhoto, reason: error.message, images: [], refused: [] };
  }
}

async function readBytes({ path, size }: SourcePhoto): Promise<Uint8Array<ArrayBuffer>> {
  if (size > MAX_BYTES) {
    const [mebibytes, limit] = [size, MAX_BYTES].map((bytes) => Math.round(bytes / 2 ** 20));
    throw new UnusablePhoto(`has ${mebibytes} MiB, more than ${limit}`);
  }
  try {
    return await Deno.readFile(path);
  } catch (error) {
    // Permissions, a disk that fails, a file that went away: this file's trouble, no one else's.
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusablePhoto(`cannot be read (${reason})`, { cause: error });
  }
}

async function decodeItems(
  bytes: Uint8Array,
  items: readonly SourceItem[],
): Promise<Pick<ReadPhoto, "images" | "refused">> {
  const [first] = items;
  if (items.length === 1 && first!.box === undefined) {
    return { images: [{ item: first!, ...await decodePhoto(bytes) }], refused: [] };
  }
  const cropped: SourceItem[] = [];
  const refused: ReadPhoto["refused"] = [];
  const crops = await decodeCrops(bytes, (width, height) =>
    items.flatMap((item) => {
      try {
        const box = toPixelBox(item.box ?? [0, 0, 1, 1], width, height);
        cropped.push(item);
        return [box];
      } catch (error) {
        if (!(error instanceof UnusablePhoto)) throw error;
        refused.push({ item, reason: error.message });
        return [];
      }
    }));
  return { images: crops.map((crop, i) => ({ item: cropped[i]!, ...crop })), refused };
}
