/** `show`: the one way a notebook shows something. */

import { keepKernelAtStop } from "../io/stop.ts";
import { displayBundle, inJupyter, settle } from "../io/jupyter.ts";
import { mimeBundle, mimeMetadata } from "./mime.ts";
import { plainText, type Showable } from "./plain_text.ts";

/**
 * Show things one after another: figures, pictures, tables, `markdown`, `html`, strings.
 *
 * In a notebook each becomes an output in every form the notebook may want; elsewhere (scripts,
 * tests) its plain-text form is printed. Await it: outputs that nobody waits for get lost when a
 * notebook runs headless. From the first call on, Stop keeps the kernel (`keepKernelAtStop`).
 *
 * @example await show(lossCurves({ models }), table(rows, ["model", "loss"]))
 * @throws {TypeError} if a thing is of no kind that can be shown; nothing is shown then.
 */
export async function show(...things: readonly Showable[]): Promise<void> {
  if (!inJupyter()) {
    for (const text of things.map(plainText)) console.log(text);
    return;
  }
  keepKernelAtStop((message) => void displayBundle({ "text/plain": message }));
  // All bundles are made before the first is sent, so that a mistake shows nothing half done.
  const outputs = things.map((thing) => [mimeBundle(thing), mimeMetadata(thing)] as const);
  for (const [bundle, metadata] of outputs) await displayBundle(bundle, { metadata });
  await settle();
}
