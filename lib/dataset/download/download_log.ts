/** What became of each download, a line of JSON each, kept beside the files: `DownloadLog`. */

import { writeFileAtomic } from "../../io/files.ts";

/** What became of one download. */
export interface DownloadOutcome {
  signature: string;
  status: "downloaded" | "failed";
  /** Why it failed; null if it did not. */
  error: string | null;
  /** Requests it took; 0 for a file that lay there before anything was noted of it. */
  attempts: number;
  /** Size of the file; 0 if it failed. */
  bytes: number;
  /** SHA-256 of the file, hex; null if it failed. */
  sha256: string | null;
}

/**
 * The outcomes in a file of JSON lines. Of a signature the last line counts. A line that was cut
 * off, as the program was killed while it wrote it, is dropped when the log is opened again.
 */
export class DownloadLog {
  /** The last outcome of each signature. */
  readonly outcomes: ReadonlyMap<string, DownloadOutcome>;
  readonly #outcomes: Map<string, DownloadOutcome>;
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile, outcomes: Map<string, DownloadOutcome>) {
    this.#file = file;
    this.#outcomes = this.outcomes = outcomes;
  }

  /** Outcomes in the log at `path`; none if it does not exist. */
  static async read(path: string): Promise<Map<string, DownloadOutcome>> {
    return (await parse(path)).outcomes;
  }

  /** Open the log to add to it, without lines that no longer count. */
  static async open(path: string): Promise<DownloadLog> {
    const { outcomes, isCompact } = await parse(path);
    if (!isCompact) await writeFileAtomic(path, [...outcomes.values()].map(toLine).join(""));
    const file = await Deno.open(path, { append: true, create: true });
    return new DownloadLog(file, outcomes);
  }

  /** Add an outcome; it replaces an earlier one of the same signature. */
  add(outcome: DownloadOutcome): void {
    this.#outcomes.set(outcome.signature, outcome);
    const line = new TextEncoder().encode(toLine(outcome));
    for (let at = 0; at < line.length;) at += this.#file.writeSync(line.subarray(at));
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function toLine({ signature, status, error, attempts, bytes, sha256 }: DownloadOutcome): string {
  return JSON.stringify({ signature, status, error, attempts, bytes, sha256 }) + "\n";
}

async function parse(
  path: string,
): Promise<{ outcomes: Map<string, DownloadOutcome>; isCompact: boolean }> {
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  const outcomes = new Map<string, DownloadOutcome>();
  const lines = text.split("\n");
  let isCompact = lines.pop() === "";
  for (const line of lines) {
    const outcome = parseLine(line);
    if (outcome === undefined || outcomes.has(outcome.signature)) isCompact = false;
    if (outcome !== undefined) outcomes.set(outcome.signature, outcome);
  }
  return { outcomes, isCompact };
}

function parseLine(line: string): DownloadOutcome | undefined {
  try {
    const { signature, status, error, attempts, bytes, sha256 } = JSON.parse(line);
    const isOutcome = typeof signature === "string" && Number.isInteger(attempts) &&
      Number.isInteger(bytes) &&
      (status === "downloaded"
        ? error === null && typeof sha256 === "string"
        : status === "failed" && typeof error === "string" && sha256 === null);
    return isOutcome ? { signature, status, error, attempts, bytes, sha256 } : undefined;
  } catch {
    return undefined;
  }
}
