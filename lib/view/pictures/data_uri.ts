/** Picture files inside pages: `dataUri`. */

/** A file's bytes as an address that a page can hold. */
export function dataUri(bytes: Uint8Array, type: "image/png" | "image/webp"): string {
  return `data:${type};base64,${bytes.toBase64()}`;
}
