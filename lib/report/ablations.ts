/**
 * The ablation study in words, for appendix A4: `openAblations`, `ablationTable`, verdicts; and images
 * beside augmented views of each: `augmentationSheet`.
 */

import type { ImageStore } from "../dataset/store/image_store.ts";
import { formatInterval } from "../io/format.ts";
import { augmentedViews } from "../model/objectives/contrastive/apply_augmentation.ts";
import { readStudy, type Study, STUDY_PATH, summarise, type Summary } from "../runs/study/study.ts";
import { forestPlot } from "../view/charts/forest.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { type Markdown, markdown } from "../view/markdown.ts";
import type { Picture } from "../view/picture.ts";
import { imageAt } from "../view/pictures/encode.ts";
import { storePhotos } from "../view/pictures/photo.ts";
import { photoSheet } from "../view/pictures/sheet.ts";
import { type Table, table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";

/** Score of a configuration over its seeds. */
export interface Ablation {
  readonly name: string;
  /** P@5, micro, of held-out queries, after whitening. */
  readonly precision: Summary;
  /** P@5 of the raw vectors. */
  readonly raw: Summary;
  /** Recall@1 of augmented copies, after whitening. */
  readonly copies: Summary;
  /** Of training; undefined of what does not learn. */
  readonly minutes?: number;
  readonly seeds: number;
}

/** The study, a configuration each. */
export interface Ablations {
  readonly study: Study;
  readonly rows: readonly Ablation[];
  /** The configuration that all others differ from in one choice. */
  readonly base: Ablation;
}

const BASE = "contrastive";
const WHITENED = "whitened to 64, L2";
const RAW = "raw";

/**
 * The study that comes with the project.
 *
 * @throws {Error} if it is missing, or lacks its base
 */
export async function openAblations(path = STUDY_PATH): Promise<Ablations> {
  const study = await readStudy(path);
  if (!study) throw new Error(`"${path}" is missing: deno task study makes it`);
  const rows = study.trials.map(({ name, seeds }): Ablation => {
    const learns = seeds.some(({ loss }) => loss !== null);
    return {
      name,
      precision: summarise(seeds.map(({ precision }) => precision[WHITENED]!)),
      raw: summarise(seeds.map(({ precision }) => precision[RAW]!)),
      copies: summarise(seeds.map(({ copies }) => copies[WHITENED]!)),
      ...(learns ? { minutes: summarise(seeds.map(({ minutes }) => minutes)).mean } : {}),
      seeds: seeds.length,
    };
  });
  const base = rows.find(({ name }) => name === BASE);
  if (!base) throw new Error(`"${path}" lacks "${BASE}": deno task study goes on with it`);
  return { study, rows, base };
}

/** The scores after whitening beside the base's, and what objective and augmentations matter. */
export function ablationResults(ablations: Ablations): [PlotlyFigure, Markdown, Markdown] {
  const rows = ablations.rows.map(({ name, precision: { mean, low, high } }) => {
    return { name, value: mean, low, high };
  });
  return [
    forestPlot({ rows, base: ablations.base.name, metric: "P@5" }),
    objectiveVerdict(ablations),
    augmentationVerdict(ablations),
  ];
}

/** What was trained and judged, in a sentence. */
export function studyText({ study: { photos, backend }, rows }: Ablations): string {
  const seeds = Math.max(...rows.map(({ seeds }) => seeds));
  const minutes = rows.reduce((sum, { minutes = 0, seeds }) => sum + minutes * seeds, 0);
  return `${rows.length} configurations with ${seeds} seeds each, trained on ${photos.trained} ` +
    `images of "${photos.dataset}" and evaluated on ${photos.judging} held-out ones; ` +
    `${minutes.toFixed(0)} minutes of training on ${backend.device}`;
}

/** All configurations, the best first. */
export function ablationTable({ rows, study: { chance } }: Ablations): Table {
  const spread = ({ mean, deviation }: Summary) =>
    mean.toFixed(3) + (Number.isNaN(deviation) ? "" : ` ± ${deviation.toFixed(3)}`);
  const shown = rows.toSorted((a, b) => b.precision.mean - a.precision.mean).map((row) => ({
    name: row.name,
    precision: spread(row.precision),
    raw: spread(row.raw),
    copies: spread(row.copies),
    minutes: row.minutes ?? null,
  }));
  return table(shown, [
    { key: "name", label: "configuration" },
    { key: "precision", label: "P@5, whitened to 64", align: "right" },
    { key: "raw", label: "P@5, raw", align: "right" },
    { key: "copies", label: "recall@1 of copies", align: "right" },
    { key: "minutes", label: "minutes", digits: 1 },
  ], { caption: `Mean ± standard deviation over seeds; chance: ${chance.toFixed(3)}` });
}

const rangeOf = ({ low, high }: Summary) => formatInterval([low, high]);

/** Whether all seeds of `a` score above all of `b`; undefined where their ranges touch. */
function isAbove(a: Summary, b: Summary): boolean | undefined {
  return a.low > b.high ? true : a.high < b.low ? false : undefined;
}

/** Configurations whose whole range lies above or below that of the base. */
export function clearDifferences(
  { rows, base }: Ablations,
): { better: Ablation[]; worse: Ablation[]; unclear: Ablation[] } {
  const others = rows.filter((row) => row !== base);
  const [better, worse, unclear] = [true, false, undefined].map((above) =>
    others.filter(({ precision }) => isAbove(precision, base.precision) === above)
  );
  return { better: better!, worse: worse!, unclear: unclear! };
}

/** Names with their differences to the base, the largest first. */
function named(rows: readonly Ablation[], base: Ablation): string {
  const change = ({ precision: { mean } }: Ablation) => mean - base.precision.mean;
  return rows.toSorted((a, b) => Math.abs(change(b)) - Math.abs(change(a)))
    .map((row) => `${row.name} (${change(row) < 0 ? "" : "+"}${change(row).toFixed(3)})`)
    .join(", ") || "none";
}

/** Three sentences that name every clear difference, and those that are lost in seed variance. */
export function ablationText(ablations: Ablations): Markdown {
  const { base } = ablations;
  const { better, worse, unclear } = clearDifferences(ablations);
  const { mean } = base.precision;
  const text = `${base.name} has a P@5 of ${mean.toFixed(3)} (${rangeOf(base.precision)} over ` +
    `seeds). Clearly better: ${named(better, base)}. Clearly worse: ${named(worse, base)}. ` +
    `Within seed variance: ${named(unclear, base)}.`;
  return markdown`${text}`;
}

const notTried = (expected: string) =>
  verdict({ expected, holds: undefined, because: "the study has not tried both" });

/** Whether leaving colour jitter out costs more than any other augmentation. */
export function augmentationVerdict({ rows, base }: Ablations): Markdown {
  const of = (name: string) => rows.find((row) => row.name === name)?.precision;
  const [all, colour, crop] = [base.precision, of("no colour jitter"), of("no random crop")];
  const expected = "Of the augmentations, colour jitter matters most";
  if (!colour || !crop) return notTried(expected);
  const most = isAbove(crop, colour) && isAbove(all, colour);
  return verdict({
    expected,
    holds: most || (isAbove(colour, crop) ? false : undefined),
    because: `P@5 is ${all.mean.toFixed(3)} with all of them, ${colour.mean.toFixed(3)} ` +
      `without colour jitter and ${crop.mean.toFixed(3)} without random crops` +
      (isAbove(crop, all)
        ? ": drawn boards are cropped tightly already, and a crop of a crop hides the product"
        : ""),
  });
}

/** Whether the objective matters: contrastive learning beside reconstruction. */
export function objectiveVerdict({ rows, base }: Ablations): Markdown {
  const reconstruction = rows.find(({ name }) => name === "reconstruction")?.precision;
  const expected = "A contrastive objective finds more of the category than reconstruction";
  if (!reconstruction) return notTried(expected);
  const { precision } = base;
  return verdict({
    expected,
    holds: isAbove(precision, reconstruction),
    because: `P@5 is ${precision.mean.toFixed(3)} (${rangeOf(precision)} over seeds) against ` +
      `${reconstruction.mean.toFixed(3)} (${rangeOf(reconstruction)})`,
  });
}

/** Each of `rows` of the store in a row with the views that contrastive learning makes by `seeds`. */
export async function augmentationSheet(
  store: ImageStore,
  rows: Uint32Array,
  seeds: readonly number[],
): Promise<Picture> {
  const images = await store.readImages(rows);
  const views: Uint8Array[] = [];
  for (const seed of seeds) views.push(await augmentedViews(images, seed));
  const crops = await storePhotos(store, rows, { caption: () => [] });
  const shown = crops.map((crop, i) => ({
    head: "Image, and views",
    photos: [crop, ...views.map((view) => ({ image: imageAt(view, i), alt: "a view of it" }))],
  }));
  return await photoSheet([{ rows: shown }], { alt: "Images and their views" });
}
