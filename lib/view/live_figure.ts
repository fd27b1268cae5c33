/** A figure that grows while work goes on: `liveFigure`. */

import { figureText, type PlotlyFigure } from "./figure.ts";
import { createLiveOutput, type LiveOptions, type LiveState } from "./live.ts";
import { mimeBundle, mimeMetadata } from "./mime.ts";

/** A figure that is replaced in place. */
export interface LiveFigure {
  /** Show this figure in place of the last; skipped if that was too recent. */
  update(figure: PlotlyFigure): Promise<void>;
  /** Show the figure for good (@default the last one given), also where it was skipped before. */
  finish(figure?: PlotlyFigure): Promise<void>;
}

function stateOf(figure: PlotlyFigure): LiveState {
  return {
    bundle: () => mimeBundle(figure),
    metadata: () => mimeMetadata(figure),
    line: () => figureText(figure),
  };
}

/**
 * Show `figure` and then change it in place, at most twice a second (`everyMs`, default 500): a loss
 * curve that grows while it trains, say. A saved notebook holds the last state only. In a terminal
 * it is one line, its title.
 */
export async function liveFigure(
  figure: PlotlyFigure,
  { everyMs = 500, ...options }: LiveOptions = {},
): Promise<LiveFigure> {
  const output = createLiveOutput({ everyMs, ...options });
  let latest = figure;
  await output.update(stateOf(figure));
  return {
    async update(next) {
      latest = next;
      await output.update(stateOf(next));
    },
    async finish(last = latest) {
      await output.finish(stateOf(last));
    },
  };
}
