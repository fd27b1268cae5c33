/** What changed between two states of a data set, in words: `describeChanges`. */

import type { StoreContents } from "./image_store.ts";

/** Images that are named of each kind of change. */
const NAMED = 3;

/**
 * The changes from one state of a data set to another: images that were added, removed, renamed (or
 * moved to another category) and changed, each kind with its number and the first of them. An image is
 * renamed if one of the same pixels is gone. Something else, such as a group, differs where there is
 * none.
 *
 * @example
 * ```ts
 * const before = { items: [{ id: "hat/a.jpg" }], checksums: [7] };
 * const after = { items: [{ id: "hat/b.jpg" }], checksums: [7] };
 * describeChanges(before, after); // "1 renamed (hat/a.jpg to hat/b.jpg)"
 * ```
 */
export function describeChanges(before: Named, after: Named): string {
  const [old, now] = [sumsById(before), sumsById(after)];
  const changed = [...now].filter(([id, sum]) => old.has(id) && old.get(id) !== sum);
  const gone = [...old.keys()].filter((id) => !now.has(id));
  const goneBySum = Map.groupBy(gone, (id) => old.get(id)!);
  const added: string[] = [];
  const renamed: string[] = [];
  for (const [id, sum] of now) {
    if (old.has(id)) continue;
    const former = goneBySum.get(sum)?.shift();
    if (former === undefined) added.push(id);
    else renamed.push(`${former} to ${id}`);
  }
  const kinds = [
    kind("added", added),
    kind("removed", [...goneBySum.values()].flat()),
    kind("renamed", renamed),
    kind("changed", changed.map(([id]) => id)),
  ].flatMap((text) => text ?? []);
  return kinds.join("; ") || "files, groups or splits differ, though the images are the same";
}

/** What is compared of a state. */
interface Named extends Pick<StoreContents, "checksums"> {
  items: readonly { id: string }[];
}

function sumsById({ items, checksums }: Named): Map<string, number> {
  return new Map(items.map(({ id }, i) => [id, checksums[i]!]));
}

/** `3 added (hat/a.jpg, hat/b.jpg, ...)`; undefined of none. */
function kind(name: string, images: readonly string[]): string | undefined {
  if (images.length === 0) return undefined;
  const more = images.length > NAMED ? ", ..." : "";
  return `${images.length} ${name} (${images.slice(0, NAMED).join(", ")}${more})`;
}
