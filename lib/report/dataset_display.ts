/** What a reader sees while a data set is fetched and prepared: `datasetDisplay`. */

import type { DatasetProgress } from "../runs/open_dataset.ts";
import type { LiveOptions } from "../view/live.ts";
import { createProgress, type Progress } from "../view/progress.ts";
import { show } from "../view/show.ts";

/**
 * Callbacks for `openDataset`: they show its messages, and a progress bar for each stage, which ends
 * where the next begins.
 */
export function datasetDisplay(live: LiveOptions = {}) {
  let bar: { stage: string; progress: Progress } | undefined;
  let sent: Promise<unknown> = Promise.resolve();
  const send = (output: Promise<unknown> | undefined) => {
    sent = Promise.all([sent, output]);
  };
  return {
    onMessage: (message: string) => show(message),
    onProgress({ stage, done, total, unit, initial, extra }: DatasetProgress): void {
      if (bar?.stage !== stage) {
        send(bar?.progress.finish());
        bar = { stage, progress: createProgress({ label: stage, total, unit, initial, ...live }) };
      }
      send(bar.progress.update(done, extra));
    },
    /** Close the last progress bar. */
    async finish(): Promise<void> {
      send(bar?.progress.finish());
      await sent;
    },
  };
}
