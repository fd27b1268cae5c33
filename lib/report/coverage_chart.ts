/** What a cut-off by probability costs and brings: `coverageChart`. */

import { fitCalibration } from "../metrics/calibration.ts";
import { coverageAt } from "../metrics/coverage.ts";
import { judgeNeighbours, type SearchedImages } from "../runs/search_calibration.ts";
import { lineChart } from "../view/charts/lines.ts";
import type { PlotlyFigure } from "../view/figure.ts";

/** Precisions that are asked for. */
const ASKED = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/**
 * Precision and coverage of test queries by the precision that is asked for: a neighbour is shown
 * where the distance, calibrated on validation queries, says that it is right so often. A sentence
 * where either split is empty.
 */
export async function coverageChart(search: SearchedImages): Promise<PlotlyFigure | string> {
  for (const split of ["validation", "test"] as const) {
    if (search.store.rowsOf(split).length > 0) continue;
    return `Distances are not calibrated as the ${split} split is empty`;
  }
  const [validation, test] = [
    await judgeNeighbours(search, "validation"),
    await judgeNeighbours(search, "test"),
  ];
  const calibration = fitCalibration(validation.distances, validation.right);
  const shown = ASKED.map((asked) => coverageAt(test, calibration, asked));
  const line = (name: string, kind: "model" | "baseline", of: "precision" | "coverage") => {
    return { name, kind, points: shown.map((at) => ({ x: at.asked, value: at[of] })) };
  };
  return lineChart({
    lines: [
      line("precision: shown neighbours of the category", "model", "precision"),
      line("coverage: queries with a neighbour", "baseline", "coverage"),
    ],
    xName: "Threshold: least probability of a neighbour that is shown",
    metric: "Fraction",
    title: "What a probability threshold costs and brings",
    subtitle:
      `Test queries, up to ${test.k} neighbours each; probabilities from validation queries`,
    percent: true,
  });
}
