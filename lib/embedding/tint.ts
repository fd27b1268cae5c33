/** An image in another colour: `tinted`. */

/** Pixels whose darkest channel is above this are ground, which keeps its colour. */
const GROUND = 230;

/**
 * The image with its shades in another colour: each pixel that is not near white becomes `colour`
 * times its lightness over the mean lightness of all such pixels. To search for a thing of this shape
 * in that colour.
 *
 * @param image uint8 `[128, 128, 3]`, RGB
 * @param colour red, green, blue, 0 to 255
 */
export function tinted(
  image: Uint8Array,
  colour: readonly [red: number, green: number, blue: number],
): Uint8Array {
  const lightness: number[] = [];
  for (let at = 0; at < image.length; at += 3) {
    const [red, green, blue] = [image[at]!, image[at + 1]!, image[at + 2]!];
    const ground = Math.min(red, green, blue) > GROUND;
    lightness.push(ground ? NaN : (red + green + blue) / 3);
  }
  const shades = lightness.filter((value) => !Number.isNaN(value));
  const mean = shades.reduce((sum, value) => sum + value, 0) / shades.length;
  return image.map((value, i) => {
    const shade = lightness[Math.floor(i / 3)]!;
    if (Number.isNaN(shade)) return value;
    const factor = mean > 0 ? shade / mean : 1;
    return Math.min(255, Math.round(colour[i % 3]! * factor));
  });
}
