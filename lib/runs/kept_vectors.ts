/**
 * Vectors of images that a run keeps in files once they were made: `openSource`, by descriptors and the
 * search network, `openReasonParts`, by those that explain recommendations, and `openAddedVectors`, of
 * added products.
 */

import { join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { DESCRIPTORS, SEARCH_NETWORK } from "../embedding/compositions.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { embedRows, type Encoder, imageRows } from "../embedding/row_source.ts";
import { joinRows } from "../embedding/rows.ts";
import { unlessDamaged } from "../io/errors.ts";
import { readTensorFile, readTensorHead, writeTensorFile } from "../io/tensor_file.ts";
import { embedImages } from "../model/embed.ts";
import type { Section } from "./added_products.ts";
import type { ProductSearch } from "./product_search.ts";
import type { QueryEncoder } from "./query_encoder.ts";
import type { ReasonParts } from "./recommendations.ts";
import { openSearchNetwork, SEARCH_NETWORK_PATH } from "./search_network.ts";

/** Goes up whenever a descriptor gives other vectors for the same image. */
const VERSION = "1";

/**
 * The vectors of every image of a store by a descriptor or the search network, `[count, dim]`: those
 * that were kept if they are of these images, else made again.
 *
 * @param source a name of `DESCRIPTORS`, or `SEARCH_NETWORK`
 * @param options.directory folder of the files that are kept
 * @param options.keep Write a file there if it has none of these images. @default false
 */
export async function openSource(
  store: Pick<ImageStore, "count" | "fingerprint" | "readImages">,
  source: string,
  { directory, keep = false }: { directory: string; keep?: boolean },
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

/** Outlines and colours of every image of a search, kept in the run once they were made. */
export async function openReasonParts(search: ProductSearch): Promise<ReasonParts> {
  return {
    shape: await openPart(search, "HOG, 64 px"),
    colour: await openPart(search, "colour histogram"),
  };
}

async function openPart({ sections }: ProductSearch, source: string): Promise<Vectors> {
  const parts: Vectors[] = [];
  for (const { store, directory } of sections) {
    parts.push(await openSource(store, source, { directory, keep: true }));
  }
  return { dim: parts[0]!.dim, vectors: joinRows(parts.map(({ vectors }) => vectors)) };
}

/**
 * Images embedded at once. Products arrive by the hundred: the memory that a larger batch touches for
 * the first time takes longer than it saves.
 */
const BATCH = 8;

/**
 * The vectors of added products, `[count, dim]`: those beside the images if of this key, else made.
 *
 * @param options.key SHA-256, hex, of all that decides the vector of an image
 * @param options.keep Write them beside the images if they are not there
 */
export async function openAddedVectors(
  { store, directory }: Section,
  encoder: Pick<QueryEncoder, "embed">,
  { key, keep }: { key: string; keep: boolean },
): Promise<Float32Array> {
  const path = join(directory, "vectors.safetensors");
  const { count } = store;
  const { vectors } = await keptVectors({ path, metadata: { key }, count, keep }, () => {
    const rows = Uint32Array.from({ length: count }, (_, row) => row);
    return embedRows(imageRows(store, rows), (images) => encoder.embed(images), { batch: BATCH });
  });
  return vectors;
}

/** A file of vectors. */
interface VectorFile {
  path: string;
  /** All that decides them; a file that says otherwise is of other images or another version. */
  metadata: Readonly<Record<string, string>>;
  /** Number of images. */
  count: number;
  /** Write the file if it has not these vectors. */
  keep: boolean;
}

/**
 * The vectors that the file has, `[count, dim]`, else those that `make` gives. A damaged file holds
 * nothing that is not made here again.
 */
async function keptVectors(
  { path, metadata, count, keep }: VectorFile,
  make: () => Promise<Vectors>,
): Promise<Vectors> {
  const file = await unlessDamaged(readTensorFile(path, { keys: Object.keys(metadata) }));
  const kept = file?.tensors.vectors;
  const [rows, dim] = kept?.shape ?? [];
  const same = Object.entries(metadata).every(([key, value]) => file?.metadata[key] === value);
  if (same && kept?.dtype === "F32" && rows === count && dim !== undefined) {
    return { vectors: kept.data, dim };
  }
  const made = await make();
  if (keep) {
    const tensor = { dtype: "F32", shape: [count, made.dim], data: made.vectors } as const;
    await writeTensorFile(path, { vectors: tensor }, metadata);
  }
  return made;
}
