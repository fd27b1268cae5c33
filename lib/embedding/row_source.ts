/** Rows that need not all be in memory: `RowSource`, `arraySource`, `describeRows`. */

/** Rows of numbers, read a batch at a time. */
export interface RowSource {
  /** Number of rows. */
  count: number;
  /** Numbers in a row, such as 128 x 128 x 3 = 49,152 for an image. */
  dim: number;
  /** Rows `first` to `end - 1`, row-major `[end - first, dim]`. */
  read(first: number, end: number): Promise<Uint8Array | Float32Array>;
}

/** Rows that lie in memory: row-major `[n, dim]`. */
export function arraySource(rows: Uint8Array | Float32Array, dim: number): RowSource {
  if (!Number.isInteger(dim) || dim < 1 || rows.length % dim !== 0) {
    throw new TypeError(
      `Cannot read rows as their length ${rows.length} must be a multiple of dim: ` +
        `current value is ${dim}`,
    );
  }
  return {
    count: rows.length / dim,
    dim,
    read: (first, end) => Promise.resolve(rows.subarray(first * dim, end * dim)),
  };
}

/**
 * The descriptors of all images of a source, in order: float32 `[count, descriptor length]`.
 *
 * @param images rows are images, uint8 `[128, 128, 3]`
 * @param describe turns images `[n, 128, 128, 3]` into descriptors `[n, length]`, such as
 *   `pixelDescriptor`
 * @param batch images read at once. @default 256
 */
export async function describeRows(
  images: RowSource,
  describe: (images: Uint8Array) => Float32Array,
  batch = 256,
): Promise<Float32Array> {
  let all = new Float32Array();
  for (let first = 0; first < images.count; first += batch) {
    const end = Math.min(first + batch, images.count);
    const rows = await images.read(first, end);
    if (!(rows instanceof Uint8Array)) {
      throw new TypeError(`Cannot describe images as they must be bytes: row ${first} is not`);
    }
    const described = describe(rows);
    const length = described.length / (end - first);
    if (first === 0) all = new Float32Array(images.count * length);
    all.set(described, first * length);
  }
  return all;
}

/** A source from start to end in batches, as float32 copies that the caller may change. */
export async function* batches(
  source: RowSource,
  batch: number,
): AsyncGenerator<{ first: number; end: number; rows: Float32Array }> {
  for (let first = 0; first < source.count; first += batch) {
    const end = Math.min(first + batch, source.count);
    const read = await source.read(first, end);
    if (read.length !== (end - first) * source.dim) {
      throw new TypeError(
        `Cannot read rows ${first} to ${end - 1} as they must hold ` +
          `${(end - first) * source.dim} numbers: current value is ${read.length}`,
      );
    }
    yield { first, end, rows: new Float32Array(read) };
  }
}
