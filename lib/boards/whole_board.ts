/** Whether a drawn board is on disk to its end: `wholeBoardSize`. */

import { ifExists } from "../io/files.ts";

/**
 * Size in bytes of the JPEG file of a board; undefined if there is no such file, or it lacks its end:
 * the last two bytes mark it, which a file that was cut off, or filled up with zeros, does not have.
 */
export async function wholeBoardSize(path: string): Promise<number | undefined> {
  const info = await ifExists(Deno.stat(path));
  if (!info?.isFile || info.size < 4) return undefined;
  using file = await Deno.open(path);
  await file.seek(-2, Deno.SeekMode.End);
  const end = new Uint8Array(2);
  return await file.read(end) === 2 && end[0] === 0xff && end[1] === 0xd9 ? info.size : undefined;
}
