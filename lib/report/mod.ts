/** What the notebooks show, in their order: displays, figures, tables and verdicts. */

// 01 Data.
export { datasetDisplay } from "./dataset_display.ts";
export {
  categoryCounts,
  compareSplits,
  datasetSummary,
  exampleBoards,
  overlapVerdict,
  splitSummary,
} from "./dataset_summary.ts";

// 02 Training.
export { heldOutRows, lossVerdict, trainingSummary } from "./training_summary.ts";
export { trainingDisplay } from "./training_display.ts";
export { embeddingContentSummary } from "./embedding_content.ts";

// 03 Reconstruction.
export {
  onePerCategory,
  openReconstructors,
  pcaReconstructor,
  reconstructAll,
  reconstructionSheet,
} from "./reconstructions.ts";
export {
  colourVerdict,
  detailResults,
  extremeResults,
  interpolationResults,
  reconstructionErrors,
} from "./reconstruction_verdicts.ts";

// 04 Layers.
export { activityResults, encoderLayers, exampleRows } from "./layers.ts";

// 05 Evaluation.
export {
  exampleSheet,
  heldOutResults,
  originalMetric,
  postProcessing,
  stricterProtocols,
} from "./evaluation/sections.ts";
export { categoryChart, confusions } from "./evaluation/charts.ts";
export { evaluationSummary } from "./evaluation/sentences.ts";

// 06 Map.
export { mapExplorer, mappedImages, mapSpaces } from "./map_spaces.ts";
export {
  mapQuality,
  mapTrust,
  noiseControl,
  projectSpace,
  projectSpaces,
  secondOpinion,
} from "./maps.ts";
export { islandVerdict } from "./islands.ts";

// 07 Recommendation.
export {
  broughtSheets,
  colourWeightResults,
  exampleRegion,
  hardestQuery,
  lookalikes,
  randomQueries,
  regionSheet,
  searchVerdict,
} from "./search_sheet.ts";
export { coverageChart } from "./coverage_chart.ts";

// A1 Evaluation in depth.
export { allEmbeddings } from "./evaluation/sections.ts";
export {
  attributeResults,
  copiesResults,
  gainAndLoss,
  precisionByK,
  supervisedResults,
  whiteningTable,
} from "./evaluation/depth.ts";
export { encoderMapResults } from "./evaluation/encoder_maps.ts";
export {
  nearDuplicateSheet,
  outlierSheet,
  pcaSizeResults,
  permutationVerdict,
} from "./evaluation/index_sheets.ts";

// A2 Probes.
export {
  flipResults,
  probeImages,
  probeResults,
  shiftDistances,
  shiftResults,
  stackImages,
} from "./probes.ts";

// A4 Ablations.
export {
  ablationResults,
  ablationTable,
  ablationText,
  augmentationSheet,
  openAblations,
  studyText,
} from "./ablations.ts";

// A5 In a shop.
export { productsMap } from "./products_map.ts";

// Every notebook.
export { settingsTable } from "./settings_table.ts";
export { savePicture } from "./pictures.ts";
