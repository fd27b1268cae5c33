/** Galleries in a real browser: names that would be markup show letter by letter. */

import assert from "node:assert/strict";
import { boardGrid, createPalette, imageGrid, neighbourRows } from "../../lib/view/mod.ts";
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
    const board = {
      pixels: new Uint8Array(30 * 20 * 3),
      width: 30,
      height: 20,
      signature: EVIL_ID,
      items: [{
        category: EVIL_CATEGORY,
        split: "test" as const,
        box: [0, 0, 0.5, 1] as [number, number, number, number],
      }],
    };
    const shown = [
      await imageGrid([photo], { title: EVIL_CATEGORY }),
      await neighbourRows([{ query: photo, results: [{ model: EVIL_CATEGORY, neighbours }] }], {
        title: EVIL_ID,
      }),
      await boardGrid([board], { palette: createPalette([EVIL_CATEGORY]), title: EVIL_ID }),
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
        EVIL_ID,
      ]);
      assert.deepEqual(await page.locator(".hit figcaption div").allTextContents(), [
        `✓ ${EVIL_CATEGORY}`,
        EVIL_ID,
        "distance 1.5",
      ]);
      assert.equal(await page.locator(".label").textContent(), EVIL_CATEGORY);
      // The photo, the query, the neighbour and the board: no other picture came of a name.
      const sources = await page.locator("img").evaluateAll((images) =>
        images.map((image) => image.getAttribute("src")!.slice(0, 5))
      );
      assert.deepEqual(sources, ["data:", "data:", "data:", "data:"]);
      assert.equal(await page.locator("b").count(), 0);
      assert.deepEqual([problems, requests], [[], []]);
    } finally {
      await browser.close();
    }
  },
});
