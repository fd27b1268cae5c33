/**
 * A convolution and the gradient by its input as one thing: every pixel of the result gathers from
 * pixels of the source, one for each tap of the filter. `forwardGeometry`, `inputGradientGeometry`.
 *
 * The gradient of a convolution at stride s falls into s x s phases: the pixels with the same rest
 * by s use the same taps, and each phase is a small convolution at stride 1. No multiplication with
 * a zero in between is done, and taps that reach nothing but the border are left out.
 */

/** Heights and widths, in pixels, of a convolution whose input is `in` and whose output is `out`. */
export interface ConvShape {
  inHeight: number;
  inWidth: number;
  inChannels: number;
  outHeight: number;
  outWidth: number;
  outChannels: number;
  filterHeight: number;
  filterWidth: number;
  strideHeight: number;
  strideWidth: number;
  /** Zeros before the first row and column. */
  padTop: number;
  padLeft: number;
}

/** One axis of one phase. Position i of `count` lies at `start + i * step` in the result. */
export interface PhaseAxis {
  start: number;
  count: number;
  /** Taps, the first filter row (or column) and the way to the next. */
  taps: number;
  filterFirst: number;
  filterStep: number;
  /** Source pixel of tap t at position i: `i * sourceStep + sourceFirst + t * sourceTap`. */
  sourceFirst: number;
  sourceTap: 1 | -1;
}

/** What a gathering kernel needs to know; sizes in pixels. */
export interface GatherGeometry {
  source: { height: number; width: number; channels: number };
  result: { height: number; width: number; channels: number };
  filterWidth: number;
  /** Way between the source pixels of neighbouring positions. */
  sourceStep: { height: number; width: number };
  /** Way between neighbouring positions of a phase in the result. */
  resultStep: { height: number; width: number };
  /** Phases of rows and of columns; every pair of them is one. */
  rows: PhaseAxis[];
  columns: PhaseAxis[];
}

/** The convolution itself: one phase. */
export function forwardGeometry(shape: ConvShape): GatherGeometry {
  const axis = (result: number, source: number, filter: number, stride: number, pad: number) =>
    trimmed(
      {
        start: 0,
        count: result,
        taps: filter,
        filterFirst: 0,
        filterStep: 1,
        sourceFirst: -pad,
        sourceTap: 1,
      },
      source,
      stride,
    );
  const { strideHeight, strideWidth, padTop, padLeft } = shape;
  return {
    source: { height: shape.inHeight, width: shape.inWidth, channels: shape.inChannels },
    result: { height: shape.outHeight, width: shape.outWidth, channels: shape.outChannels },
    filterWidth: shape.filterWidth,
    sourceStep: { height: strideHeight, width: strideWidth },
    resultStep: { height: 1, width: 1 },
    rows: [axis(shape.outHeight, shape.inHeight, shape.filterHeight, strideHeight, padTop)],
    columns: [axis(shape.outWidth, shape.inWidth, shape.filterWidth, strideWidth, padLeft)],
  };
}

/** The gradient by the input, also a transposed convolution: as many phases as strides. */
export function inputGradientGeometry(shape: ConvShape): GatherGeometry {
  const { strideHeight, strideWidth, padTop, padLeft } = shape;
  return {
    source: { height: shape.outHeight, width: shape.outWidth, channels: shape.outChannels },
    result: { height: shape.inHeight, width: shape.inWidth, channels: shape.inChannels },
    filterWidth: shape.filterWidth,
    sourceStep: { height: 1, width: 1 },
    resultStep: { height: strideHeight, width: strideWidth },
    rows: phases(shape.inHeight, shape.outHeight, shape.filterHeight, strideHeight, padTop),
    columns: phases(shape.inWidth, shape.outWidth, shape.filterWidth, strideWidth, padLeft),
  };
}

/** Pixel x gathers from y with y * stride + f - pad = x, for the filter rows f of x's rest. */
function phases(
  result: number,
  source: number,
  filter: number,
  stride: number,
  pad: number,
): PhaseAxis[] {
  return Array.from({ length: Math.min(stride, result) }, (_, start) => {
    const filterFirst = (start + pad) % stride;
    return trimmed(
      {
        start,
        count: Math.ceil((result - start) / stride),
        taps: Math.max(0, Math.ceil((filter - filterFirst) / stride)),
        filterFirst,
        filterStep: stride,
        sourceFirst: (start + pad - filterFirst) / stride,
        sourceTap: -1,
      },
      source,
      1,
    );
  });
}

/** `axis` without the taps that lie outside the source for every position. */
function trimmed(axis: PhaseAxis, source: number, sourceStep: number): PhaseAxis {
  const reaches = (tap: number) => {
    const first = axis.sourceFirst + tap * axis.sourceTap;
    for (let i = 0; i < axis.count; i++) {
      const at = first + i * sourceStep;
      if (at >= 0 && at < source) return true;
    }
    return false;
  };
  const used = Array.from({ length: axis.taps }, (_, tap) => tap).filter(reaches);
  const first = used[0] ?? 0;
  return {
    ...axis,
    taps: used.length === 0 ? 0 : used.at(-1)! - first + 1,
    filterFirst: axis.filterFirst + first * axis.filterStep,
    sourceFirst: axis.sourceFirst + first * axis.sourceTap,
  };
}
