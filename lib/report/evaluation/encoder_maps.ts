/** Maps inside an encoder as embeddings, for appendix A1. */

import type { ImageStore } from "../../dataset/store/image_store.ts";
import { formatInterval } from "../../io/format.ts";
import { pairedDifference } from "../../metrics/differences.ts";
import type { Evaluation } from "../../metrics/evaluate.ts";
import { encodeGroups } from "../../metrics/labels.ts";
import { type EncoderMaps, evaluateEncoderMaps } from "../../runs/encoder_maps.ts";
import type { Settings } from "../../runs/settings.ts";
import type { Markdown } from "../../view/markdown.ts";
import type { Showable } from "../../view/plain_text.ts";
import { type Table, table } from "../../view/table.ts";
import { gainVerdict } from "./queries.ts";

/** The maps of one network of the run (`evaluateEncoderMaps`): scores, and what was expected of them. */
export async function encoderMapResults(
  settings: Settings,
  store: ImageStore,
  options: { k: number; seed: number },
): Promise<Showable[]> {
  const maps = await evaluateEncoderMaps(settings, store, options);
  return describeMaps(maps, options);
}

/**
 * P@k of each map, within the index and of test queries where there are any; and of several whether the
 * first, which keeps positions, finds more than the latent vector.
 */
export function describeMaps(
  { title, maps, queryGroups }: EncoderMaps,
  { k, seed }: { k: number; seed: number },
): [Table, ...Markdown[]] {
  const rows = maps.map(({ name, scores: { retrieval, heldOut } }, i) => {
    const test = heldOut.test?.heldOut.precision;
    return {
      name: i === maps.length - 1 ? `${name}, the latent vector` : name,
      index: retrieval!.leaveOneOut.precision.micro,
      test: test?.micro,
      interval: test && formatInterval(test.interval.micro),
    };
  });
  const shown = table(rows, [
    { key: "name", label: "height x width x channels" },
    { key: "index", label: `P@${k}, index`, digits: 3 },
    { key: "test", label: `P@${k}, test queries`, digits: 3 },
    { key: "interval", label: "95 % interval" },
  ], { caption: `Maps of the encoder of ${title}, whitened to 128 dimensions` });
  const [first, last] = [maps[0]!, maps.at(-1)!];
  if (first === last) return [shown];
  const hitsOf = ({ heldOut, retrieval }: Evaluation) => {
    const { hits } = heldOut.test ?? retrieval!;
    return Float64Array.from(hits, (found) => found / k);
  };
  const [groups] = encodeGroups(queryGroups) ?? [];
  const difference = pairedDifference(hitsOf(last.scores), hitsOf(first.scores), { groups, seed });
  const expected = "Maps that keep positions find more than the latent vector";
  return [shown, gainVerdict(expected, `${first.name} minus ${last.name}`, difference)];
}
