/**
 * Signatures of boards, and where the boards are: `isSignature`, `boardFile`, `boardUrl`,
 * `downloadedBoards`.
 */

import { join } from "node:path";
import { ifExists } from "../../../io/files.ts";
import type { SourcePhoto } from "../../photo_source.ts";
import { DownloadLog, LOG_FILE } from "../../download/download_log.ts";

/** Address of the boards as published, 400 pixels wide; `boardUrl` adds the rest. */
export const BOARDS_URL = "http://i.pinimg.com/400x";

/** The board of a signature, or the reason there is none: "could not be downloaded". */
export type FindBoard = (
  signature: string,
) => Pick<SourcePhoto, "path" | "size" | "stamp"> | { reason: string };

/**
 * Whether `text` is a signature: 32 lower-case hexadecimal digits. Paths and addresses are made of
 * signatures, so nothing else may pass for one.
 */
export function isSignature(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** Name of a board's file. @throws {RangeError} if `signature` is not one */
export function boardFile(signature: string): string {
  return `${checked(signature)}.jpg`;
}

/**
 * Address of a board: `<base>/ab/cd/ef/<signature>.jpg` for a signature that begins "abcdef".
 *
 * @throws {RangeError} if `signature` is not one
 */
export function boardUrl(signature: string, base: string = BOARDS_URL): string {
  const [a, b, c] = [0, 2, 4].map((at) => checked(signature).slice(at, at + 2));
  // What a mirror asks for in its query, such as a token, stays behind the path.
  const [, folder, query] = /^([^?#]*?)\/*([?#].*)?$/.exec(base)!;
  return `${folder}/${a}/${b}/${c}/${signature}.jpg${query ?? ""}`;
}

function checked(signature: string): string {
  if (isSignature(signature)) return signature;
  throw new RangeError(
    `Cannot name board as its signature must be 32 hexadecimal digits: ` +
      `current value is "${signature}"`,
  );
}

/**
 * Finds downloaded boards in `directory`. A board is present if its file has the size in the log;
 * the stamp is its SHA-256, so that the same boards downloaded again are the same data set.
 */
export async function downloadedBoards(directory: string): Promise<FindBoard> {
  const outcomes = await DownloadLog.read(join(directory, LOG_FILE));
  const sizes = new Map<string, number>();
  // A log may have been changed to name other paths, so files are looked for by signature only.
  for (const signature of [...outcomes.keys()].filter(isSignature)) {
    const info = await ifExists(Deno.stat(join(directory, boardFile(signature))));
    if (info?.isFile) sizes.set(signature, info.size);
  }
  return (signature) => {
    const outcome = outcomes.get(signature);
    if (outcome === undefined) return { reason: "was not downloaded" };
    const { status, error, bytes, sha256 } = outcome;
    if (status === "failed") return { reason: `could not be downloaded (${error})` };
    if (sizes.get(signature) !== bytes) return { reason: "was downloaded but is missing now" };
    return { path: join(directory, boardFile(signature)), size: bytes, stamp: sha256 };
  };
}
