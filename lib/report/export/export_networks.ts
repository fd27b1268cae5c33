/** A run's networks for other programs and browsers: `exportNetworks`. */

import { join } from "node:path";
import { writeFileAtomic } from "../../io/files.ts";
import { ARCHITECTURES } from "../../model/architecture.ts";
import {
  decoderOnnx,
  encoderOnnx,
  ONNX_PREPROCESSING,
  searchNetworkOnnx,
} from "../../model/onnx/export_onnx.ts";
import { isMirrorInvariant } from "../../model/objectives/objective.ts";
import { atWidthOf } from "../../model/state_dict.ts";
import { createExperiment } from "../../runs/experiment.ts";
import { PRESETS } from "../../runs/presets.ts";
import { recordedSettings } from "../../runs/recorded_settings.ts";
import { readSearchNetwork } from "../../runs/search_network.ts";
import type { Settings } from "../../runs/settings.ts";
import { isTrained, openWeights } from "../../runs/trained.ts";

/**
 * Write the networks of a run as ONNX files into `directory`: `<model>.onnx` embeds images,
 * `<model>_decoder.onnx` draws embeddings, `residual.onnx` is the search network; and
 * `preprocessor_config.json`, which says how images are made for them.
 *
 * @param run name of the run, or its settings
 * @returns the paths
 * @throws {Error} if weights are damaged, with what to do
 */
export async function exportNetworks(run: string | Settings, directory: string): Promise<string[]> {
  const settings = typeof run === "string" ? await recordedSettings(run, "export run") : run;
  const written: string[] = [];
  const write = async (name: string, data: Uint8Array) => {
    written.push(join(directory, name));
    await writeFileAtomic(join(directory, name), data);
  };
  for (const name of settings.models) {
    const experiment = createExperiment(settings, name);
    if (!await isTrained(experiment)) continue;
    const { weights } = await openWeights(experiment);
    const { architecture: base, objective } = PRESETS[name];
    const architecture = atWidthOf(weights, ARCHITECTURES[base]);
    const mirrorInvariant = isMirrorInvariant(objective);
    await write(`${name}.onnx`, encoderOnnx(architecture, weights, { mirrorInvariant }));
    await write(`${name}_decoder.onnx`, decoderOnnx(architecture, weights));
  }
  await write("residual.onnx", searchNetworkOnnx((await readSearchNetwork()).weights));
  const config = JSON.stringify(ONNX_PREPROCESSING, null, 2);
  await write("preprocessor_config.json", new TextEncoder().encode(`${config}\n`));
  return written;
}
