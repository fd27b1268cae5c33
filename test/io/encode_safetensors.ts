/** A safetensors file in memory: `encodeSafetensors`. */

import { concatBytes } from "../../lib/io/bytes.ts";
import { safetensorsParts } from "../../lib/io/safetensors.ts";

/** The bytes of a file with these tensors and metadata. */
export function encodeSafetensors(
  ...content: Parameters<typeof safetensorsParts>
): Uint8Array<ArrayBuffer> {
  return concatBytes(safetensorsParts(...content));
}
