/** Signatures of boards, and where the boards are: `isSignature`, `boardFile`, `boardUrl`. */

/** Address of the boards as published, 400 pixels wide; `boardUrl` adds the rest. */
export const BOARDS_URL = "http://i.pinimg.com/400x";

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
