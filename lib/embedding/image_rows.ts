/** Photos of a store as rows to describe: `imageRows`. */

import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { RowSource } from "./row_source.ts";

/** The photos in `rows` of `store`, in that order: uint8 `[128, 128, 3]` each, read when asked for. */
export function imageRows(store: Pick<ImageStore, "readImages">, rows: Uint32Array): RowSource {
  return {
    count: rows.length,
    dim: IMAGE_BYTES,
    read: (first, end) => store.readImages(rows.subarray(first, end)),
  };
}
