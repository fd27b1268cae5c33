/** What a data set holds, for notebook 01: `datasetSummary`, `exampleBoards`, `splitSummary`. */

import { rowSplits } from "../dataset/sources/complete_the_look/crops.ts";
import { SPLITS } from "../dataset/split/split.ts";
import { type SplitReport, summariseSplits } from "../dataset/split/split_report.ts";
import type { ImageStore, Item } from "../dataset/store/image_store.ts";
import { formatNumber } from "../io/format.ts";
import { shuffledIndices } from "../io/random.ts";
import { scoredQueries } from "../runs/dataset_needs.ts";
import { originalsDirectory } from "../runs/directories.ts";
import type { OpenedDataset } from "../runs/open_dataset.ts";
import type { Settings } from "../runs/settings.ts";
import { classDistribution } from "../view/charts/bars.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { type Markdown, markdown } from "../view/markdown.ts";
import type { Palette } from "../view/palette.ts";
import { type ShownBoard, storeBoards } from "../view/pictures/boards.ts";
import type { Showable } from "../view/plain_text.ts";
import { type Table, table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";
import { sampleText } from "./sample_text.ts";

/** Reasons of skipped files that are listed. */
const LISTED = 10;

/**
 * How many images a data set has, of how many in the folder where the profile takes a sample, what was
 * downloaded, how many images cannot be queries, what was skipped for which reason, and whether that
 * was to be expected.
 */
export function datasetSummary(
  store: OpenedDataset,
  { profile }: Pick<Settings, "profile">,
): Showable[] {
  const { name, count, categories, skipped, downloads, available, reused } = store;
  const shown: Showable[] = [
    markdown`**${formatNumber(count)} images** in ${categories.length} categories (${name}); ${
      formatNumber(skipped.length)
    } skipped${reused ? "; the cached data set is used, as its photos have not changed" : ""}.`,
  ];
  const sample = sampleText({ count, skipped: skipped.length, available, profile });
  if (sample) shown.push(markdown(`**${sample}.**`));
  const { items } = store;
  const everything = Uint32Array.from(items.keys());
  const unscored = items.length - scoredQueries(items, everything, store.rowsOf("train")).length;
  if (unscored > 0) {
    shown.push(markdown`**${formatNumber(unscored)} held-out images** are of categories without
      training images: the index holds none of them, so as queries they find no hit.`);
  }
  if (downloads) {
    const { total, present, downloaded, failed, bytes } = downloads;
    shown.push(table([{ total, present, downloaded, failed, megabytes: bytes / 1e6 }], [
      { key: "total", label: "boards wanted" },
      { key: "present", label: "cached" },
      "downloaded",
      "failed",
      { key: "megabytes", label: "MB downloaded", digits: 1 },
    ]));
  }
  if (skipped.length > 0) {
    const rows = skipped.slice(0, LISTED).map(({ file, reason }) => ({ file, reason }));
    const caption = `The first ${rows.length} of ${skipped.length} skipped files`;
    shown.push(table(rows, ["file", "reason"], { caption }));
  }
  return [...shown, skippedVerdict(store)];
}

/** Whether files had to be skipped: drawn boards have no broken ones. */
function skippedVerdict({ name, skipped }: OpenedDataset): Markdown {
  const isDrawn = name.startsWith("boards");
  return verdict({
    expected: isDrawn
      ? "No file is skipped, as these images were drawn here"
      : "Some files are skipped, as photos of the real world are broken here and there",
    holds: isDrawn === (skipped.length === 0),
    because: skipped.length > 0
      ? `${formatNumber(skipped.length)} were skipped, each with its reason`
      : "nothing had to be skipped",
  });
}

/** Some boards of a data set, chosen by seed; none where its photos are whole. */
export async function exampleBoards(
  store: ImageStore,
  settings: Settings,
  { count }: { count: number },
): Promise<ShownBoard[]> {
  const signatures = [...new Set(store.items.flatMap(({ box, group }) => box && group || []))];
  const chosen = shuffledIndices(signatures.length, settings.seed).subarray(0, count);
  const shown = Array.from(chosen, (i) => signatures[i]!);
  return await storeBoards(store, shown, originalsDirectory(settings));
}

/** Whether boxes overlap, so that crops hold pieces of other items. */
export function overlapVerdict(items: readonly Pick<Item, "group" | "box">[]): Markdown {
  const boards = Map.groupBy(items.filter(({ box }) => box), ({ group }) => group);
  let [overlapping, boxes] = [0, 0];
  for (const [board, own] of boards) {
    if (board === undefined) continue;
    boxes += own.length;
    overlapping += own.filter((item) =>
      own.some((other) => other !== item && overlap(item.box!, other.box!))
    ).length;
  }
  return verdict({
    expected: "Boxes overlap, so that crops hold pieces of other items",
    holds: boxes === 0 ? undefined : overlapping > 0,
    because: boxes === 0
      ? "these photos are whole: there are no boards and no boxes"
      : `${formatNumber(overlapping)} of ${formatNumber(boxes)} boxes overlap another one`,
  });
}

type Box = NonNullable<Item["box"]>;

function overlap([x, y, width, height]: Box, [x2, y2, width2, height2]: Box): boolean {
  return x < x2 + width2 && x2 < x + width && y < y2 + height2 && y2 < y + height;
}

/** Images by category in each split, and whether categories differ in size. */
export function categoryCounts(
  { items, categories }: Pick<ImageStore, "items" | "categories">,
  palette: Palette,
): [PlotlyFigure, Markdown] {
  const series = SPLITS.map((split) => {
    const byCategory = Map.groupBy(items, (item) => item.split === split && item.category);
    return { name: split, counts: categories.map((name) => byCategory.get(name)?.length ?? 0) };
  });
  const totals = categories.map((_, i) => series.reduce((sum, { counts }) => sum + counts[i]!, 0));
  const [least, most] = [Math.min(...totals), Math.max(...totals)];
  const differ = verdict({
    expected: "Some categories have many images, others few",
    holds: totals.length < 2 ? undefined : most >= 2 * least,
    because: `the largest has ${formatNumber(most)}, the smallest ${formatNumber(least)}`,
  });
  return [classDistribution({ palette, series }), differ];
}

/** The splits as they are, and how many held-out images a split by row would leak. */
export interface SplitComparison {
  readonly splits: readonly SplitReport[];
  /** The same items split row by row, as the original did; undefined where there are no groups. */
  readonly byRow?: readonly SplitReport[];
}

/** The splits of `store` beside a split of its rows by seed. */
export function compareSplits(
  store: Pick<ImageStore, "items" | "count">,
  { seed }: Pick<Settings, "seed">,
): SplitComparison {
  const splits = summariseSplits(store.items);
  if (store.items.every(({ group }) => group === undefined)) return { splits };
  const dealt = new Array<Item["split"]>(store.count);
  const order = shuffledIndices(store.count, seed);
  rowSplits(store.count).forEach((split, i) => dealt[order[i]!] = split);
  return { splits, byRow: summariseSplits(store.items, dealt) };
}

/**
 * The splits in one table, the last column of which is there where a split by row would differ; and
 * whether that would put images of training groups into the test split.
 */
export function splitSummary(comparison: SplitComparison): [Table, Markdown] {
  const { splits, byRow } = comparison;
  const rows = splits.map((row, i) => ({ ...row, leaked: byRow?.[i]?.sharedWithTraining ?? null }));
  const shown = table(rows, [
    "split",
    { key: "items", label: "images" },
    { key: "fraction", digits: 3 },
    { key: "groups", label: "boards or groups" },
    "categories",
    { key: "sharedWithTraining", label: "of a training group" },
    ...(byRow ? [{ key: "leaked", label: "the same, split by row" }] : []),
  ]);
  return [shown, leakVerdict(comparison)];
}

/** Whether a split by row would put images of training groups into the test split. */
function leakVerdict({ splits, byRow }: SplitComparison): Markdown {
  const [here, there] = [splits.at(-1)!, byRow?.at(-1)];
  return verdict({
    expected: "A split by row puts images of training groups (boards) into the test split",
    holds: there && there.sharedWithTraining > 0,
    because: there
      ? `split by row, ${there.sharedWithTraining} of ${there.items} test images are of a group ` +
        `that also trains; as split here, ${here.sharedWithTraining} of ${here.items}`
      : "these photos have no groups",
  });
}
