/**
 * Vectors of images that a run keeps in files once they were made: `openSource`, by descriptors and the
 * search network, `openReasonParts`, by those that explain recommendations, and `openAddedVectors`, of
 * added products.
 */

import { join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { DESCRIPTORS, SEARCH_NETWORK } from "../embedding/compositions.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { embedRows, imageRows } from "../embedding/row_source.ts";
import { joinRows } from "../embedding/rows.ts";
import { readTensorHead } from "../io/tensor_file.ts";
import { embedImages } from "../model/embed.ts";
import type { Section } from "./added_products.ts";
import type { ProductSearch } from "./product_search.ts";
import type { QueryEncoder } from "./query_encoder.ts";
import type { ReasonParts } from "./recommendations.ts";
import { openSearchNetwork, SEARCH_NETWORK_PATH } from "./search_network.ts";
import { readVectorFile, type VectorFile, writeVectorFile } from "./stored_vectors.ts";

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
  const make = async () => {
    const all = imageRows(store, Uint32Array.from({ length: count }, (_, row) => row));
    if (source !== SEARCH_NETWORK) {
      return await embedRows(all, DESCRIPTORS[source as keyof typeof DESCRIPTORS]);
    }
    const { network } = await openSearchNetwork();
    try {
      return await embedRows(all, (images) => embedImages(network, images));
    } finally {
      network.dispose();
    }
  };
  return await keptVectors({ path, metadata: { source, version, dataset }, count }, make, { keep });
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
  const make = () => {
    const rows = Uint32Array.from({ length: count }, (_, row) => row);
    return embedRows(imageRows(store, rows), (images) => encoder.embed(images), { batch: BATCH });
  };
  return (await keptVectors({ path, metadata: { key }, count }, make, { keep })).vectors;
}

/**
 * The vectors that the file has, else those that `make` gives; they are written into it if `keep`. A
 * damaged file holds nothing that is not made here again.
 */
async function keptVectors(
  file: VectorFile,
  make: () => Promise<Vectors>,
  { keep }: { keep: boolean },
): Promise<Vectors> {
  const kept = await readVectorFile(file, () => {});
  if (kept) return kept;
  const made = await make();
  if (keep) await writeVectorFile(file, made);
  return made;
}
