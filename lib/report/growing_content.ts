/** What an embedding holds of colour while its network trains: `growingContent`. */

import type { Autoencoder } from "../model/autoencoder.ts";
import { imagesFromBytes } from "../model/images.ts";
import { lineChart } from "../view/charts/mod.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { liveShow } from "../view/live.ts";
import { centreColours, type ProbedEmbedding, probeEmbedding } from "./embedding_content.ts";

/**
 * A figure of the R2 of luminance and chroma and the effective rank of `name`'s embedding, which gets a
 * point for each epoch.
 *
 * @param images held-out images, uint8 `[n, 128, 128, 3]`; of fewer than four there is no R2
 */
export function growingContent(name: string, images: Uint8Array) {
  const targets = centreColours(images);
  const points: (ProbedEmbedding & { epoch: number })[] = [];
  const live = liveShow();

  function figure(): PlotlyFigure {
    const line = (label: string, key: "luminance" | "chroma") => ({
      ...{ name: label, kind: "model" as const },
      points: points.map((point) => ({ x: point.epoch, value: point[key] ?? NaN })),
    });
    const ranks = points.map(({ rank }) => rank.toFixed(0)).join(", ");
    return lineChart({
      lines: [line("luminance", "luminance"), line("chroma", "chroma")],
      xName: "Epoch",
      metric: "R2",
      title: `Linear probes of the embedding of ${name}`,
      subtitle: `${targets[0]!.length} held-out images; effective rank by epoch: ${ranks}`,
    });
  }

  return {
    /** The figure so far. */
    figure,
    /** Probe `model`, which has trained for `epoch` epochs. */
    async add(epoch: number, model: Autoencoder): Promise<void> {
      points.push({
        epoch,
        ...probeEmbedding(await model.encode(imagesFromBytes(images)), targets),
      });
      await live.update(figure());
    },
    async finish(): Promise<void> {
      if (points.length > 0) await live.finish(figure());
    },
  };
}
