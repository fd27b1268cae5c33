/**
 * Lookalike: visual product search with image embeddings. All that notebooks and other programs import,
 * in the order in which the data passes through it; what the notebooks show of it is in `report`.
 */

// Settings of a run, and what it computes with.
export { readSettings, type Settings } from "./runs/settings.ts";
export { PRESETS } from "./runs/presets.ts";
export { useBackend } from "./backend/mod.ts";
export * as tf from "@tensorflow/tfjs-core";
export { shuffledIndices } from "./io/random.ts";

// Data set: photos to an image store.
export { openDataset, openStore } from "./runs/open_dataset.ts";
export { prepareDataset } from "./dataset/prepare.ts";
export { readImageFolder } from "./dataset/sources/folder.ts";
export { type ImageStore } from "./dataset/store/image_store.ts";

// Models: architecture, forward pass, training.
export { ARCHITECTURES, describeLayers, LAYERS } from "./model/architecture.ts";
export { initialStateDict } from "./model/state_dict.ts";
export { Autoencoder, createAutoencoder } from "./model/autoencoder.ts";
export { convolve } from "./model/activations.ts";
export { imagesFromBytes } from "./model/images.ts";
export { embedImages } from "./model/embed.ts";
export { createExperiment, createExperiments } from "./runs/experiment.ts";
export { train } from "./runs/train.ts";
export { pretrainedOrigins } from "./runs/pretrained.ts";
export { openSearchNetwork } from "./runs/search_network.ts";
export { embedMaps } from "./model/search_network/search_network.ts";
export { openOnnxEncoder } from "./model/onnx/onnx_encoder.ts";

// Embeddings.
export { type Embedding } from "./embedding/embedding.ts";
export { compose } from "./embedding/compose.ts";
export { hogDescriptor } from "./embedding/hog.ts";
export { applyPca, fitPca } from "./embedding/pca.ts";
export { imageRows } from "./embedding/row_source.ts";
export { takeRows } from "./embedding/rows.ts";
export { readVectors } from "./embedding/vector_files.ts";

// Search.
export { kNearest, type Neighbours } from "./search/neighbours.ts";
export { FlatIndex } from "./search/flat_index.ts";
export { Catalogue, weighIndex } from "./search/catalogue/mod.ts";

// Metrics.
export { evaluateRetrieval } from "./metrics/retrieval.ts";
export { precisionAtK } from "./metrics/precision_curve.ts";
export { comparePcaSizes } from "./metrics/pca_sizes.ts";
export { probabilityAt } from "./metrics/calibration.ts";

// Projection.
export { projectUmap } from "./projection/umap.ts";

// Figures, pictures and tables.
export { show } from "./view/show.ts";
export { table } from "./view/table.ts";
export { verdict } from "./view/verdict.ts";
export { stageProgress } from "./view/progress.ts";
export { createPalette } from "./view/palette.ts";
export { storePhotos, writePhotos } from "./view/pictures/photo.ts";
export { photoGrid } from "./view/pictures/sheet.ts";
export { foundSheet } from "./view/pictures/found.ts";
export { boardSheet, cropSteps } from "./view/pictures/boards.ts";
export { layerSheet, vectorMaps } from "./view/pictures/feature_maps.ts";
export { networkDrawing } from "./view/network.ts";

// A run: evaluation, results, search, recommendations.
export { evaluationImages } from "./runs/evaluated_embeddings.ts";
export { embedBaselines, embedModels, evaluateRun } from "./runs/evaluation.ts";
export { saveEvaluation } from "./runs/collect_metrics.ts";
export { loadMetrics, saveResults } from "./runs/results.ts";
export { openIndexEmbeddings } from "./runs/index_embeddings.ts";
export { openSearch } from "./runs/open_search.ts";
export { type ProductSearch } from "./runs/product_search.ts";
export { calibrateSearch } from "./runs/search_calibration.ts";
export { openReasonParts } from "./runs/kept_vectors.ts";
export { recommendProducts } from "./runs/recommendations.ts";
export { addProducts, removeProducts } from "./runs/added_products.ts";
export { openSearchCatalogue } from "./runs/run_catalogue.ts";

// What the notebooks show: figures, tables and verdicts of one section each.
export * as report from "./report/mod.ts";
