/** How the learning rate changes while a model trains: `learningRateAt`. */

/**
 * "constant": the same learning rate always, as the original. "cosine": warmed up from nearly 0 over the
 * first steps, then lowered to 0 along half a wave (Loshchilov & Hutter 2017, without restarts), which
 * learns more in few epochs and depends on how many there are.
 */
export type ScheduleName = "constant" | "cosine";

/** Share of all steps that "cosine" warms up for. */
const WARM_UP = 0.05;

/**
 * The learning rate of step `step` (from 0) of `steps`.
 *
 * "cosine", with w = ceil(0.05 steps) steps of warm-up: peak (step + 1) / w while step < w, then
 * peak (1 + cos(pi (step - w) / (steps - w))) / 2.
 *
 * @param peak the recipe's learning rate
 */
export function learningRateAt(
  step: number,
  { steps, peak, schedule = "constant" }: { steps: number; peak: number; schedule?: ScheduleName },
): number {
  if (schedule === "constant") return peak;
  const warmUp = Math.ceil(WARM_UP * steps);
  if (step < warmUp) return peak * (step + 1) / warmUp;
  return peak * (1 + Math.cos(Math.PI * (step - warmUp) / (steps - warmUp))) / 2;
}
