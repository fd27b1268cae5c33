/** Vectors of images by descriptors and the search network, which a run can keep: `openSource`. */

import { join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { DESCRIPTORS, SEARCH_NETWORK } from "../embedding/compositions.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { embedRows, type Encoder, imageRows } from "../embedding/row_source.ts";
import { readTensorHead } from "../io/tensor_file.ts";
import { embedImages } from "../model/embed.ts";
import { keptVectors } from "./kept_vectors.ts";
import { openSearchNetwork, SEARCH_NETWORK_PATH } from "./search_network.ts";

/** Goes up whenever a descriptor gives other vectors for the same image. */
const VERSION = "1";

/** Options of `openSource`. */
export interface SourceOptions {
  /** Folder of the files that are kept. */
  directory: string;
  /** Write a file there if it has none of these images. @default false */
  keep?: boolean;
}

/**
 * The vectors of every image of a store by a descriptor or the search network, `[count, dim]`: those
 * that were kept if they are of these images, else made again.
 *
 * @param source a name of `DESCRIPTORS`, or `SEARCH_NETWORK`
 */
export async function openSource(
  store: Pick<ImageStore, "count" | "fingerprint" | "readImages">,
  source: string,
  { directory, keep = false }: SourceOptions,
): Promise<Vectors> {
  const path = join(directory, `${source.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.safetensors`);
  const { count, fingerprint: dataset } = store;
  // Of the network, vectors are bound to its weights.
  const shipped = source === SEARCH_NETWORK ? await readTensorHead(SEARCH_NETWORK_PATH) : undefined;
  const version = shipped?.checksum ?? VERSION;
  return await keptVectors(
    { path, metadata: { source, version, dataset }, count, keep },
    () => {
      const all = imageRows(store, Uint32Array.from({ length: count }, (_, row) => row));
      return embedAll(source, (encoder) => embedRows(all, encoder));
    },
  );
}

async function embedAll(
  source: string,
  embed: (encoder: Encoder) => Promise<Vectors>,
): Promise<Vectors> {
  if (source !== SEARCH_NETWORK) {
    return await embed(DESCRIPTORS[source as keyof typeof DESCRIPTORS]);
  }
  const { network } = await openSearchNetwork();
  try {
    return await embed((images) => embedImages(network, images));
  } finally {
    network.dispose();
  }
}
