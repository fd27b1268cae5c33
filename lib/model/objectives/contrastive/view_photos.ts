/** Views of photos to look at: `viewPhotos`. */

import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../backend/mod.ts";
import { deriveSeed } from "../../../io/random.ts";
import { IMAGE_VALUES } from "../../../dataset/store/image_size.ts";
import { bytesFromImages, imageTensor } from "../../images.ts";
import { makeViews } from "./make_views.ts";
import { drawView } from "./view.ts";

/**
 * Views as a contrastive model is trained on, one of each photo.
 *
 * @param images uint8 `[n, 128, 128, 3]`, RGB
 * @param seed another seed, other views
 * @returns uint8 `[n, 128, 128, 3]`
 */
export async function viewPhotos(images: Uint8Array, seed: number): Promise<Uint8Array> {
  await useBackend();
  const n = images.length / IMAGE_VALUES;
  const views = Array.from({ length: n }, (_, i) => drawView(i, deriveSeed(seed, "views to show")));
  const made = tf.tidy(() => makeViews(imageTensor(images), views));
  const bytes = bytesFromImages(await made.data() as Float32Array);
  made.dispose();
  return bytes;
}
