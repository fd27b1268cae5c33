/**
 * A list of photo files to prepare into an image store, each with one item or, for a board, one
 * item for each crop: `PhotoSource`, `SourcePhoto`, `SourceItem`; and `withItems`, which changes items.
 */

import type { Split } from "./split/split.ts";

/** Name of the attribute that says which product a photo shows. */
export const PRODUCT = "product";

/** One image of the future store: a whole photo, or a crop of one. */
export interface SourceItem {
  /** Unique and stable: the file's path below the root; for a crop, board signature + "-" + n. */
  id: string;
  category: string;
  /** The split it belongs to; drawn when the data set is prepared if undefined. */
  split?: Split;
  /**
   * What it belongs to with others that are not independent of it: the signature of the board it is
   * cropped from, or who took the photo. Items of a group share a split, where splits are drawn.
   */
  group?: string;
  /** Part of the photo: left, top, width, height, as fractions of its width and height. */
  box?: readonly [x: number, y: number, width: number, height: number];
  /** What else is known, such as colour, pattern and style. */
  attributes?: Readonly<Record<string, string>>;
}

/** One file of photos, not read yet. */
export interface SourcePhoto {
  /** Path relative to the source's root, with "/" between folders. */
  file: string;
  /** Path to read it from. */
  path: string;
  /** Size in bytes. */
  size: number;
  /** Changes when the file does: times of its last modification and change of status, say. */
  stamp: string;
  /** Its images: itself, or its crops. */
  items: readonly SourceItem[];
}

/** A photo or crop that was skipped, and why. */
export interface SkippedPhoto {
  file: string;
  /** Reads on after the file's name: "is empty", "is a link to outside the folder". */
  reason: string;
  /** False for what nobody takes for a photo, such as a text beside it. @default true */
  isPhoto?: boolean;
}

/** Photos that can be prepared into an image store. */
export interface PhotoSource {
  /** Folder of the photos, for messages. */
  root: string;
  /** Ordered by file; the rows of the store keep this order. */
  photos: readonly SourcePhoto[];
  /** Files that were skipped before reading any photo. */
  skipped: readonly SkippedPhoto[];
  /** What else to say to who prepares them. */
  warnings?: readonly string[];
}

/** Photos with each of their items as `change` gives it. */
export function withItems(
  photos: readonly SourcePhoto[],
  change: (item: SourceItem, photo: SourcePhoto) => SourceItem,
): SourcePhoto[] {
  return photos.map((photo) => ({
    ...photo,
    items: photo.items.map((item) => change(item, photo)),
  }));
}
