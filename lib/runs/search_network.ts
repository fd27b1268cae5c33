/** The weights of the search network that come with the project. */

import { join } from "node:path";
import * as v from "valibot";
import { Numeral, Positive, Text } from "../io/json.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { RESIDUAL } from "../model/search_network/residual.ts";
import { createSearchNetwork, type SearchNetwork } from "../model/search_network/search_network.ts";
import type { StateDict } from "../model/state_dict.ts";
import { readShipped, type ShippedWeights, writeShipped } from "./shipped_weights.ts";

/** Their path. */
export const SEARCH_NETWORK_PATH = join(PROJECT_ROOT, "data", "models", "residual.safetensors");

const ABOUT = v.strictObject({
  /** The program that trained them. */
  trainedBy: Text,
  /** The images that they were trained on, for people. */
  images: Text,
  /** Images seen, each repetition counted. */
  imagesSeen: Positive,
  /** Objective, augmentation and optimizer, for people. */
  recipe: Text,
  seed: Numeral,
  /** What was measured with them, by name. */
  scores: v.record(Text, Numeral),
  /** SPDX name of the licence they may be used under. */
  license: Text,
});
/** How the weights were trained. */
export type SearchNetworkAbout = v.InferOutput<typeof ABOUT>;

/**
 * Open the search network with the weights that come with the project.
 *
 * @returns the network, which the caller disposes, how it was trained, and a SHA-256, hex, of both
 * @throws {Error} if the file is missing or damaged, with what to do
 *
 * @example
 * ```ts
 * import { embedMaps, openSearchNetwork } from "lookalike";
 *
 * const { network } = await openSearchNetwork();
 * const images = new Uint8Array(2 * 128 * 128 * 3);
 * const { fine, coarse } = await embedMaps(network, images); // [2, 8192] and [2, 4096]
 * network.dispose();
 * ```
 */
export async function openSearchNetwork(
  path = SEARCH_NETWORK_PATH,
): Promise<{ network: SearchNetwork; about: SearchNetworkAbout; checksum: string }> {
  const { weights, about, checksum } = await readSearchNetwork(path);
  return { network: await createSearchNetwork({ weights }), about, checksum };
}

/** The weights of the search network that come with the project. @throws as `readShipped` */
export async function readSearchNetwork(
  path = SEARCH_NETWORK_PATH,
): Promise<ShippedWeights<SearchNetworkAbout>> {
  return await readShipped(path, RESIDUAL, ABOUT);
}

/** Write trained weights as `openSearchNetwork` reads them. @throws as `writeShipped` */
export async function packSearchNetwork(
  weights: StateDict,
  about: SearchNetworkAbout,
  path = SEARCH_NETWORK_PATH,
): Promise<void> {
  await writeShipped(path, RESIDUAL, { weights, about });
}
