/** What a reader sees while a data set is fetched and prepared: `datasetDisplay`. */

import type { DatasetProgress } from "../runs/open_dataset.ts";
import type { LiveOptions } from "../view/live.ts";
import { createProgress, type Progress } from "../view/progress.ts";
import { show } from "../view/show.ts";

/** Callbacks for `openDataset`, and the end of the display. */
export interface DatasetDisplay {
  onMessage(message: string): Promise<void>;
  onProgress(progress: DatasetProgress): void;
  /** Close the last progress bar. */
  finish(): Promise<void>;
}

/** The messages, and a progress bar for each stage: one ends where the next begins. */
export function datasetDisplay(live: LiveOptions = {}): DatasetDisplay {
  let bar: { stage: string; progress: Progress } | undefined;
  let sent: Promise<unknown> = Promise.resolve();
  const send = (output: Promise<unknown> | undefined) => {
    sent = Promise.all([sent, output]);
  };
  return {
    onMessage: (message) => show(message),
    onProgress({ stage, done, total, unit, initial, extra }) {
      if (bar?.stage !== stage) {
        send(bar?.progress.finish());
        bar = { stage, progress: createProgress({ label: stage, total, unit, initial, ...live }) };
      }
      send(bar.progress.update(done, extra));
    },
    async finish() {
      send(bar?.progress.finish());
      await sent;
    },
  };
}
