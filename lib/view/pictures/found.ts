/** Queries with what was found for them as one picture: `foundSheet`. */

import type { ImageStore } from "../../dataset/store/image_store.ts";
import type { Picture } from "../picture.ts";
import { type Photo, storePhotos } from "./photo.ts";
import { photoSheet } from "./sheet.ts";

/** A query and its neighbours. */
export interface FoundImages {
  /** A row of the store, or an image that is not in it. */
  readonly query: number | Photo;
  /**
   * Lists of neighbours, nearest first. Each has its heading at its left; that of a single list stands
   * above the query.
   */
  readonly results: readonly {
    readonly head: string;
    readonly found: readonly { readonly row: number; readonly distance: number }[];
  }[];
}

/** Most photos side by side; more are shown in two rows. */
const WIDEST = 7;

/**
 * Each query at the left of its neighbours, with category and distance of each. Neighbours of a query
 * that is in the store are framed: green for its category, dashed red for another.
 *
 * @param options.alt What a reader who does not see it needs to know.
 */
export async function foundSheet(
  store: ImageStore,
  queries: readonly FoundImages[],
  { alt }: { alt: string },
): Promise<Picture> {
  const blocks = await Promise.all(queries.map(async ({ query, results }) => {
    const category = typeof query === "number" ? store.items[query]!.category : undefined;
    const [photo] = typeof query === "number" ? await storePhotos(store, [query]) : [query];
    const single = results.length === 1;
    const rows = await Promise.all(results.map(async ({ head, found }) => {
      const photos = await storePhotos(store, found.map(({ row }) => row), {
        caption: (item, i) => [item.category, `distance ${found[i]!.distance.toPrecision(3)}`],
      });
      const framed = photos.map((photo, i): Photo => {
        const isHit = store.items[found[i]!.row]!.category === category;
        return { ...photo, frame: isHit ? "hit" : "miss" };
      });
      return { head: single ? "" : head, photos: category === undefined ? photos : framed };
    }));
    return { lead: { head: single ? results[0]!.head : "Query", photo: photo! }, rows };
  }));
  const longest = Math.max(
    1,
    ...queries.flatMap(({ results }) => results.map(({ found }) => found.length)),
  );
  // More photos would be too small to see what they have in common.
  const columns = longest > WIDEST ? Math.ceil(longest / 2) : longest;
  return await photoSheet(blocks, { alt, columns });
}
