/** `deno task add RUN folder`: products added to a run, without training. */

import { resolve } from "node:path";
import { formatNumber } from "../io/format.ts";
import { addProducts } from "../runs/added_products.ts";
import { openAddedVectors } from "../runs/kept_vectors.ts";
import { openFitted } from "../runs/open_search.ts";
import { QueryEncoder } from "../runs/query_encoder.ts";
import { recordedSettings } from "../runs/recorded_settings.ts";
import { endWith } from "./processes.ts";
import { recommendAgain } from "./recommend.ts";
import { resolveFolder, typedIn, wrongWords } from "./selection.ts";

async function add([run, folder, ...rest]: string[]): Promise<void> {
  if (run === undefined || folder === undefined || rest.length > 0) {
    throw wrongWords("add products", "there must be a run and a folder", "add RUN folder");
  }
  const photos = resolveFolder(folder, "add products");
  const network = Deno.env.get("ENCODER");
  const settings = {
    ...await recordedSettings(run, "add products"),
    ...(network && { encoder: resolve(typedIn(), network) }),
  };
  const { store: dataset, composed, key } = await openFitted(settings, { keep: true });
  const encoder = new QueryEncoder(settings, dataset, composed);
  try {
    const { added, known, skipped } = await addProducts(settings, photos, {
      dataset,
      onPrepared: async (store, directory) => {
        await openAddedVectors({ store, directory }, encoder, { key, keep: true });
      },
    });
    for (const { file, reason } of skipped) console.log(`Skipped: ${file} ${reason}`);
    console.log(
      `${formatNumber(added)} products added to ${run}` +
        (known > 0 ? `, ${formatNumber(known)} were there already` : ""),
    );
    if (added > 0) await recommendAgain(run);
  } finally {
    await encoder.dispose();
    dataset.close();
  }
}

if (import.meta.main) await endWith(() => add(Deno.args));
