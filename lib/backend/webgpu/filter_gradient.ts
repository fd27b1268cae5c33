/**
 * The gradient by a convolution's filter as an implicit matrix product: `filterGradientShader`.
 *
 * Rows are the filter's taps x input channels, columns its output channels, the depth is every
 * pixel of every output image: long and thin, so that the depth is cut over workgroups (split-K).
 */

import type { Shader } from "./dispatch.ts";
import type { ConvShape } from "./gather_geometry.ts";
import { productCode, type TilePosition, unrolled } from "./product_code.ts";
import type { ProductShape, Tile } from "./tiles.ts";

/** How `filterGradientShader` computes. */
export interface FilterGradientOptions {
  tile: Tile;
  /** Parts the depth is cut into; each stores its own sums, one after another, if there are more. */
  splits: number;
}

/** The product of matrices that gives the gradient for `batch` images. */
export function filterGradientProduct(shape: ConvShape, batch: number): ProductShape {
  return {
    rows: shape.filterHeight * shape.filterWidth * shape.inChannels,
    columns: shape.outChannels,
    depth: batch * shape.outHeight * shape.outWidth,
  };
}

/**
 * Inputs: x `[n, h, w, in]`, dy `[n, h', w', out]`. Output: the gradient `[kh, kw, in, out]`, or
 * `splits` of them. Parameters: images, workgroups. Workgroups: along z the splits.
 */
export function filterGradientShader(shape: ConvShape, options: FilterGradientOptions): Shader {
  return {
    name: "FilterGradient",
    key: JSON.stringify([shape, options]),
    code: () => filterGradientCode(shape, options),
  };
}

function filterGradientCode(shape: ConvShape, { tile, splits }: FilterGradientOptions): string {
  const { inChannels, outChannels, inHeight, inWidth, outHeight, outWidth } = shape;
  const wide = inChannels % 4 === 0;
  const wideColumns = outChannels % 4 === 0;
  const type = (wide: boolean) => wide ? "vec4<f32>" : "f32";
  const rows = shape.filterHeight * shape.filterWidth * inChannels;
  const columnTiles = Math.ceil(outChannels / tile.columns);
  const elements = [0, 1, 2, 3];

  const declarations = `
struct Params { batch: u32, workgroups: u32 }
@group(0) @binding(0) var<storage, read> x: array<${type(wide)}>;
@group(0) @binding(1) var<storage, read> dy: array<${type(wideColumns)}>;
@group(0) @binding(2) var<storage, read_write> gradient: array<${type(wideColumns)}>;
@group(0) @binding(3) var<uniform> params: Params;

fn loadX(image: i32, y: i32, column: i32, channel: i32, within: bool) -> ${type(wide)} {
  if (within && u32(y) < ${inHeight}u && u32(column) < ${inWidth}u) {
    let pixel = (image * ${inHeight} + y) * ${inWidth} + column;
    return x[${
    wide ? `pixel * ${inChannels / 4} + channel / 4` : `pixel * ${inChannels} + channel`
  }];
  }
  return ${type(wide)}();
}
fn loadDy(pixel: i32, column: i32, within: bool) -> vec4<f32> {
  var loaded = vec4<f32>();
  if (within) {
    ${
    wideColumns
      ? `if (column < ${outChannels}) { loaded = dy[pixel * ${outChannels / 4} + column / 4]; }`
      : unrolled(
        4,
        (e) =>
          `if (column + ${e} < ${outChannels}) {
             loaded.${"xyzw"[e]} = dy[pixel * ${outChannels} + column + ${e}]; }`,
      )
  }
  }
  return loaded;
}`;

  const begin = `
  if (number >= i32(params.workgroups)) { return; }
  let pixels = i32(params.batch) * ${outHeight * outWidth};
  let steps = (pixels + ${tile.depth - 1}) / ${tile.depth};
  let splitSteps = (steps + ${splits - 1}) / ${splits};
  let firstStep = part * splitSteps;
  let endStep = min(steps, firstStep + splitSteps);`;

  // Which tap and channel a filter row is: once for a slot, as its rows stay the same.
  const rowAt = (name: string, row: string) => `
  let row${name} = ${row};
  let tap${name} = row${name} / ${inChannels};
  let channel${name} = row${name} % ${inChannels};
  let up${name} = tap${name} / ${shape.filterWidth} - ${shape.padTop};
  let left${name} = tap${name} % ${shape.filterWidth} - ${shape.padLeft};`;
  const leftBegin = (slot: number, { minor }: TilePosition) =>
    wide
      ? rowAt(`_${slot}`, `row0 + (${minor}) * 4`)
      : unrolled(4, (e) => rowAt(`_${slot}_${e}`, `row0 + (${minor}) * 4 + ${e}`));
  const imagePixels = outHeight * outWidth;
  // Unsigned: dividing a signed number by a constant takes twice the instructions.
  const placeOf = (pixel: string) => ({
    image: `i32(${pixel} / ${imagePixels}u)`,
    y: `i32(${pixel} % ${imagePixels}u / ${outWidth}u) * ${shape.strideHeight}`,
    x: `i32(${pixel} % ${outWidth}u)`,
  });
  // A step's pixels lie in one row, which is the same for all threads.
  const inOneRow = outWidth % tile.depth === 0;
  const first = placeOf(`u32(step * ${tile.depth})`);
  const stepBegin = inOneRow
    ? `let image = ${first.image}; let y0 = ${first.y}; let x0 = ${first.x};`
    : "";
  const load = (name: string, major: string) => {
    const pixel = `u32(step * ${tile.depth} + ${major})`;
    const { image, y, x } = inOneRow
      ? { image: "image", y: "y0", x: `(x0 + ${major})` }
      : placeOf(pixel);
    const within = inOneRow ? "" : `${pixel} < u32(pixels) && `;
    return `loadX(${image}, ${y} + up${name}, ${x} * ${shape.strideWidth} + left${name}, ` +
      `channel${name}, ${within}row${name} < ${rows})`;
  };
  const leftLoad = (slot: number, { major }: TilePosition) =>
    wide
      ? load(`_${slot}`, major)
      : `vec4<f32>(${elements.map((e) => load(`_${slot}_${e}`, major)).join(", ")})`;
  const rightLoad = (_slot: number, { major, minor }: TilePosition) =>
    `loadDy(step * ${tile.depth} + ${major}, column0 + (${minor}) * 4, ` +
    `${inOneRow ? "true" : `step * ${tile.depth} + ${major} < pixels`})`;

  const offset = splits === 1 ? "" : `part * ${rows * outChannels} + `;
  const store = (row: string, column: string, value: string) => {
    const address = `${offset}${row} * ${outChannels} + ${column}`;
    return wideColumns
      ? `if (${row} < ${rows} && ${column} < ${outChannels}) {
           gradient[(${address}) / 4] = ${value}; }`
      : `if (${row} < ${rows}) { ${
        unrolled(
          4,
          (e) =>
            `if (${column} + ${e} < ${outChannels}) {
               gradient[${address} + ${e}] = ${value}.${"xyzw"[e]}; }`,
        )
      } }`;
  };
  return productCode(tile, columnTiles, {
    declarations,
    left: "depthFirst",
    begin,
    leftBegin,
    leftLoad,
    rightLoad,
    stepBegin: () => stepBegin,
    store,
  });
}
