/**
 * A map of all items to look around in, as markup that needs nothing else: `explorer`.
 *
 * The page's own script (`client/`) draws it, without a library and without a network. Every item is
 * drawn; its photo travels on sprite sheets, about 400 bytes each where there are thousands: 12,000
 * items weigh 7 MB in all.
 */

import type { ImageStore } from "../../dataset/store/image_store.ts";
import { scriptJson } from "../figure_html.ts";
import { sha256 } from "../../io/bytes.ts";
import { formatNumber } from "../../io/format.ts";
import { mean } from "../../io/mean.ts";
import { type Html, html, rawHtml } from "../html.ts";
import { modelColor, type Palette } from "../palette.ts";
import { dataUri } from "../picture.ts";
import { unpackPlaces, unpackWholes } from "./client/unpack.ts";
import { clientScript, clientStyle } from "./client_script.ts";
import { hitColoring, itemColorings } from "./colorings.ts";
import type { ExplorerData } from "./data.ts";
import { type ExplorerMap, type ExplorerModel, packMap, packModel } from "./pack.ts";
import { spriteSheets } from "./sprites.ts";
import { stillMap } from "./still.ts";

/** What to explore. */
export interface ExplorerInput {
  readonly store: Pick<ImageStore, "items" | "readImages">;
  /** Rows of the store that are on the maps; maps and models name items by their place in here. */
  readonly rows: ArrayLike<number>;
  /** At least one; flat ones are shown first. */
  readonly maps: readonly ExplorerMap[];
  /** @default none: items have no neighbours */
  readonly models?: readonly ExplorerModel[];
  readonly palette: Palette;
  /** @default "Map of the photos" */
  readonly title?: string;
}

/**
 * An explorer: point at an item to see its photo, category and id; click it to see what each model
 * finds nearest; search all that is known of items; draw around some of them to see their photos and
 * categories; hide and show values in the legend; colour by category, split, hit or miss, or any
 * attribute. Zoomed in, the map shows photos. Without scripts it is a picture of the first map.
 *
 * @param options.k Neighbours shown of each model. @default 5
 * @throws {RangeError} if there is no map, lengths do not match, a place is no finite number or a
 *   category is not in the palette
 */
export async function explorer(
  { store, rows, maps, models = [], palette, title = "Map of the photos" }: ExplorerInput,
  { k = 5 }: { k?: number } = {},
): Promise<Html> {
  const n = rows.length;
  // A flat map is read without turning it.
  const ordered = maps.toSorted((a, b) => a.components - b.components);
  const [still] = ordered;
  if (still === undefined) {
    throw new RangeError("Cannot draw explorer as it must have a map: current number is 0");
  }
  const items = Array.from(rows, (row) => store.items[row]!);
  const [categories, ...others] = itemColorings(items, palette);
  const data: ExplorerData = {
    title,
    ids: items.map(({ id }) => id),
    colorings: [categories, ...others, ...models.map((model) => hitColoring(model, items))],
    maps: ordered.map((map) => packMap(map, n)),
    models: models.map((model) => packModel(model, { n, k, color: modelColor(model.name) })),
    photos: await spriteSheets(
      (places) => store.readImages(Uint32Array.from(places, (place) => rows[place]!)),
      n,
    ),
    chosen: typicalItem(models, items),
  };
  const words = `${title}: ${formatNumber(n)} items in ${categories.values.length} categories`;
  const places = unpackPlaces(data.maps[0]!, n);
  const picture = await stillMap(places, {
    values: categories.values,
    codes: unpackWholes(categories.codes, n),
    alt: `${words}, as points coloured by category (${still.name})`,
  });
  const json = scriptJson(data);
  const id = `e${sha256(json).slice(0, 8)}`;
  const holder = html`
    <style>${rawHtml(await clientStyle())}</style>
    <div class="lookalike-explorer" data-lookalike-explorer="${id}" data-lm-suppress-shortcuts
      role="group"
      aria-label="${title}">
      <figure class="still">
        <img src="${dataUri(picture.bytes, "image/png")}" alt="${picture.alt}" width="${picture
          .width}">
        <figcaption><strong>${words}</strong> (${still
          .name}). Where scripts run, in JupyterLab, VS Code
          and the HTML report, this is a map to turn, search and click.</figcaption>
      </figure>
    </div>
  `;
  const script = `<script>${await clientScript()}("${id}",${json})</script>`;
  return { ...rawHtml(`${holder.markup}\n${script}`, words), still: picture };
}

/**
 * The item to begin with: the first held-out one, if there are any, whose neighbours are of its category
 * about as often as those of all items are, over all models. -1 without models.
 */
function typicalItem(
  models: readonly ExplorerModel[],
  items: readonly { category: string; split: string }[],
): number {
  if (models.length === 0) return -1;
  const heldOut = items.some(({ split }) => split === "test");
  const hits = items.map(({ category }, row) =>
    models.reduce((sum, { indices }) => {
      const k = indices.length / items.length;
      const found = Array.from({ length: k }, (_, i) => items[indices[row * k + i]!]);
      return sum + found.filter((item) => item?.category === category).length / k;
    }, 0)
  );
  const usual = mean(hits);
  const distances = hits.map((value, row) =>
    heldOut && items[row]!.split !== "test" ? Infinity : Math.abs(value - usual)
  );
  return distances.indexOf(Math.min(...distances));
}
