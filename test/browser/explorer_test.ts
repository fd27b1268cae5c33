/// <reference lib="dom" />
/** The explorer in a real browser, with 12,000 items and names that would be markup. */

import assert from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchChromium, needsChromium, offlinePage } from "./chromium.ts";
import { EVIL_CATEGORY, EVIL_ID, explorerPage, photoColor } from "./explorer_page.ts";

const N = 12_000;

/** Made once, as making it takes longer than looking at it. */
let made: Promise<string> | undefined;

/** The place of item 0 on the screen: it lies alone at the right edge of the flat map. */
async function rightmost(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.locator(".stage > canvas").boundingBox())!;
  for (let x = box.width - 2; x > box.width / 2; x -= 3) {
    await page.mouse.move(box.x + x, box.y + box.height / 2);
    if (await page.locator(".card").isVisible()) return { x: box.x + x, y: box.y + box.height / 2 };
  }
  throw new Error("Nothing lies at the right edge of the map");
}

/** Colour in the middle of a photo, once it is drawn. */
async function colorOf(page: Page, selector: string): Promise<number[]> {
  await page.waitForSelector(`${selector}[data-drawn]`);
  return await page.locator(selector).first().evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const context = (canvas as HTMLCanvasElement).getContext("2d")!;
    return Array.from(context.getImageData(width / 2, height / 2, 1, 1).data.slice(0, 3));
  });
}

/** WebP changes colours a little. */
function assertColor(actual: number[], expected: readonly number[]): void {
  const off = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  assert.ok(off < 40, `${actual} in place of ${expected}`);
}

/** Open the explorer's page, wait until its map is drawn, and hand it to `look`. */
async function explore(look: (page: Page) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const browser = (await launchChromium())!;
  try {
    const file = join(folder, "explorer.html");
    await Deno.writeTextFile(file, await (made ??= explorerPage(N)));
    await using offline = await offlinePage(browser, { viewport: { width: 1280, height: 900 } });
    const { page, requests, problems } = offline;
    page.on("dialog", (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const started = performance.now();
    await page.goto(`file://${file}`);
    await page.waitForSelector(".stage > canvas[data-drawn]");
    console.log(`  first map of ${N} items after ${Math.round(performance.now() - started)} ms`);
    await look(page);
    assert.deepEqual(problems, []);
    assert.deepEqual(requests, []);
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  ...needsChromium("the explorer shows 12,000 items, their photos and their neighbours, offline"),
  fn: () =>
    explore(async (page) => {
      const canvas = page.locator(".stage > canvas");
      assert.equal(await canvas.getAttribute("data-drawn"), String(N));
      assert.match((await page.textContent(".status"))!, /^12,000 of 12,000 items shown$/);
      assert.equal(await page.textContent(".title"), `Map of <i>${N}</i> items`);
      assert.equal(await page.locator(".still").count(), 0);
      // It opens flat, with an item and its neighbours.
      assert.equal(await page.locator("select").first().inputValue(), "0");
      assert.equal(await page.locator(".chosen .id").count(), 1);
      assert.equal(await page.locator(".tiles").count(), 2);

      // Pointing: photo, category and id, letter by letter.
      const at = await rightmost(page);
      assert.equal(await page.textContent(".card strong"), EVIL_CATEGORY);
      assert.equal(await page.textContent(".card .id"), EVIL_ID);
      assertColor(await colorOf(page, ".card canvas"), photoColor(0));

      // Clicking: five neighbours of both models, beside the map.
      await page.mouse.click(at.x, at.y);
      assert.equal(await page.textContent(".chosen h3"), EVIL_CATEGORY);
      assert.equal(await page.textContent(".chosen .id"), EVIL_ID);
      assert.deepEqual(await page.locator("dd").allTextContents(), ["train", "red", "plain"]);
      assert.deepEqual(await page.locator("h4 span").allTextContents(), ["A", "B & <b>"]);
      const tiles = page.locator(".tiles");
      assert.equal(await tiles.count(), 2);
      assert.deepEqual(
        await tiles.first().locator(".category").allTextContents(),
        ["01", "02", "03", "04", "05"].map((name) => `Category ${name}`),
      );
      assert.deepEqual(
        await tiles.last().locator(".distance").allTextContents(),
        [..."12345"].map((d) => `✗ ${d}`),
      );
      assertColor(await colorOf(page, ".tiles canvas"), photoColor(1));
      const [map, panel] = [await canvas.boundingBox(), await page.locator(".panel").boundingBox()];
      assert.ok(panel!.x >= map!.x + map!.width, "the panel is not beside the map");

      // A neighbour leads on to its own neighbours.
      await tiles.last().locator("button").first().click();
      assert.equal(await page.textContent(".chosen .id"), `item-${N - 1}`);
      await page.locator(".tiles").first().locator("button").first().click();
      assert.equal(await page.textContent(".chosen .id"), EVIL_ID);
    }),
});

Deno.test({
  ...needsChromium("the explorer hides, colours, turns and finds, by mouse and keys"),
  fn: () =>
    explore(async (page) => {
      const legend = page.locator(".values button");
      assert.equal(await legend.count(), 21);
      assert.equal(await legend.first().locator("span").textContent(), EVIL_CATEGORY);
      const shown = () => page.textContent(".status");
      await legend.first().click();
      assert.equal(await legend.first().getAttribute("aria-pressed"), "false");
      assert.match((await shown())!, /^11,428 of 12,000/); // 12,000 - ceil(12,000 / 21)
      await legend.first().press("Enter");
      assert.match((await shown())!, /^12,000 of/);
      await legend.nth(1).dblclick();
      assert.match((await shown())!, /^572 of/);
      await page.click(".all");
      assert.match((await shown())!, /^12,000 of/);
      assert.equal(await page.locator(".all").isVisible(), false);

      const names = async () => await page.locator(".values span").allTextContents();
      const colorings = page.locator("select").nth(1);
      assert.deepEqual(await colorings.locator("option").allTextContents(), [
        "category",
        "split",
        "colour",
        "pattern",
        "hit or miss, A",
        "hit or miss, B & <b>",
      ]);
      await colorings.selectOption("split");
      assert.deepEqual(await names(), ["train", "validation", "test"]);
      await colorings.selectOption("colour");
      assert.deepEqual(await names(), ["blue", "red"]);
      await colorings.selectOption("hit or miss, A");
      assert.equal((await names()).length, 2);

      // The map in space: the same picture until it is turned.
      const picture = () => page.locator(".stage > canvas").screenshot();
      const flat = await picture();
      await page.locator("select").first().selectOption("in space");
      await page.waitForTimeout(100);
      const before = await picture();
      assert.notDeepEqual(before, flat);
      await page.focus(".stage > canvas");
      await page.keyboard.press("ArrowLeft");
      await page.waitForTimeout(100);
      const turned = await picture();
      assert.notDeepEqual(turned, before);

      // A search over all that is known: 12,000 items alternate red and blue, dots and plain.
      await page.fill("input", "red plain train");
      assert.match((await shown())!, /^2,000 of 12,000 items found/);
      await page.fill("input", "handbag");
      assert.match((await shown())!, /^0 of 12,000 items found/);
      await page.fill("input", "ITEM-11999");
      assert.match((await shown())!, /^1 of 12,000 items found/);
      await page.press("input", "Enter");
      assert.equal(await page.textContent(".chosen .id"), "item-11999");
      await page.focus(".stage > canvas");
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".chosen").count(), 0);
      assert.match((await shown())!, /^12,000 of 12,000 items shown/);
    }),
});

