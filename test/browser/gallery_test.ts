/** Galleries in a real browser: names that would be markup show letter by letter. */

import assert from "node:assert/strict";
import { imageGrid, neighbourRows } from "../../lib/view/mod.ts";
import { launchChromium, needsChromium, offlinePage } from "./chromium.ts";
import { EVIL_CATEGORY, EVIL_ID } from "./explorer_page.ts";

Deno.test({
  ...needsChromium("galleries show hostile categories and file names as text, and load nothing"),
  async fn() {
    const photo = {
      image: new Uint8Array(128 * 128 * 3).fill(90),
      alt: `${EVIL_CATEGORY}: ${EVIL_ID}`,
      caption: [EVIL_CATEGORY, EVIL_ID],
    };
    const neighbours = [{ ...photo, distance: 1.5, frame: "hit" as const }];
    const shown = [
      await imageGrid([photo], { title: EVIL_CATEGORY }),
      await neighbourRows([{ query: photo, results: [{ model: EVIL_CATEGORY, neighbours }] }], {
        title: EVIL_ID,
      }),
    ];
    const browser = (await launchChromium())!;
    try {
      await using offline = await offlinePage(browser, { viewport: { width: 480, height: 800 } });
      const { page, requests, problems } = offline;
      page.on("dialog", (dialog) => {
        problems.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.setContent(`<body>${shown.map(({ markup }) => markup).join("")}</body>`);
      assert.deepEqual(await page.locator(".title").allTextContents(), [
        EVIL_CATEGORY,
        EVIL_ID,
      ]);
      assert.deepEqual(await page.locator(".hit figcaption div").allTextContents(), [
        `✓ ${EVIL_CATEGORY}`,
        EVIL_ID,
        "distance 1.5",
      ]);
      // The photo, the query and the neighbour: no other picture came of a name.
      const sources = await page.locator("img").evaluateAll((images) =>
        images.map((image) => image.getAttribute("src")!.slice(0, 5))
      );
      assert.deepEqual(sources, ["data:", "data:", "data:"]);
      assert.equal(await page.locator("b").count(), 0);
      assert.deepEqual([problems, requests], [[], []]);
    } finally {
      await browser.close();
    }
  },
});
