/**
 * Lookalike: visual product search with image embeddings. All that notebooks and other programs import,
 * in the order in which the data passes through it.
 */

// Random numbers.
export { createRandom, deriveSeed, shuffledIndices } from "./io/random.ts";

// Data set: photos to an image store.
export { toPixelBox } from "./dataset/decode/crop.ts";
export { decodeCrops, decodeFull, decodePhoto } from "./dataset/decode/decode.ts";
export { prepareDataset } from "./dataset/prepare.ts";
export { rowSplits } from "./dataset/sources/complete_the_look/crops.ts";
export { readImageFolder } from "./dataset/sources/folder.ts";
export { SPLITS } from "./dataset/split/split.ts";
export { summariseSplits } from "./dataset/split/split_report.ts";
export { type ImageStore, openImageStore } from "./dataset/store/image_store.ts";
export { type Item } from "./dataset/store/items_table.ts";

// Backend, and the tensors it computes with.
export * as tf from "@tensorflow/tfjs-core";
export { useBackend } from "./backend/mod.ts";

// Models.
export { convolve } from "./model/activations.ts";
export { Adam } from "./model/adam.ts";
export { ARCHITECTURES, describeLayers, LAYERS } from "./model/architecture.ts";
export { Autoencoder, createAutoencoder } from "./model/autoencoder.ts";
export { loadWeights, saveWeights } from "./model/checkpoint.ts";
export { embedImages } from "./model/embed.ts";
export { bytesFromImages, imagesFromBytes } from "./model/images.ts";
export { openOnnxEncoder } from "./model/onnx/onnx_encoder.ts";
export { augmentedViews } from "./model/objectives/contrastive/apply_augmentation.ts";
export { LOSS_NAMES } from "./model/objectives/objective.ts";
export {
  createSearchNetwork,
  embedMaps,
  type SearchMaps,
  SearchNetwork,
} from "./model/search_network/search_network.ts";
export { initialStateDict, type StateDict } from "./model/state_dict.ts";

// Embeddings.
export { compose, ComposedEmbedding, type Composition } from "./embedding/compose.ts";
export { DESCRIPTORS, searchComposition } from "./embedding/compositions.ts";
export { colourHistogram, thumbnailDescriptor } from "./embedding/descriptors.ts";
export { type Embedding, type Vectors } from "./embedding/embedding.ts";
export { hogDescriptor } from "./embedding/hog.ts";
export { applyPca, fitPca } from "./embedding/pca.ts";
export { arraySource, embedRows, imageRows } from "./embedding/row_source.ts";
export { takeRows } from "./embedding/rows.ts";
export { fitTransform } from "./embedding/transforms.ts";
export { readVectors } from "./embedding/vector_files.ts";

// Nearest neighbours.
export { Catalogue, weighIndex } from "./search/catalogue/mod.ts";
export { FlatIndex } from "./search/flat_index.ts";
export { kNearest } from "./search/neighbours.ts";
export { type Neighbours } from "./search/search_problem.ts";

// Metrics.
export { type Calibration, fitCalibration, probabilityAt } from "./metrics/calibration.ts";
export { simpleDrawings } from "./metrics/constant_baselines.ts";
export { evaluate } from "./metrics/evaluate.ts";
export { comparePcaSizes } from "./metrics/pca_sizes.ts";
export { precisionAtK } from "./metrics/precision_curve.ts";
export { compareReconstructions } from "./metrics/reconstruction.ts";
export { evaluateQueries, evaluateRetrieval } from "./metrics/retrieval.ts";
export { detailKept } from "./metrics/scale_energy.ts";
export { trustworthiness } from "./metrics/trustworthiness.ts";

// Projection.
export { projectUmap } from "./projection/umap.ts";

// Runs: settings, folders, what is on disk.
export { saveEvaluation } from "./runs/collect_metrics.ts";
export { datasetDirectory, originalsDirectory } from "./runs/directories.ts";
export { openEmbeddings } from "./runs/embeddings.ts";
export { evaluationImages } from "./runs/evaluated_embeddings.ts";
export { embedBaselines, embedModels, evaluateRun, type RunEvaluation } from "./runs/evaluation.ts";
export { createExperiment, type Experiment } from "./runs/experiment.ts";
export { openDataset } from "./runs/open_dataset.ts";
export { openIndexEmbeddings } from "./runs/index_embeddings.ts";
export { addProducts, removeProducts } from "./runs/added_products.ts";
export { openSearch } from "./runs/open_search.ts";
export { ProductSearch } from "./runs/product_search.ts";
export { PRESETS } from "./runs/presets.ts";
export { openPretrained, type PretrainedName, pretrainedOrigin } from "./runs/pretrained.ts";
export { loadMetrics, saveResults } from "./runs/results.ts";
export { openSearchCatalogue } from "./runs/run_catalogue.ts";
export { openReasonParts } from "./runs/reason_parts.ts";
export { recommendProducts } from "./runs/recommendations.ts";
export { calibrateSearch } from "./runs/search_calibration.ts";
export { openSearchNetwork } from "./runs/search_network.ts";
export { readSettings, type Settings } from "./runs/settings.ts";
export { train } from "./runs/train.ts";
export { isTrained, openTrained } from "./runs/trained.ts";

