/** What a terminal or a log file says while notebooks run: `createRunLog`. */

import { stripVTControlCharacters } from "node:util";
import { formatDuration } from "../io/format.ts";
import { createLiveOutput, type LiveOptions, type LiveOutput } from "../view/live.ts";
import type { RunEvent } from "./notebooks.ts";

/** Longest silence in a log file, milliseconds. */
const LOG_EVERY_MS = 15_000;

/** The log of a run. */
export interface RunLog extends Disposable {
  /** Say what happens to the notebooks. */
  onEvent(event: RunEvent): void;
  /** Say something else, in a line of its own. */
  print(line: string): void;
}

/** Where a log goes: text, the columns of the terminal (0: a file), the clock. */
export interface LogOptions extends Required<Pick<LiveOptions, "write" | "columns">> {
  /** @default performance.now */
  now?: () => number;
  /** Time after which the line says how long it took so far, where nothing else does. @default 1000 */
  tickMs?: number;
}

/** A line of one notebook, which changes in place until the notebook ends. */
interface NotebookLine {
  output: LiveOutput;
  started: number;
  /** `[2/7] Train`. */
  label: string;
  cell: string;
  progress: string;
}

/**
 * A log with a line for each notebook: time, cell, and what its progress bar says. In a terminal the
 * line changes as the notebook goes on; in a file a new one says so every 15 seconds.
 */
export function createRunLog(
  { write, columns, now = () => performance.now(), tickMs = 1000 }: LogOptions,
): RunLog {
  let line: NotebookLine | undefined;

  const text = ({ started, label, cell, progress }: NotebookLine) =>
    [`${label}  ${formatDuration(Math.floor((now() - started) / 1000))}`, cell, progress]
      .filter(Boolean).join(" · ");

  function update(): void {
    if (!line) return;
    const shown = text(line);
    void line.output.update(() => ({ line: shown, bundle: {} }));
  }

  function begin({ name, place, notebooks }: RunEvent & { type: "start" }): void {
    const output = createLiveOutput({ write, columns, now, send: null, logEveryMs: LOG_EVERY_MS });
    const label = `[${place}/${notebooks}] ${shortTitle(name)}`;
    line = { output, started: now(), label, cell: "", progress: "" };
  }

  /** Let the line say `how` the notebook ended. */
  function end(how: string): void {
    if (!line) return;
    const { label, output } = line;
    void output.finish(() => ({ line: `${label}  ${how}`, bundle: {} }));
    line = undefined;
  }

  function print(said: string): void {
    // The line that changes in place comes again below it.
    write(columns > 0 ? `\r\x1b[K${said}\n` : `${said}\n`);
  }

  const timer = setInterval(update, tickMs);
  return {
    onEvent(event) {
      const took = "milliseconds" in event ? formatDuration(event.milliseconds / 1000) : "";
      switch (event.type) {
        case "start":
          begin(event);
          break;
        case "cell":
          if (line) {
            Object.assign(line, { cell: `cell ${event.cell} of ${event.cells}`, progress: "" });
          }
          break;
        case "progress":
          if (line) line.progress = plainLine(event.text);
          break;
        case "again":
          print(`  ${event.name} lost the output of ${event.faults.length} cell(s): once more`);
          break;
        case "done":
          end(took);
          break;
        case "failed":
          end(`failed after ${took} (${event.name}.ipynb)`);
          for (const { index, head, problem } of event.faults) {
            print(`  In cell ${index + 1}:\n${indent(head)}\n  ${problem}`);
          }
          if (event.traceback) print(indent(stripVTControlCharacters(event.traceback)));
      }
      update();
    },
    print,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** `04_layer_visualize` as `Layer visualize`. */
function shortTitle(name: string): string {
  const words = name.replace(/^[^_]*_/, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Text in one line and without what would steer a terminal. */
function plainLine(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}+/gu, " ");
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
