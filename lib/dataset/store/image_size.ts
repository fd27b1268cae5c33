/** The size of every image of a store: `IMAGE_SIZE`, `IMAGE_BYTES`. */

/** Width and height in pixels of every image in a store. */
export const IMAGE_SIZE = 128;

/** Bytes of one image in a store: 128 x 128 x 3. */
export const IMAGE_BYTES = IMAGE_SIZE * IMAGE_SIZE * 3;
