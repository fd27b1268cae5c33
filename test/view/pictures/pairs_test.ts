import assert from "node:assert/strict";
import { photoPairs } from "../../../lib/view/pictures/pairs.ts";

const image = new Uint8Array(128 * 128 * 3).fill(90);

Deno.test("photoPairs() shows two photos under each heading, in order", async () => {
  const { markup, text } = await photoPairs([
    { photos: [{ image, alt: "1.jpg", caption: "hat" }, { image, alt: "<2>" }], head: "0.1 x" },
    { photos: [{ image, alt: "3.jpg" }, { image, alt: "4.jpg" }], head: "0.2 x" },
  ], { title: "Twins" });
  const body = markup.slice(markup.indexOf("</style>"));
  const order = ["Twins", "0.1 x", "1.jpg", "&lt;2&gt;", "0.2 x", "3.jpg", "4.jpg"];
  const at = order.map((words) => body.indexOf(words));
  assert.ok(at.every((place, i) => place > (at[i - 1] ?? 0)), at.join(" "));
  assert.equal(body.match(/<img/g)!.length, 4);
  assert.equal(text, "Twins\n0.1 x: 1.jpg, hat and <2>\n0.2 x: 3.jpg and 4.jpg");
});

Deno.test("photoPairs() says so where there are none", async () => {
  assert.equal((await photoPairs([])).text, "no pairs");
});
