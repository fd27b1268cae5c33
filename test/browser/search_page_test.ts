/** The page of `deno task serve` in a real browser. */

import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { createService } from "../../lib/cli/serve/service.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import { makeEvaluatedRun, photoOf } from "../runs/evaluated_run.ts";
import { launchChromium, needsChromium } from "./chromium.ts";

/**
 * Captions of what the page shows as found, once they are `wanted` and all images are there. The page
 * lets no text be evaluated later, so that `waitForFunction` cannot wait.
 */
async function captions(page: Page, wanted: readonly string[]): Promise<void> {
  const drawn = `[...document.images].every((image) => image.naturalWidth > 0)`;
  let seen: string[] = [];
  for (let tries = 0; tries < 100; tries++) {
    seen = await page.locator("#found li span").allTextContents();
    if (seen.join() === wanted.join() && await page.evaluate(drawn)) return;
    await delay(100);
  }
  assert.deepEqual(seen, wanted);
  assert.fail("an image is not drawn");
}

Deno.test({
  ...needsChromium(
    "a photo on the page finds what the library finds; a click and a category go on from there",
  ),
  async fn() {
    await using made = await makeEvaluatedRun("search-page");
    const search = await openSearch(made.settings);
    const handler = await createService(search, { token: "secret" });
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
    const browser = (await launchChromium())!;
    try {
      const item = search.store.items[search.store.rowsOf("test")[0]!]!;
      const path = photoOf(made, item);
      const expected = (found: Awaited<ReturnType<typeof search.byId>>) =>
        found.map(({ category, distance }) => `${category}, distance ${distance.toPrecision(3)}`);
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await browser.newPage({ viewport: { width: 480, height: 900 }, colorScheme });
        const problems: string[] = [];
        page.on("console", (message) => problems.push(`${message.type()}: ${message.text()}`));
        page.on("pageerror", (error) => problems.push(String(error)));
        await page.goto(`http://127.0.0.1:${server.addr.port}/`);
        await page.getByText(`images of run ${made.settings.run}`).waitFor();
        // The token is asked for when it is missed.
        assert.equal(await page.getByLabel("Token").isVisible(), false);
        await page.locator("#file").setInputFiles(path);
        await page.getByText("must bring the token").waitFor();
        assert.deepEqual(problems.splice(0).filter((problem) => !/401/.test(problem)), []);
        await page.getByLabel("Token").fill("secret");
        await page.getByLabel("Token").blur();
        const photo = await Deno.readFile(path);
        const all = expected(await search.byPhoto(photo));
        await captions(page, all);
        await page.getByLabel("Category").selectOption("Hats");
        await captions(page, expected(await search.byPhoto(photo, { category: "Hats" })));
        await page.getByLabel("Category").selectOption("");
        await captions(page, all);
        // A dropped file.
        const dropped = await page.evaluateHandle(`(() => {
          const data = new DataTransfer();
          data.items.add(new File(["<svg xmlns='http://www.w3.org/2000/svg'/>"], "x.jpg"));
          return data;
        })()`);
        await page.dispatchEvent("#drop", "drop", { dataTransfer: dropped });
        await page.getByText("but an SVG drawing").waitFor();
        assert.deepEqual(problems.splice(0).filter((problem) => !/422/.test(problem)), []);
        const first = (await search.byPhoto(photo))[0]!;
        await page.locator("#found button").first().click();
        await captions(page, expected(await search.byId(first.id)));
        const wide: number = await page.evaluate("document.documentElement.scrollWidth");
        assert.ok(wide <= 480, `${wide}`);
        assert.deepEqual(problems, []);
        await page.close();
      }
    } finally {
      await browser.close();
      await server.shutdown();
      await search.close();
    }
  },
});
