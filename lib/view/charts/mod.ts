/** Plotly figures of what Lookalike measures. */

export {
  barComparison,
  type BaselineLevel,
  categoryBars,
  type CategoryScores,
  classDistribution,
  type CountSeries,
  type EmbeddingScore,
  gainLossBars,
} from "./bars.ts";
export { confusionMap } from "./confusion_map.ts";
export { forestPlot, type ForestRow } from "./forest.ts";
export {
  detailCurve,
  type Line,
  lineChart,
  lossCurves,
  type LossHistory,
  type ModelDetail,
} from "./lines.ts";
export { scatter2d, type ScatterPoints } from "./scatter.ts";
export type { EmbeddingLabel, Estimate } from "./theme.ts";
