import assert from "node:assert/strict";
import { imageGrid, reconstructionGrid } from "../../../lib/view/pictures/grid.ts";

const image = new Uint8Array(128 * 128 * 3).fill(100);
const EVIL = `<img src=x onerror=alert(1)>"'`;

Deno.test("imageGrid() shows every photo with its words, and marks hits and misses", async () => {
  const { markup, text } = await imageGrid([
    { image, alt: "dress, a.jpg", caption: "dress", frame: "hit" },
    { image, alt: "hat, b.jpg", caption: ["hat", "b.jpg"], frame: "miss" },
    { image, alt: "skirt, c.jpg" },
  ], { columns: 2, title: "Three" });
  assert.equal(markup.match(/<img src="data:image\/webp;base64,/g)!.length, 3);
  assert.match(markup, /repeat\(2,minmax\(0,112px\)\)/);
  assert.match(markup, /alt="dress, a.jpg \(hit\)"/);
  assert.match(markup, /✓ dress/);
  assert.match(markup, /✗ hat/);
  assert.equal(text, "Three\n3 photos: dress [hit]; hat, b.jpg [miss]; skirt, c.jpg");
});

Deno.test("imageGrid() escapes whatever comes from outside", async () => {
  const { markup } = await imageGrid([{ image, alt: EVIL, caption: EVIL }], { title: EVIL });
  assert.equal(markup.match(/<img /g)!.length, 1);
  assert.equal(markup.match(/onerror=alert\(1\)&gt;&quot;&#39;/g)!.length, 5);
});

Deno.test("imageGrid() takes no photos, refuses no columns and wrong sizes", async () => {
  assert.equal((await imageGrid([])).text, "no photos");
  await assert.rejects(imageGrid([], { columns: 1.5 }), { name: "RangeError" });
  await assert.rejects(imageGrid([{ image: image.subarray(1), alt: "" }]), { name: "TypeError" });
});

Deno.test("reconstructionGrid() stacks each original over its reconstructions", async () => {
  const { markup, text } = await reconstructionGrid([{
    original: { image, alt: "dress", caption: "dress" },
    reconstructions: [
      { image, alt: "dress", model: "<A>", caption: "MSE 0.02" },
      { image, alt: "dress", model: "B", caption: ["MSE 0.04", "SSIM 0.5"] },
    ],
  }]);
  const order = ["dress</div>", "&lt;A&gt;</div>", "MSE 0.02</div>", "B</div>", "SSIM 0.5</div>"];
  const at = order.map((words) => markup.indexOf(words));
  assert.ok(at.every((place, i) => place > (at[i - 1] ?? 0)), at.join(" "));
  assert.equal(text, "dress -> <A> MSE 0.02 -> B MSE 0.04, SSIM 0.5");
});
