/**
 * Signatures of boards: `isSignature`, and where a board lies by its signature: `boardFile` on
 * disk, `boardUrl` on the image host.
 */

/** Address of the boards as published, 400 pixels wide; `boardUrl` adds the rest. */
export const BOARDS_URL = "http://i.pinimg.com/400x";

/**
 * Whether `text` is a signature: 32 hexadecimal digits in small letters. Paths and addresses are
 * made of signatures, so that nothing else may pass for one.
 */
export function isSignature(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** Name of a board's file. */
export function boardFile(signature: string): string {
  return `${checked(signature)}.jpg`;
}

/** Address of a board: `<base>/ab/cd/ef/<signature>.jpg` for a signature that begins "abcdef". */
export function boardUrl(signature: string, base: string = BOARDS_URL): string {
  const [a, b, c] = [0, 2, 4].map((at) => checked(signature).slice(at, at + 2));
  return `${base.replace(/\/+$/, "")}/${a}/${b}/${c}/${signature}.jpg`;
}

function checked(signature: string): string {
  if (isSignature(signature)) return signature;
  throw new RangeError(
    `Cannot name board as its signature must be 32 hexadecimal digits: ` +
      `current value is "${signature}"`,
  );
}
