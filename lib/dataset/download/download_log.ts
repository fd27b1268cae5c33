/** The outcome of each download, a line of JSON each, in a file beside the photos: `DownloadLog`. */

import * as v from "valibot";
import { ifExists, writeFileAtomic } from "../../io/files.ts";
import { Count, Fingerprint, Text } from "../../io/json.ts";

/** Name of the log in the folder. */
export const LOG_FILE = "downloads.jsonl";

const common = {
  /** Requests it took; 0 for a file that was in the folder before the log knew it. */
  attempts: Count,
  /** Size of the file; 0 if the download failed. */
  bytes: Count,
};

const Outcome = v.variant("status", [
  v.object({
    signature: Text,
    status: v.literal("downloaded"),
    error: v.null(),
    ...common,
    /** SHA-256 of the file, hex. */
    sha256: Fingerprint,
  }),
  v.object({
    signature: Text,
    status: v.literal("failed"),
    /** Why it failed. */
    error: Text,
    ...common,
    sha256: v.null(),
  }),
]);

/** Outcome of one download. */
export type DownloadOutcome = v.InferOutput<typeof Outcome>;

/**
 * The outcomes in a file of JSON lines; of a signature the last line counts. A line that was cut
 * off, because the program was killed while it wrote it, is dropped.
 */
export class DownloadLog implements Disposable {
  private constructor(
    readonly file: Deno.FsFile,
    /** The last outcome of each signature. */
    readonly outcomes: Map<string, DownloadOutcome>,
  ) {}

  /** Open the log at `path`, made if it is missing, to add to it; lines that no longer count go. */
  static async open(path: string): Promise<DownloadLog> {
    const text = await ifExists(Deno.readTextFile(path)) ?? "";
    const known = text.split("\n").map(parseLine).filter((outcome) => outcome !== undefined);
    const outcomes = new Map(known.map((outcome) => [outcome.signature, outcome]));
    await writeFileAtomic(path, [...outcomes.values()].map(toLine).join(""));
    return new DownloadLog(await Deno.open(path, { append: true }), outcomes);
  }

  /** Add an outcome; it replaces an earlier one of the same signature. */
  add(outcome: DownloadOutcome): void {
    this.outcomes.set(outcome.signature, outcome);
    const line = new TextEncoder().encode(toLine(outcome));
    for (let at = 0; at < line.length;) at += this.file.writeSync(line.subarray(at));
  }

  [Symbol.dispose](): void {
    this.file.close();
  }
}

function toLine(outcome: DownloadOutcome): string {
  return JSON.stringify(outcome) + "\n";
}

function parseLine(line: string): DownloadOutcome | undefined {
  try {
    return v.parse(Outcome, JSON.parse(line));
  } catch {
    return undefined;
  }
}
