import assert from "node:assert/strict";
import { join } from "node:path";
import { linkPages, pageLinks } from "../../lib/report/pages.ts";

const PAGES = [
  { name: "01_data", title: "1 · <Data>" },
  { name: "02_train", title: "2 · Train" },
  { name: "03_more", title: "3 · More" },
];

Deno.test("pageLinks() leads to the pages before and after, the index and the sections", () => {
  const { markup } = pageLinks(PAGES, "02_train", [{ id: "a&b", title: "A & B" }]);
  assert.match(markup, /rel="prev" href="01_data\.html"\s+title="1 · &lt;Data&gt;"/);
  assert.match(markup, /href="index\.html"/);
  assert.match(markup, /rel="next" href="03_more\.html"/);
  assert.match(markup, /<li><a href="#a%26b">A &amp; B<\/a><\/li>/);
});

Deno.test("pageLinks() of the index leads to the first page, those of the last page to no next", () => {
  const index = pageLinks(PAGES, undefined, []).markup;
  assert.match(index, /rel="next" href="01_data\.html"/);
  assert.doesNotMatch(index, /rel="prev"|index\.html|<details>/);
  assert.doesNotMatch(pageLinks(PAGES, "03_more", []).markup, /rel="next"/);
});

Deno.test("linkPages() writes links into the pages that are there, and again where they changed", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "01_data.html");
  const heading = (id: string, text: string) =>
    `<h2 id="${id}">${text}<a class="anchor-link" href="#${id}">¶</a></h2>`;
  await Deno.writeTextFile(
    path,
    `<main><!--pages--><!--/pages-->${
      heading("What-is-R&amp;D?", "What <em>is</em> R&amp;D?")
    }</main>`,
  );
  await Deno.writeTextFile(join(folder, "03_more.html"), "no place for links");
  await linkPages(folder, PAGES.slice(0, 1));
  assert.doesNotMatch(await Deno.readTextFile(path), /rel="next"/);
  await linkPages(folder, PAGES);
  const page = await Deno.readTextFile(path);
  assert.equal(page.match(/rel="next"/g)?.length, 1);
  assert.match(page, /<li><a href="#What-is-R%26D%3F">What is R&amp;D\?<\/a><\/li>/);
  assert.equal(await Deno.readTextFile(join(folder, "03_more.html")), "no place for links");
  await Deno.remove(folder, { recursive: true });
});
