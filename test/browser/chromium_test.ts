import assert from "node:assert/strict";
import { launchChromium, needsChromium, offlinePage } from "./chromium.ts";

Deno.test({
  ...needsChromium("offlinePage() shows a page, notes what it asks for and what goes wrong"),
  async fn() {
    const browser = (await launchChromium())!;
    try {
      await using offline = await offlinePage(browser, { colorScheme: "dark" });
      const { page, requests, problems } = offline;
      await page.setContent(`<p>here</p><script>console.warn("careful");</script>`);
      assert.equal(await page.textContent("p"), "here");
      assert.equal(await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"), true);
      assert.deepEqual([requests, problems], [[], ["careful"]]);
      await page.setContent(
        `<img src="https://example.org/a.png"><script>throw Error("too far")</script>`,
      );
      await page.waitForFunction("document.images[0].complete");
      assert.deepEqual(requests, ["https://example.org/a.png"]);
      assert.match(problems.join("\n"), /ERR_FAILED/);
      assert.match(problems.join("\n"), /too far/);
    } finally {
      await browser.close();
    }
  },
});
