/** Plotly figures of what Lookalike measures. */

export { barComparison, categoryBars, classDistribution, gainLossBars } from "./bars.ts";
export { confusionMap } from "./confusion_map.ts";
export { forestPlot } from "./forest.ts";
export { lineChart, lossCurves, type LossHistory } from "./lines.ts";
export { scatter2d } from "./scatter.ts";
