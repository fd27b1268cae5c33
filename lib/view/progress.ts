/** Progress bars with rate and time left: `createProgress`, and `stageProgress` for several stages. */

import { formatDuration, formatNumber, formatRate } from "../io/format.ts";
import { type Html, html } from "./html.ts";
import { createLiveOutput, type LiveOptions, type LiveState } from "./live.ts";

/** Numbers or words shown behind the progress, by name, such as `{ loss: 0.0512 }`. */
export type ProgressExtra = Readonly<Record<string, number | string>>;

/** A progress bar. */
export interface Progress {
  /** Say that `done` units are done now. Cheap: most calls draw nothing. Await it in loops. */
  update(done: number, extra?: ProgressExtra): Promise<void>;
  /** Replace the bar by one line: what was done, how long it took, the mean rate. */
  finish(): Promise<void>;
}

/** The rate shown is the mean over this long, milliseconds: steady, yet it follows a slow-down. */
const WINDOW_MS = 15_000;

/** Rate over the last moments, from moments `[time in ms, units done]`. */
function createRate(start: number, initial: number) {
  const moments: [number, number][] = [[start, initial]];
  return (time: number, done: number): number => {
    moments.push([time, done]);
    while (moments.length > 2 && time - moments[1]![0] >= WINDOW_MS) moments.shift();
    const [since, from] = moments[0]!;
    return time > since ? (done - from) / (time - since) * 1000 : 0;
  };
}

function extraWords(extra: ProgressExtra): string[] {
  return Object.entries(extra).map(([name, value]) =>
    `${name} ${typeof value === "number" ? formatNumber(value) : value}`
  );
}

/**
 * A progress bar, shown at its first update: percent, units done, rate, time left. In a notebook it
 * is one output updated in place about four times a second, in a terminal one line, in a log a line
 * every ten seconds.
 *
 * @param options.label What is going on, such as "Training +Layer, epoch 3".
 * @param options.total Units to do; 0 where nobody knows.
 * @param options.unit Plural of what is counted. @default "images"
 * @param options.initial Units done before (a resumed run); they count as done, not for the rate.
 * @default 0
 * @param options.since When the work began, by the same clock, where that was earlier. @default now
 */
export function createProgress(
  { label, total, unit = "images", initial = 0, since, ...live }: LiveOptions & {
    label: string;
    total: number;
    unit?: string;
    initial?: number;
    since?: number;
  },
): Progress {
  const now = live.now ?? (() => performance.now());
  const start = since ?? now();
  const output = createLiveOutput(live);
  const rateAt = createRate(start, initial);
  let done = initial;
  let shownExtra: ProgressExtra = {};

  function bar(): LiveState {
    const rate = rateAt(now(), done);
    const part = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
    const words = [
      total > 0
        ? `${formatNumber(done)} / ${formatNumber(total)} ${unit}`
        : `${formatNumber(done)} ${unit}`,
      ...(rate > 0 ? [formatRate(rate, unit)] : []),
      ...(rate > 0 && total > done ? [`${formatDuration((total - done) / rate)} left`] : []),
      ...extraWords(shownExtra),
    ];
    // Without a value the browser draws a bar that says "some".
    const value = total > 0 ? html`value="${part.toFixed(4)}"` : null;
    const percent = total > 0 ? `${Math.floor(part * 100)}% ` : "";
    return stateOf(
      `${label}: ${percent}${words.join(" · ")}`,
      html`
        <div style="font-size:13px;font-variant-numeric:tabular-nums">
          <div><strong>${label}</strong> ${percent}</div>
          <progress ${value} max="1" aria-label="${label}"
            style="width:100%;max-width:480px;height:12px;accent-color:#0f78c3"></progress>
          <div style="opacity:.8">${words.join(" · ")}</div>
        </div>
      `,
    );
  }

  function summary(): LiveState {
    const seconds = (now() - start) / 1000;
    const counted = done - initial;
    const rate = seconds > 0 && counted > 0 ? `, ${formatRate(counted / seconds, unit)}` : "";
    const extra = extraWords(shownExtra).map((word) => ` · ${word}`).join("");
    const short = total > 0 && done < total ? ` of ${formatNumber(total)}` : "";
    const ofThem = initial > 0 ? `, ${formatNumber(counted)} of them` : "";
    const rest = `${formatNumber(done)}${short} ${unit}${ofThem} in ${
      formatDuration(seconds)
    }${rate}${extra}`;
    return stateOf(
      `${label}: ${rest}`,
      html`<div style="font-size:13px"><strong>${label}</strong>: ${rest}</div>`,
    );
  }

  return {
    async update(count, extra = {}) {
      if (Number.isFinite(count)) done = count;
      shownExtra = { ...shownExtra, ...extra };
      await output.update(bar);
    },
    finish: () => output.finish(summary),
  };
}

/**
 * A function to call with the name of a stage and how far it is: each stage has a progress bar, which
 * one line replaces at its end.
 *
 * @example
 * ```ts
 * const onProgress = stageProgress();
 * for (let done = 0; done <= 3; done++) await onProgress("Embedding", done, 3);
 * ```
 */
export function stageProgress(
  live: LiveOptions = {},
): (stage: string, done: number, total: number, unit?: string) => Promise<void> {
  const now = live.now ?? (() => performance.now());
  const bars = new Map<string, Progress>();
  // A stage is first heard of when its first units are done: it began when the one before was over.
  let since = now();
  return async (stage, done, total, unit = "images") => {
    const bar = bars.get(stage) ?? createProgress({ label: stage, total, unit, since, ...live });
    bars.set(stage, bar);
    await bar.update(done);
    if (done < total) return;
    await bar.finish();
    bars.delete(stage);
    since = now();
  };
}

/** A state with its forms for a terminal and a notebook. */
function stateOf(line: string, { markup }: Html): LiveState {
  return { line, bundle: { "text/html": markup, "text/plain": line } };
}
