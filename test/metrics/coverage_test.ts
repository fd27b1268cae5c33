import assert from "node:assert/strict";
import { coverageAt } from "../../lib/metrics/coverage.ts";

Deno.test("coverageAt() counts queries that are left a neighbour, and neighbours that are right", () => {
  // Probabilities: 1 and 0.5; 0.75 and 0; 0.5 and 0.25.
  const calibration = { distances: [1, 5], probabilities: [1, 0] };
  const judged = {
    k: 2,
    distances: Float64Array.of(1, 3, 2, 5, 3, 4),
    right: Uint8Array.of(1, 0, 1, 1, 0, 1),
  };
  assert.deepEqual(coverageAt(judged, calibration, 0), { asked: 0, coverage: 1, precision: 4 / 6 });
  // Left at 0.5: right, wrong, right, wrong, of all three queries; at 0.6: right, right, of two.
  assert.deepEqual(coverageAt(judged, calibration, 0.5), {
    asked: 0.5,
    coverage: 1,
    precision: 0.5,
  });
  assert.deepEqual(coverageAt(judged, calibration, 0.6), {
    asked: 0.6,
    coverage: 2 / 3,
    precision: 1,
  });
  const none = coverageAt({ ...judged, distances: new Float64Array(6).fill(5) }, calibration, 0.6);
  assert.deepEqual(none, { asked: 0.6, coverage: 0, precision: NaN });
});
