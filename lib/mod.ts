/**
 * Lookalike: learn what products look like, and find the ones that look alike. This is all that
 * notebooks and other programs import.
 */

export { type Backend, type BackendName, useBackend } from "./backend/mod.ts";
export { augmentImages } from "./dataset/augment.ts";
export { type Batch, batches } from "./dataset/batches.ts";
export { perturbedCopies } from "./dataset/perturbed_copies.ts";
export { toPixelBox } from "./dataset/decode/crop.ts";
export {
  decodeCrops,
  type DecodedPhoto,
  decodeFull,
  decodePhoto,
} from "./dataset/decode/decode.ts";
export { readImageFolder } from "./dataset/sources/folder.ts";
export { type ImageStore, type Item, openImageStore } from "./dataset/store/image_store.ts";
export { openDataset, type OpenedDataset } from "./runs/open_dataset.ts";
export { prepareDataset, type PreparedStore } from "./dataset/prepare.ts";
export { rowSplits } from "./dataset/sources/complete_the_look/crops.ts";
export { type Split, SPLITS } from "./dataset/split/split.ts";
export { type SplitReport, summariseSplits } from "./dataset/split/split_report.ts";
export { createExperiment, type Experiment } from "./runs/experiment.ts";
export { originalsDirectory, runDirectory } from "./runs/directories.ts";
export { type Profile, PROFILES, type Recipe } from "./runs/profiles.ts";
export { readSettings, type Settings } from "./runs/settings.ts";
export { attributeNames, type AttributeScore, evaluateAttribute } from "./metrics/attributes.ts";
export { type Embedding, type Vectors } from "./embedding/embedding.ts";
export { compose, ComposedEmbedding, type Composition } from "./embedding/compose.ts";
export { DESCRIPTORS, searchComposition } from "./embedding/compositions.ts";
export { colourHistogram, thumbnailDescriptor } from "./embedding/descriptors.ts";
export { hogDescriptor, type HogOptions } from "./embedding/hog.ts";
export { type CategoryInterval, categoryIntervals } from "./metrics/bootstrap.ts";
export { type Confusion, neighbourConfusion, strongestConfusions } from "./metrics/confusion.ts";
export { evaluateCopies } from "./metrics/copy_detection.ts";
export { scoreDifferences } from "./metrics/differences.ts";
export { exampleQueries } from "./metrics/example_queries.ts";
export { evaluate } from "./metrics/evaluate.ts";
export { findOutliers, type Outlier } from "./metrics/outliers.ts";
export { comparePcaSizes, type PcaSize } from "./metrics/pca_sizes.ts";
export { precisionAtK, precisionCurve } from "./metrics/precision_curve.ts";
export { compareReconstructions } from "./metrics/reconstruction.ts";
export { type DetailKept, detailKept } from "./metrics/scale_energy.ts";
export { type SimpleDrawing, simpleDrawings } from "./metrics/constant_baselines.ts";
export { evaluateQueries, evaluateRetrieval, type RetrievalReport } from "./metrics/retrieval.ts";
export { findNearDuplicates } from "./metrics/near_duplicates.ts";
export { trustworthiness } from "./metrics/trustworthiness.ts";
export { bestWhitening, compareWhitenings } from "./metrics/whitening_sizes.ts";
export { Adam } from "./model/adam.ts";
export type { Activation } from "./model/activations.ts";
export { type Architecture, ARCHITECTURES, describeLayers } from "./model/architecture.ts";
export { LOSS_NAMES } from "./model/objectives/objective.ts";
export { MODEL_NAMES, type ModelName, PRESETS } from "./runs/presets.ts";
export { Autoencoder, createAutoencoder } from "./model/autoencoder.ts";
export { loadWeights, saveWeights } from "./model/checkpoint.ts";
export { augmentedViews } from "./model/objectives/contrastive/apply_augmentation.ts";
export { embedImages, embedStore } from "./model/embed.ts";
export { bytesFromImages, imagesFromBytes } from "./model/images.ts";
export { openPretrained, pretrainedOrigin } from "./runs/pretrained.ts";
export type { StateDict } from "./model/state_dict.ts";
export { train } from "./runs/train.ts";
export type { TrainingResult } from "./model/trainer.ts";
export { isTrained, openHistory, openTrained } from "./runs/trained.ts";
export { openEmbeddings } from "./runs/embeddings.ts";
export { projectUmap } from "./projection/umap.ts";
export { type DatasetDisplay, datasetDisplay } from "./report/dataset_display.ts";
export { savePicture } from "./report/pictures.ts";
export { PUBLISHED } from "./report/published.ts";
export { settingsTable } from "./report/settings_table.ts";
export { createRandom, deriveSeed, shuffledIndices } from "./io/random.ts";
export { openRunCatalogue } from "./runs/run_catalogue.ts";
export { collectMetrics } from "./runs/collect_metrics.ts";
export { loadMetrics, type Metrics, saveResults } from "./runs/results.ts";
export {
  composeEvaluated,
  evaluateBaseline,
  type EvaluatedEmbedding,
  evaluateModel,
  evaluationImages,
} from "./runs/evaluated_embeddings.ts";
export { chosenWhitening, openRetrievers, Retriever } from "./runs/retrievers.ts";
export { Catalogue, weighIndex } from "./search/catalogue/mod.ts";
export { FlatIndex } from "./search/flat_index.ts";
export { kNearest, type Neighbours } from "./search/neighbours.ts";
export { applyPca, fitPca, type Pca } from "./embedding/pca.ts";
export { arraySource, embedRows, imageRows } from "./embedding/row_source.ts";
export { takeRows } from "./embedding/rows.ts";
export { fitTransform, type TransformStep } from "./embedding/transforms.ts";
export { readStudy, type Study, summarise } from "./runs/study/study.ts";
export { QUESTIONS } from "./runs/study/trials.ts";
export * from "./view/mod.ts";