// What a run shows.
export {
  ablationRows,
  ablationTable,
  ablationText,
  augmentationVerdict,
  objectiveVerdict,
  openAblations,
  studyText,
} from "./report/ablations.ts";
export { coverageChart } from "./report/coverage_chart.ts";
export { datasetDisplay } from "./report/dataset_display.ts";
export {
  balanceVerdict,
  compareSplits,
  datasetSummary,
  exampleBoards,
  leakVerdict,
  overlapVerdict,
  skippedVerdict,
  splitCounts,
  splitTable,
} from "./report/dataset_summary.ts";
export {
  categoryChart,
  confusionChart,
  confusionTable,
  groupChart,
  heldOutChart,
  originalMetricTable,
  postProcessingTable,
  protocolTable,
  zeroShotChart,
} from "./report/evaluation/charts.ts";
export {
  attributeChart,
  attributeVerdict,
  copiesChart,
  copiesVerdict,
  gainLossChart,
  gainLossVerdict,
  precisionCurves,
  precisionCurveVerdict,
  rankingTable,
  supervisedTable,
  supervisedVerdict,
  whiteningTable,
} from "./report/evaluation/depth.ts";
export {
  nearDuplicateSheet,
  outlierSheet,
  pcaSizeChart,
  pcaSizeVerdict,
  permutationVerdict,
} from "./report/evaluation/index_sheets.ts";
export { exampleSheet } from "./report/evaluation/pictures.ts";
export { productTable } from "./report/evaluation/products.ts";
export {
  baselineVerdicts,
  evaluationSummary,
  groupVerdict,
  originalMetricVerdict,
  whiteningVerdict,
} from "./report/evaluation/sentences.ts";
export {
  activeVerdict,
  activityTable,
  encoderLayers,
  exampleRows,
  layerActivity,
  sparsityVerdict,
} from "./report/layers.ts";
export { broughtSheets } from "./report/brought_sheets.ts";
export {
  colourContentVerdict,
  embeddingContent,
  embeddingContentTable,
} from "./report/embedding_content.ts";
export { islandVerdict } from "./report/islands.ts";
export { explorerModels, mappedImages, mapSpaces } from "./report/map_spaces.ts";
export {
  mapTable,
  mapTrust,
  mapVerdict,
  noiseMap,
  noiseVerdict,
  projectSpace,
  projectSpaces,
  scoreMaps,
  secondOpinion,
} from "./report/maps.ts";
export { savePicture } from "./report/pictures.ts";
export {
  flipInvariance,
  flipTable,
  flipVerdict,
  noiseProbeVerdict,
  probeImages,
  probeTable,
  shiftDistances,
  shiftTable,
  shiftVerdict,
  stackImages,
} from "./report/probes.ts";
export { resultsTable } from "./report/results.ts";
export { PUBLISHED } from "./report/published.ts";
export {
  blendVerdict,
  busyness,
  busyVerdict,
  colourVerdict,
  detailVerdict,
  dimensionVerdict,
} from "./report/reconstruction_verdicts.ts";
export {
  extremes,
  interpolateImages,
  onePerCategory,
  openReconstructors,
  pcaReconstructor,
  reconstructAll,
  reconstructionSheet,
  reconstructionTable,
} from "./report/reconstructions.ts";
export {
  colourTradeoff,
  colourWeightVerdicts,
  exampleRegion,
  hardestQuery,
  lookalikes,
  randomQueries,
  regionSheet,
  searchVerdict,
} from "./report/search_sheet.ts";
export { settingsTable } from "./report/settings_table.ts";
export { trainingDisplay } from "./report/training_display.ts";
export {
  heldOutRows,
  historiesOf,
  lossVerdict,
  referenceErrors,
  referenceVerdict,
  trainingTable,
} from "./report/training_summary.ts";

// Figures, galleries and tables.
export {
  barComparison,
  classDistribution,
  detailCurve,
  forestPlot,
  lineChart,
  lossCurves,
  scatter2d,
} from "./view/charts/mod.ts";
export { explorer } from "./view/explorer/explorer.ts";
export { type PlotlyFigure } from "./view/figure.ts";
export { markdown } from "./view/markdown.ts";
export { networkDrawing } from "./view/network.ts";
export { createPalette, modelColor } from "./view/palette.ts";
export { type Picture } from "./view/picture.ts";
export { boardSheet, cropSteps, storeBoards } from "./view/pictures/boards.ts";
export { imageAt } from "./view/pictures/encode.ts";
export { layerSheet, vectorMaps } from "./view/pictures/feature_maps.ts";
export { type FoundImages, foundSheet } from "./view/pictures/found.ts";
export { storePhotos } from "./view/pictures/photo.ts";
export { photoBlocks, photoSheet } from "./view/pictures/sheet.ts";
export { writePhotos } from "./view/pictures/write_photos.ts";
export { createProgress, stageProgress } from "./view/progress.ts";
export { show } from "./view/show.ts";
export { table } from "./view/table.ts";
export { verdict } from "./view/verdict.ts";
