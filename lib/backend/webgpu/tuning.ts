/** Which tiling a layer gets: `tileFor`. */

import { isSoftwareAdapter } from "../adapter.ts";
import type { WebgpuBackend } from "./dispatch.ts";
import { defaultTile, type ProductShape, type Tile } from "./tiles.ts";

/** The tiling for `product` on this device. */
export function tileFor(backend: WebgpuBackend, product: ProductShape): Tile {
  const { device } = backend;
  return defaultTile(product, device.limits, isSoftwareAdapter(device.adapterInfo));
}
