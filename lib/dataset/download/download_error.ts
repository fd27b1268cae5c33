/** Why a download failed: `DownloadError`, `connectionError`. */

import { messageOf } from "../../io/errors.ts";

/** A download that failed. Its message reads on after the photo's name: "answered 404". */
export class DownloadError extends Error {
  override name = "DownloadError";
  /** Whether another attempt may help. */
  readonly again: boolean;
  /** How long the server asks to wait before it, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    { again, retryAfterMs, cause }: { again: boolean; retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, { cause });
    this.again = again;
    this.retryAfterMs = retryAfterMs;
  }
}

/** An error of the network as a `DownloadError`: another attempt may help. */
export function connectionError(error: unknown): DownloadError {
  if (error instanceof DownloadError) return error;
  let innermost = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) {
    innermost = innermost.cause;
  }
  // Addresses and ports differ from run to run, so they are removed.
  const reason = messageOf(innermost).replace(/ for url \([^)]*\)/, "").replace(
    / \(\d[^)]*\)/g,
    "",
  );
  return new DownloadError(`lost the connection: ${reason}`, { again: true, cause: error });
}
