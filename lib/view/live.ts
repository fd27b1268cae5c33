/**
 * Outputs that change in place: `createLiveOutput`, and `liveShow`, which stands on it. In a
 * notebook it is one display that is updated; in a terminal one line written over; in a log file a
 * line now and then.
 */

import {
  displayBundle,
  inJupyter,
  type MimeBundle,
  type MimeMetadata,
  settle,
} from "../io/jupyter.ts";
import { mimeBundle, mimeMetadata } from "./mime.ts";
import { plainText, type Showable } from "./plain_text.ts";

/** Where and when a live output appears; tests put in their own. */
export interface LiveOptions {
  /** Least time between two updates in a notebook or terminal, milliseconds. @default 250 */
  readonly everyMs?: number;
  /** Least time between two lines in a log (no terminal), milliseconds. @default 10000 */
  readonly logEveryMs?: number;
  /** Clock, milliseconds. @default performance.now */
  readonly now?: () => number;
  /** Sends to the notebook; null where there is none. @default the kernel, if this runs in it */
  readonly send?: typeof displayBundle | null;
  /** Takes text for the terminal. @default standard error */
  readonly write?: (text: string) => void;
  /** Columns of the terminal; 0 for a log file. @default what standard error is */
  readonly columns?: number;
}

/** One state of a live output. */
export interface LiveState {
  /** For the notebook. */
  readonly bundle: MimeBundle;
  /** Hints that go with the bundle. @default none */
  readonly metadata?: MimeMetadata;
  /** One line for a terminal or log. */
  readonly line: string;
}

/** An output that changes in place. A state is only made when it is shown, which most are not. */
export interface LiveOutput {
  /** Show a state unless the last one was shown too recently; resolves when it is on its way. */
  update(makeState: () => LiveState): Promise<void>;
  /** Show a state for good. Nothing is shown after it. */
  finish(makeState: () => LiveState): Promise<void>;
}

function terminalColumns(): number {
  try {
    return Deno.stderr.isTerminal() ? Deno.consoleSize().columns : 0;
  } catch {
    return 0;
  }
}

function writeStandardError(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}

/** An output that changes in place, empty until its first state. */
export function createLiveOutput({
  everyMs = 250,
  logEveryMs = 10_000,
  now = () => performance.now(),
  send = inJupyter() ? displayBundle : null,
  write = writeStandardError,
  columns = terminalColumns(),
}: LiveOptions = {}): LiveOutput {
  const displayId = crypto.randomUUID();
  const interval = send || columns > 0 ? everyMs : logEveryMs;
  let lastShown = -Infinity;
  let finished = false;
  let displayed = false;
  // Updates are sent one after another, so that an older state never replaces a newer one.
  let sending = Promise.resolve();

  function display({ bundle, metadata }: LiveState): Promise<void> {
    const update = displayed;
    displayed = true;
    sending = sending.then(async () => await send?.(bundle, { displayId, update, metadata }));
    return sending;
  }

  function print({ line }: LiveState, end: string): void {
    write(columns > 0 ? `\r${line.slice(0, columns - 1)}\x1b[K${end}` : `${line}\n`);
  }

  return {
    async update(makeState) {
      if (finished || now() - lastShown < interval) return;
      lastShown = now();
      if (send) await display(makeState());
      else print(makeState(), "");
    },
    async finish(makeState) {
      if (finished) return;
      finished = true;
      if (!send) return print(makeState(), "\n");
      await display(makeState());
      await settle();
    },
  };
}

/**
 * A thing that is shown and then changed in place, at most twice a second (`everyMs`, default 500): the
 * figure of a loss that grows while it trains, say. A saved notebook holds the last state only. In a
 * terminal it is `line`, by default its plain text: of a figure the title.
 */
export function liveShow({ everyMs = 500, ...options }: LiveOptions = {}) {
  const output = createLiveOutput({ everyMs, ...options });
  const stateOf = (thing: Showable, line = plainText(thing)) => () => {
    return { bundle: mimeBundle(thing), metadata: mimeMetadata(thing), line };
  };
  return {
    /** Show this in place of the last; skipped if that was too recent. */
    update: (thing: Showable, line?: string) => output.update(stateOf(thing, line)),
    /** Show this for good. */
    finish: (thing: Showable, line?: string) => output.finish(stateOf(thing, line)),
  };
}
