/** The machine's Chromium: `launchChromium`, and `figurePictures`, which has it draw figures. */

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { plotlySource } from "../report/notebook_page.ts";
import type { EncodedFigure } from "../view/figure.ts";
import { scriptJson } from "../view/figure_html.ts";
import type { Picture } from "../view/picture.ts";
import { fewColors } from "../view/svg.ts";

/** Where Debian and others put Chromium. */
const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Headless, and silent: the browser asks its maker for nothing. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of the machine's Chromium, or undefined where there is none. */
export function chromiumIfInstalled(): string | undefined {
  return PATHS.find((path) => existsSync(path));
}

/** The machine's Chromium, started headless, or undefined where there is none; the caller closes it. */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = chromiumIfInstalled();
  if (executablePath === undefined) return undefined;
  return await chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** Width of a figure's picture, pixels; notebooks are about as wide. */
export const FIGURE_WIDTH = 760;

/** With more colours than this, 16 shades are too few for them and the greys of the text. */
const FEW_COLORS = 4;

/** Draws figures as pictures; disposing of it closes its page. */
export interface FigurePictures extends AsyncDisposable {
  /**
   * @param options.scale Dots a pixel. @default 1
   * @returns a PNG of `FIGURE_WIDTH` pixels, transparent
   */
  draw(figure: EncodedFigure, alt: string, options?: { scale?: number }): Promise<Picture>;
}

/** A page of `browser` that draws figures with Plotly. */
export async function figurePictures(browser: Browser): Promise<FigurePictures> {
  const page = await browser.newPage();
  await page.addScriptTag({ content: await plotlySource() });
  return {
    async draw({ data, layout }, alt, { scale = 1 } = {}) {
      const { height = 450 } = layout;
      const format = { format: "png", width: FIGURE_WIDTH, height, scale };
      const address: string = await page.evaluate(
        `Plotly.toImage(${scriptJson({ data, layout })}, ${scriptJson(format)})`,
      );
      const bytes = Uint8Array.fromBase64(address.slice(address.indexOf(",") + 1));
      const named = new Set(JSON.stringify(data).match(/#[0-9a-f]{6}\b/g)).size;
      return await fewColors(bytes, alt, { colors: named > 0 && named <= FEW_COLORS ? 16 : 256 });
    },
    [Symbol.asyncDispose]: () => page.close(),
  };
}
