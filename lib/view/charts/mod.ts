/** Plotly figures of what Lookalike measures. */

export { barComparison, type MethodScore } from "./methods.ts";
export {
  type BaselineLevel,
  categoryBars,
  type CategoryScores,
  gainLossBars,
} from "./category_bars.ts";
export { classDistribution, type CountSeries } from "./distribution.ts";
export { lossCurves, type LossHistory } from "./loss.ts";
export { scatter2d, scatter3d, type ScatterPoints } from "./scatter.ts";
export type { Estimate } from "./theme.ts";
export { valueCounts } from "./value_counts.ts";
