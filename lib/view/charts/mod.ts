/** Plotly figures of what Lookalike measures. */

export { attributeBars, type AttributeScores } from "./attribute_bars.ts";
export { barComparison, type EmbeddingScore } from "./bar_comparison.ts";
export {
  type BaselineLevel,
  categoryBars,
  type CategoryScores,
  gainLossBars,
} from "./category_bars.ts";
export { confusionMap } from "./confusion_map.ts";
export { detailCurve, type ModelDetail } from "./detail_curve.ts";
export { classDistribution, type CountSeries } from "./distribution.ts";
export { forestPlot, type ForestRow } from "./forest.ts";
export { lossCurves, type LossHistory } from "./loss.ts";
export type { EmbeddingLabel } from "./series_styles.ts";
export { type EmbeddingCurve, precisionAgainstK } from "./precision_curve.ts";
export { scatter2d, scatter3d, type ScatterPoints } from "./scatter.ts";
export { sizeCurve, type SizePoint } from "./size_curve.ts";
export type { Estimate } from "./theme.ts";
export { valueCounts } from "./value_counts.ts";
export { weightCurve, type WeightScores } from "./weight_curve.ts";
