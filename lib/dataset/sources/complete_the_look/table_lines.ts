/** The lines of a text file, read as a stream: `readTableLines`. */

import { ifExists } from "../../../io/files.ts";

/** A file with longer lines is no table. */
const MAX_LENGTH = 65536;

/**
 * The lines of a UTF-8 file, without their ends ("\n" or "\r\n") and without a byte order mark;
 * what is not UTF-8 becomes U+FFFD. A file that ends with a line end has no empty last line.
 *
 * @throws {RangeError} if the file does not exist or is a folder
 * @throws {SyntaxError} if a line has more than 65,536 characters
 */
export async function* readTableLines(path: string): AsyncGenerator<string, void, void> {
  const file = await openFile(path);
  let rest = "";
  for await (const text of file.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield checked(line, path);
    checked(rest, path);
  }
  if (rest !== "") yield checked(rest, path);
}

async function openFile(path: string): Promise<Deno.FsFile> {
  const refuse = (condition: string) =>
    new RangeError(`Cannot read table as ${condition}: current value is "${path}"`);
  // Opening a named pipe would wait for who writes into it.
  const info = await ifExists(Deno.stat(path));
  if (info?.isFile) return await Deno.open(path);
  throw refuse(info ? "it must be a file" : "the file must exist");
}

function checked(line: string, path: string): string {
  if (line.length > MAX_LENGTH) {
    throw new SyntaxError(
      `Cannot read table as a line must have at most ${MAX_LENGTH} characters: "${path}"`,
    );
  }
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
