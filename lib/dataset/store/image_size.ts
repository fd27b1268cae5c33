/** The size of every image: of a store, of a model's input and of its reconstructions. */

/** Width and height in pixels. */
export const IMAGE_SIZE = 128;

/** Height, width and channels. */
export const IMAGE_SHAPE = [IMAGE_SIZE, IMAGE_SIZE, 3] as const;

/** Values in one image: 128 x 128 x 3 = 49,152. */
export const IMAGE_VALUES = IMAGE_SIZE * IMAGE_SIZE * 3;

/** Bytes of one image in a store: one for each value. */
export const IMAGE_BYTES = IMAGE_VALUES;
