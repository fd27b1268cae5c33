/** Why a download failed: `DownloadError`, `connectionError`. */

import { messageOf } from "../../io/errors.ts";

/** A download that failed. Its message reads on after the photo's name: "answered 404". */
export class DownloadError extends Error {
  override name = "DownloadError";
  /** Whether another attempt may help. */
  readonly again: boolean;

  constructor(message: string, { again, cause }: { again: boolean; cause?: unknown }) {
    super(message, { cause });
    this.again = again;
  }
}

/**
 * An error of the network as a `DownloadError`: another attempt may help. The error itself is not
 * kept as its cause, as it names the whole address, with what may be secret in it.
 */
export function connectionError(error: unknown): DownloadError {
  if (error instanceof DownloadError) return error;
  let innermost = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) {
    innermost = innermost.cause;
  }
  // Ports differ from run to run, so they are removed too.
  const reason = messageOf(innermost).replace(/ for url \(\S*\)/, "").replace(
    / \(\d[^)]*\)/g,
    "",
  );
  return new DownloadError(`lost the connection: ${reason}`, { again: true });
}
