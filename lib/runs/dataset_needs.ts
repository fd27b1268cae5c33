/** What a run needs of its images: `refuseTooFew`; and which of them can be queries: `scoredQueries`. */

import type { Item } from "../dataset/store/image_store.ts";

/** Images to train on and to search: each has five others then, as many as scores look at. */
const FEWEST = 6;

/**
 * Throw unless there are different images to train on, images that are held out, and a category in
 * which one image can find another: without them notebooks would fail later, after a training.
 *
 * @throws {RangeError} saying how many there are, and what to do
 */
export function refuseTooFew(
  { items, checksums }: {
    items: readonly Pick<Item, "category" | "split">[];
    checksums: ArrayLike<number>;
  },
): void {
  const training = items.filter(({ split }) => split === "train");
  const categories = new Set(training.map(({ category }) => category));
  if (training.length < FEWEST) {
    refuse(
      `${FEWEST} photos or more must be there to train on`,
      `${training.length} of ${items.length} (add photos; without folders for splits, ` +
        `${FEWEST + 2} are enough)`,
    );
  }
  if (training.length === categories.size) {
    refuse(
      "some category must have two photos to train on",
      `${training.length} photos in as many categories (put photos without a known category into ` +
        "one folder)",
    );
  }
  if (training.length === items.length) {
    refuse(
      "some photos must be held out from training",
      `none of ${items.length} (photos of a group stay together: make smaller groups, or sort the ` +
        `photos into folders named train and test)`,
    );
  }
  if (new Set(Array.from(checksums)).size === 1) {
    refuse("photos must differ", `${items.length} photos of the same pixels`);
  }
}

function refuse(condition: string, value: string): never {
  throw new RangeError(`Cannot use data set as ${condition}: current value is ${value}`);
}

/** Those of `queries`, rows of `items`, whose category some row of `index` has. */
export function scoredQueries(
  items: readonly Pick<Item, "category">[],
  queries: Uint32Array,
  index: Uint32Array,
): Uint32Array {
  const known = new Set(Array.from(index, (row) => items[row]!.category));
  return queries.filter((row) => known.has(items[row]!.category));
}
