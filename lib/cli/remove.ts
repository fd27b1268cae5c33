/** `deno task remove RUN ids`: products taken out of a run. */

import { formatNumber } from "../io/format.ts";
import { removeProducts } from "../runs/added_products.ts";
import { openEvaluated } from "../runs/open_search.ts";
import { recordedSettings } from "../runs/recorded_settings.ts";
import { loadMetrics } from "../runs/results.ts";
import { endWith } from "./processes.ts";
import { recommendAgain } from "./recommend.ts";
import { wrongWords } from "./selection.ts";

async function remove([run, ...ids]: string[]): Promise<void> {
  if (run === undefined || ids.length === 0) {
    const condition = "there must be a run and one id or more";
    throw wrongWords("remove products", condition, "remove RUN id id");
  }
  const settings = await recordedSettings(run, "remove products");
  const metrics = await loadMetrics(settings);
  using dataset = await openEvaluated(settings, metrics.dataset.fingerprint);
  const distinct = [...new Set(ids)];
  await removeProducts(settings, distinct, { dataset });
  console.log(`${formatNumber(distinct.length)} products removed from ${run}`);
  await recommendAgain(run);
}

if (import.meta.main) await endWith(() => remove(Deno.args));
