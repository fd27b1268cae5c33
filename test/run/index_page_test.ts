import assert from "node:assert/strict";
import { join } from "node:path";
import { renderIndexPage, writeIndexPage } from "../../lib/run/index_page.ts";

const entry = { name: "01_data_prep", title: "The photos", seconds: 61.2, succeeded: true };

Deno.test("renderIndexPage() links each report, with its time and fate", () => {
  const page = renderIndexPage("clothing-quick", [
    entry,
    { ...entry, name: "02_train", seconds: undefined, succeeded: false },
  ]);
  assert.match(page, /^<!DOCTYPE html>/);
  assert.ok(page.includes('<a href="01_data_prep.html">The photos</a>'));
  assert.ok(page.includes("1 min 01 s"));
  assert.equal(page.match(/failed/g)?.length, 1);
});

Deno.test("renderIndexPage() shows markup in names as text", () => {
  const page = renderIndexPage('<img src=x onerror="alert(1)">', [
    { ...entry, title: "<script>alert(1)</script>", name: 'a"><b>' },
  ]);
  assert.equal(/<img|<script|<b>/.test(page), false);
  assert.ok(page.includes('href="a%22%3E%3Cb%3E.html"'));
});

Deno.test("writeIndexPage() lists the folder's notebooks in order", async () => {
  const folder = await Deno.makeTempDir();
  const notebook = (title: string) =>
    JSON.stringify({ cells: [{ cell_type: "markdown", source: `# ${title}` }] });
  await Deno.writeTextFile(join(folder, "02_b.ipynb"), notebook("Second"));
  await Deno.writeTextFile(join(folder, "01_a.ipynb"), notebook("First"));
  await Deno.writeTextFile(join(folder, "01_a.html"), "");
  const page = await Deno.readTextFile(await writeIndexPage(folder, "run"));
  assert.ok(page.indexOf("First") > 0 && page.indexOf("First") < page.indexOf("Second"));
  await Deno.remove(folder, { recursive: true });
});
