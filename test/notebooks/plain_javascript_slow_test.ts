import { oddPhotos, runAllCells } from "./odd_photos.ts";

/** An eighth of the channels: with all of them it would take a quarter of an hour. */
const NARROW = [
  ["const changes = {", "const changes = { width: 1 / 8,"],
  ["values.length !== 512", "values.length !== 64"],
];

Deno.test("all notebooks run to the end in plain JavaScript", async () => {
  // As few photos as there may be.
  await using few = await oddPhotos({ a: 4, b: 4 }, (number) => number);
  await runAllCells({ ...few.env, BACKEND: "cpu", REPLACE: JSON.stringify(NARROW) });
});
