import assert from "node:assert/strict";
import type { Item } from "../../../lib/dataset/store/image_store.ts";
import type { ExplorerData } from "../../../lib/view/explorer/data.ts";
import { explorer } from "../../../lib/view/explorer/explorer.ts";
import { mimeBundle, mimeMetadata } from "../../../lib/view/mime.ts";
import { createPalette } from "../../../lib/view/palette.ts";

const EVIL = `</script><img src=x onerror=alert(1)>"'`;
const BYTES = 128 * 128 * 3;

function items(n: number): Item[] {
  return Array.from({ length: n }, (_, i) => ({
    id: `${EVIL} ${i}`,
    file: `${i}.jpg`,
    category: i % 2 ? EVIL : "hats",
    split: "train",
    width: 3,
    height: 5,
    attributes: {},
  }));
}

async function made(n: number) {
  const asked: number[] = [];
  return {
    asked,
    shown: await explorer({
      store: {
        items: items(n + 3),
        readImages(rows) {
          asked.push(...Array.from(rows));
          return Promise.resolve(new Uint8Array(rows.length * BYTES));
        },
      },
      rows: Uint32Array.from({ length: n }, (_, i) => i + 3),
      maps: [{
        name: "M",
        components: 3,
        points: Float32Array.from({ length: 3 * n }, (_, i) => i % 7),
      }],
      palette: createPalette(["hats", EVIL]),
      title: EVIL,
    }),
  };
}

Deno.test("explorer() holds every item of its rows, and no name from outside as markup", async () => {
  const { shown: { markup, text }, asked } = await made(1500);
  assert.deepEqual(asked, Array.from({ length: 1500 }, (_, i) => i + 3));
  assert.equal(markup.match(/<script>/g)!.length, 1);
  assert.equal(markup.match(/<\/script>/g)!.length, 1);
  assert.doesNotMatch(markup, /<img src=x/);
  const data: ExplorerData = JSON.parse(markup.match(/\("e\w+",(\{.*\})\)<\/script>/)![1]!);
  assert.equal(data.ids.length, 1500);
  assert.equal(data.ids[0], `${EVIL} 3`);
  // 1,024 photos a sheet.
  assert.equal(data.photos.sheets.length, 2);
  assert.match(text!, /1,500 items in 2 categories$/);
});

Deno.test("explorer() travels with a still picture; markup comes first", async () => {
  const { shown } = await made(4);
  const bundle = mimeBundle(shown);
  assert.deepEqual(Object.keys(bundle).sort(), ["image/png", "text/html", "text/plain"]);
  assert.match(String(bundle["image/png"]), /^iVBORw0KGgo/);
  assert.deepEqual(mimeMetadata(shown), {
    "image/png": { width: 900, alt: shown.still!.alt },
  });
});

Deno.test("explorer() gives the same input the same markup", async () => {
  assert.equal((await made(5)).shown.markup, (await made(5)).shown.markup);
});

Deno.test("explorer() opens with a held-out item chosen, if there is one", async () => {
  for (const [heldOut, chosen] of [[4, 4], [-1, 0]] as const) {
    const shown = items(6).map((item, i) =>
      i === heldOut ? { ...item, split: "test" as const } : item
    );
    const { markup } = await explorer({
      store: {
        items: shown,
        readImages: (rows) => Promise.resolve(new Uint8Array(rows.length * BYTES)),
      },
      rows: shown.map((_, i) => i),
      maps: [{ name: "M", components: 2, points: new Float32Array(12) }],
      models: [{ name: "A", indices: [1, 2, 3, 4, 5, 0], distances: new Array(6).fill(1) }],
      palette: createPalette(["hats", EVIL]),
    });
    assert.match(markup, new RegExp(`"chosen":${chosen}\\}`));
  }
});

Deno.test("explorer() refuses to draw without a map", async () => {
  const store = { items: [], readImages: () => Promise.resolve(new Uint8Array()) };
  await assert.rejects(
    explorer({ store, rows: [], maps: [], palette: createPalette([]) }),
    { name: "RangeError", message: /it must have a map: current number is 0/ },
  );
});
