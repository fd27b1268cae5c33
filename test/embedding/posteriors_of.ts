import { KeptTensors } from "../../lib/backend/kept_tensors.ts";
import { type PosteriorModel, unitPosteriors } from "../../lib/embedding/class_posteriors.ts";

/** What the model estimates, without a tensor left. */
export async function posteriorsOf(
  model: PosteriorModel,
  vectors: Float32Array,
): Promise<Float32Array> {
  using kept = new KeptTensors();
  return await unitPosteriors(model)(vectors, kept);
}
