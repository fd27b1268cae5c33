/** The last lines of a run in the terminal: `endLines`. */

import { pathToFileURL } from "node:url";
import { formatDuration } from "../io/format.ts";
import { taskCommand } from "../io/task_command.ts";
import { inOneLine } from "../report/results.ts";
import { sampleText } from "../report/sample_text.ts";
import type { RunFiles } from "../runs/run_files.ts";

/**
 * The result, the report's address for a click, and what to do next.
 *
 * @param indexPage path of the report
 */
export function endLines({ succeeded, seconds, indexPage, files }: {
  succeeded: boolean;
  seconds: number;
  indexPage: string;
  files: Pick<RunFiles, "models" | "metrics">;
}): string[] {
  const { metrics, models: [model] } = files;
  const took = formatDuration(seconds);
  const sample = model && sampleText({
    count: model.experiment.dataset.photos,
    available: model.experiment.dataset.available,
    profile: model.experiment.profile,
  });
  const result = metrics && inOneLine(metrics);
  return [
    "",
    succeeded ? `All done after ${took}` : `Stopped after ${took}`,
    ...(sample ? [sample] : []),
    ...(succeeded && result ? [`Result  ${result}`] : []),
    `Report  ${pathToFileURL(indexPage).href}`,
    succeeded
      ? `Next    ${taskCommand("lab")} opens the notebooks; ` +
        `DATASET=path/to/photos ${taskCommand("notebooks")} searches your own photos`
      : `Next    the same command goes on from here`,
  ];
}
