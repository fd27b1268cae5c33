/** What a reader sees while a data set is fetched and prepared: `datasetDisplay`. */

import type { DatasetProgress } from "../runs/open_dataset.ts";
import type { LiveOptions } from "../view/live.ts";
import { createProgress, type Progress } from "../view/progress.ts";
import { show } from "../view/show.ts";

/** Callbacks for `openDataset`, and the end of the display. */
export interface DatasetDisplay {
  onNotice(notice: string): Promise<void>;
  onProgress(progress: DatasetProgress): void;
  /** Close the last progress bar. */
  finish(): Promise<void>;
}

/** The notices, and a progress bar for each stage: one ends where the next begins. */
export function datasetDisplay(live: LiveOptions = {}): DatasetDisplay {
  let bar: { stage: string; progress: Progress } | undefined;
  // What is still on its way to the reader.
  let sending: Promise<unknown> = Promise.resolve();
  const send = (output: Promise<unknown>) => {
    sending = Promise.all([sending, output]);
  };

  return {
    async onNotice(notice) {
      await show(notice);
    },
    onProgress({ stage, done, total, unit, initial, extra }) {
      if (bar?.stage !== stage) {
        if (bar) send(bar.progress.finish());
        bar = { stage, progress: createProgress({ label: stage, total, unit, initial, ...live }) };
      }
      send(bar.progress.update(done, extra));
    },
    async finish() {
      if (bar) send(bar.progress.finish());
      await sending;
    },
  };
}
