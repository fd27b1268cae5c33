/** The search network's maps against PyTorch's: `testTorchMaps`. */

import { type BackendName, useBackend } from "../../../lib/backend/mod.ts";
import { embedMaps } from "../../../lib/model/search_network/search_network.ts";
import { openSearchNetwork } from "../../../lib/runs/search_network.ts";
import { availableBackends } from "../../available_backends.ts";
import { assertStatistics, cropImages, reference, syntheticImages } from "./torch_reference.ts";

/** Define the test of `backend`. */
export async function testTorchMaps(backend: Exclude<BackendName, "auto">): Promise<void> {
  const here = (await availableBackends()).includes(backend);
  Deno.test({
    name: `embedMaps() gives PyTorch's maps within 1e-4 on ${backend}` +
      (here ? "" : " (this machine has none)"),
    ignore: !here,
    async fn() {
      await useBackend(backend);
      const { network } = await openSearchNetwork();
      const images = { synthetic: syntheticImages(3, 128), crops: await cropImages() };
      for (const kind of ["synthetic", "crops"] as const) {
        const { fine, coarse } = await embedMaps(network, images[kind]);
        for (const [map, expected] of reference.maps[kind].entries()) {
          const [values, dim] = map === 0 ? [fine, 8192] : [coarse, 4096];
          for (const [i, statistics] of expected.entries()) {
            const row = values.subarray(i * dim, (i + 1) * dim);
            assertStatistics(row, statistics, 1e-4, `map ${map} of ${kind} ${i}`);
          }
        }
      }
      network.dispose();
    },
  });
}
