import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { Autoencoder } from "../../lib/model/autoencoder.ts";
import { initialStateDict } from "../../lib/model/state_dict.ts";
import { colourContentVerdict, embeddingContent } from "../../lib/report/embedding_content.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { sparse } from "../model/tiny.ts";

Deno.test("embeddingContent() tells colour from grey", async () => {
  await useBackend(cpuBackend);
  const architecture = sparse(8);
  const model = new Autoencoder(architecture, initialStateDict(architecture, 2, "he"));
  const images = new Uint8Array(44 * 128 * 128 * 3);
  // Images of one colour each, with luminance, redness and blueness of their own.
  for (let i = 0; i < 44; i++) {
    const colour = [7, 5, 3].map((step) => 40 + 20 * ((step * i) % 11));
    for (let p = 0; p < 128 * 128; p++) images.set(colour, 3 * (i * 128 * 128 + p));
  }
  const [content, ...others] = await embeddingContent(
    [{ title: "Untrained", model }, { title: "PCA-64" }],
    images,
  );
  assert.deepEqual(others, []);
  assert.ok(content!.luminance! > 0.8 && content!.chroma! > 0.8, JSON.stringify(content));
  // Three numbers make an image.
  assert.ok(content!.rank > 1 && content!.rank < 5, JSON.stringify(content));
  assert.ok(content!.kept < 1);
  const few = images.subarray(0, 3 * 128 * 128 * 3);
  const [unknown] = await embeddingContent([{ title: "+Layer (512-d)", model }], few);
  assert.deepEqual([unknown!.luminance, unknown!.chroma], [null, null]);
  assert.match(colourContentVerdict([unknown!]).source, /cannot tell/);
  model.dispose();
});

Deno.test("colourContentVerdict() judges autoencoders alone", () => {
  const content = (name: string, chroma: number) => ({
    ...{ name, chroma, luminance: 1, rank: 9, kept: 0.5 },
  });
  const [untrained, contrastive] = [content("Untrained", 0.9), content("Contrastive (512-d)", 0.2)];
  assert.match(colourContentVerdict([untrained, contrastive]).source, /cannot tell/);
  const colourful = content("+Layer (512-d)", 0.7);
  assert.match(colourContentVerdict([untrained, contrastive, colourful]).source, /yes.*0\.70/s);
  const grey = content("Pretrained +Layer (512-d)", 0.1);
  assert.match(colourContentVerdict([colourful, grey]).source, /no.*0\.10/s);
});
