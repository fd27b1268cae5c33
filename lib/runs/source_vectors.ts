/** Vectors of images by descriptors and the search network, which a run can keep: `openSource`. */

import { join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { DESCRIPTORS, SEARCH_NETWORK } from "../embedding/compositions.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { embedRows, type Encoder, imageRows } from "../embedding/row_source.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import { embedImages } from "../model/embed.ts";
import { openSearchNetwork } from "./search_network.ts";

/** Goes up whenever a descriptor gives other vectors for the same image. */
const VERSION = "1";

/** Options of `openSource`. */
export interface SourceOptions {
  /** Folder of the files that are kept. */
  directory: string;
  /** Write a file there if it has none of these images. @default false */
  keep?: boolean;
}

/** Whether vectors of this source are made from images without a model of a run. */
export function isDescriptor(source: string): boolean {
  return source in DESCRIPTORS || source === SEARCH_NETWORK;
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
  const metadata = { source, version: VERSION, dataset: store.fingerprint };
  const kept = await readKept(path, metadata, store.count);
  if (kept) return kept;
  const all = imageRows(store, Uint32Array.from({ length: store.count }, (_, row) => row));
  const { vectors, dim } = await embedAll(source, (encoder) => embedRows(all, encoder));
  if (keep) {
    const tensor = { dtype: "F32", shape: [store.count, dim], data: vectors } as const;
    await writeTensorFile(path, { vectors: tensor }, metadata);
  }
  return { vectors, dim };
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

async function readKept(
  path: string,
  wanted: Readonly<Record<string, string>>,
  count: number,
): Promise<Vectors | undefined> {
  const file = await readTensorFile(path, { keys: Object.keys(wanted) }).catch((error) => {
    // Damaged, it holds nothing that is not made here again.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  });
  const vectors = file?.tensors.vectors;
  const [rows, dim] = vectors?.shape ?? [];
  const same = Object.entries(wanted).every(([key, value]) => file?.metadata[key] === value);
  if (!same || vectors?.dtype !== "F32" || rows !== count || dim === undefined) return undefined;
  return { vectors: vectors.data, dim };
}
