/**
 * Lookalike: learn what products look like, and find the ones that look alike. This is all that
 * notebooks and other programs import.
 */

export { type Backend, type BackendName, useBackend } from "./backend/mod.ts";
export { augmentImages } from "./dataset/augment.ts";
export { type Batch, batches } from "./dataset/batches.ts";
export { changedCopies } from "./dataset/changed_copies.ts";
export { toPixelBox } from "./dataset/crop.ts";
export { decodeCrops, type DecodedPhoto, decodeFull, decodePhoto } from "./dataset/decode.ts";
export { readImageFolder } from "./dataset/image_folder.ts";
export { type ImageStore, type Item, openImageStore } from "./dataset/image_store.ts";
export { openDataset, type OpenedDataset } from "./dataset/open_dataset.ts";
export { prepareDataset, type PreparedStore } from "./dataset/prepare.ts";
export { rowSplits } from "./dataset/complete_the_look/row_splits.ts";
export { type Split, SPLITS } from "./dataset/split.ts";
export { describeSplits, type SplitReport } from "./dataset/split_report.ts";
export {
  createExperiment,
  type Experiment,
  originalsDirectory,
  type Profile,
  PROFILES,
  readSettings,
  type Recipe,
  runDirectory,
  type Settings,
} from "./experiment.ts";
export { attributeNames, type AttributeScore, evaluateAttribute } from "./metrics/attributes.ts";
export { colourHistogram, mirroredPixels, pixelDescriptor } from "./metrics/baselines.ts";
export { type CategoryInterval, categoryIntervals } from "./metrics/category_intervals.ts";
export { type Confusion, neighbourConfusion, strongestConfusions } from "./metrics/confusion.ts";
export { evaluateCopies } from "./metrics/copies.ts";
export { scoreDifferences } from "./metrics/differences.ts";
export { exampleQueries } from "./metrics/example_queries.ts";
export { evaluateQueries } from "./metrics/held_out.ts";
export { imageRows } from "./metrics/image_rows.ts";
export { joined, type Method, transformed } from "./metrics/method.ts";
export { findOutliers, type Outlier } from "./metrics/outliers.ts";
export { comparePcaSizes, type PcaSize } from "./metrics/pca_sizes.ts";
export { precisionCurve } from "./metrics/precision_curve.ts";
export { compareReconstructions } from "./metrics/reconstruction.ts";
export { type DetailKept, detailKept } from "./metrics/scales.ts";
export { type SimpleDrawing, simpleDrawings } from "./metrics/simple_drawings.ts";
export { evaluateRetrieval, type RetrievalReport } from "./metrics/retrieval.ts";
export { trustworthiness } from "./metrics/trustworthiness.ts";
export { bestWhitening, compareWhitenings } from "./metrics/whitening_sizes.ts";
export { Adam } from "./model/adam.ts";
export type { Activation } from "./model/activations.ts";
export {
  type Architecture,
  ARCHITECTURES,
  describeLayers,
  LOSS_NAMES,
  MODEL_NAMES,
  type ModelName,
} from "./model/architecture.ts";
export { Autoencoder, createAutoencoder } from "./model/autoencoder.ts";
export { loadWeights, saveWeights } from "./model/checkpoint.ts";
export { viewPhotos } from "./model/contrastive/view_photos.ts";
export { embedStore } from "./model/embed.ts";
export { bytesFromImages, imagesFromBytes } from "./model/images.ts";
export { isPretrained, openPretrained, pretrainedOrigin } from "./model/pretrained.ts";
export type { StateDict } from "./model/state_dict.ts";
export { train, type TrainingResult } from "./model/train.ts";
export { isTrained, openEmbeddings, openTrained } from "./model/trained.ts";
export { projectUmap } from "./projection/umap.ts";
export { PUBLISHED } from "./published.ts";
export { createRandom, deriveSeed, shuffledIndices } from "./random.ts";
export { openRunCatalogue } from "./run/run_catalogue.ts";
export { loadResults, saveResults } from "./run/results.ts";
export { openSearchers, Searcher } from "./run/searchers.ts";
export { Catalogue, weighIndex } from "./search/catalogue/mod.ts";
export { SURELY_APART } from "./search/discriminant_analysis.ts";
export { FlatIndex } from "./search/flat_index.ts";
export { joinScale, joinVectors } from "./search/joined.ts";
export { findNearDuplicates } from "./search/near_duplicates.ts";
export { applyPca, fitPca, type Pca } from "./search/pca.ts";
export { describeRows } from "./search/row_source.ts";
export { takeRows } from "./search/rows.ts";
export { openTransform } from "./search/transform_file.ts";
export {
  categorySteps,
  fitTransform,
  IndexTransform,
  type TransformStep,
} from "./search/transforms.ts";
export { readStudy, type Study, summarise } from "./study/study.ts";
export { QUESTIONS } from "./study/trials.ts";
export * from "./view/mod.ts";
