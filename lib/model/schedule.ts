/** How the learning rate changes while a model trains: `learningRateAt`. */

/**
 * "constant": the same learning rate always, as the original. "cosine": warmed up from nearly 0 over the
 * first steps, then lowered to 0 along half a wave (Loshchilov & Hutter 2017, without restarts), which
 * learns more in few epochs and depends on how many there are. "warm-up": constant after 200 steps
 * from nearly 0, for runs whose end is open.
 */
export type ScheduleName = "constant" | "cosine" | "warm-up";

/** Share of all steps that "cosine" warms up for. */
const WARM_UP = 0.05;
/** Steps that "warm-up" takes. */
const WARM_UP_STEPS = 200;

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
  if (schedule === "warm-up") return peak * Math.min(1, (step + 1) / WARM_UP_STEPS);
  const warmUp = Math.ceil(WARM_UP * steps);
  if (step < warmUp) return peak * (step + 1) / warmUp;
  return peak * (1 + Math.cos(Math.PI * (step - warmUp) / (steps - warmUp))) / 2;
}