Deno.test({
  ...needsChromium("the explorer shows photos close up, and what is inside a drawn outline"),
  fn: () =>
    explore(async (page) => {
      const canvas = page.locator(".stage > canvas");
      const photos = async () => Number(await canvas.getAttribute("data-photos"));
      assert.equal(await photos(), 0);
      await page.focus(".stage > canvas");
      for (let i = 0; i < 12; i++) await page.keyboard.press("+");
      await page.waitForFunction(
        "Number(document.querySelector('.stage > canvas').dataset.photos) > 0",
      );
      await page.keyboard.press("0");

      // An outline around the right quarter of the map, where item 0 lies alone.
      await page.click("text=Select");
      const box = (await canvas.boundingBox())!;
      const [left, right] = [box.x + box.width * 0.85, box.x + box.width - 2];
      const [top, bottom] = [box.y + box.height * 0.3, box.y + box.height * 0.7];
      await page.mouse.move(left, top);
      await page.mouse.down();
      for (const [x, y] of [[right, top], [right, bottom], [left, bottom]]) {
        await page.mouse.move(x!, y!, { steps: 4 });
      }
      await page.mouse.up();
      assert.equal(await page.textContent(".chosen h3"), "1 selected");
      assert.deepEqual(await page.locator(".counts li").allTextContents(), [`${EVIL_CATEGORY} 1`]);
      assert.match((await page.textContent(".status"))!, /^1 of 12,000 items found/);
      await page.locator(".tiles button").first().click();
      assert.equal(await page.textContent(".chosen .id"), EVIL_ID);
    }),
});

Deno.test({
  ...needsChromium("the explorer fits 480 pixels, the panel below the map"),
  fn: () =>
    explore(async (page) => {
      await page.setViewportSize({ width: 480, height: 900 });
      await page.waitForFunction("document.querySelector('.stage > canvas').clientWidth < 480");
      const map = (await page.locator(".body .map").boundingBox())!;
      const panel = (await page.locator(".panel").boundingBox())!;
      assert.ok(panel.y >= map.y + map.height, "the panel is not below the map");
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 480);
    }),
});

Deno.test({
  ...needsChromium("the explorer without scripts shows its still picture and escaped words"),
  async fn() {
    const browser = (await launchChromium())!;
    try {
      await using offline = await offlinePage(browser, { javaScriptEnabled: false });
      await offline.page.setContent(await explorerPage(40));
      const image = offline.page.locator(".still img");
      assert.equal(await image.isVisible(), true);
      assert.match((await image.getAttribute("alt"))!, /^Map of <i>40<\/i> items: 40 items in 21/);
      assert.equal(await offline.page.locator("b").count(), 0);
      assert.deepEqual(offline.requests, []);
    } finally {
      await browser.close();
    }
  },
});
