/**
 * The convolution and the gradient by its input as implicit matrix products: `gatherShader`.
 *
 * Rows are the result's pixels, columns its channels, the depth is taps x channels of the source;
 * the left matrix, which would repeat each source pixel for every tap, exists only tile by tile in
 * workgroup memory.
 */

import type { GatherGeometry, PhaseAxis } from "./gather_geometry.ts";
import type { Shader } from "./dispatch.ts";
import { productCode, type TilePosition } from "./product_code.ts";
import type { ProductShape, Tile } from "./tiles.ts";

/** What is done to a sum before it is stored. */
export type Activation = "linear" | "relu";

/** How `gatherShader` computes: all that the WGSL depends on beside the geometry. */
export interface GatherOptions {
  tile: Tile;
  /** Parts the depth is cut into; each stores its own sums, one after another, if there are more. */
  splits: number;
  /** Adds a bias `[channels]` and applies the activation; only where the depth is whole. */
  bias: boolean;
  activation: Activation;
}

/** The largest phase as a product of matrices. */
export function gatherProduct(geometry: GatherGeometry, batch: number): ProductShape {
  const most = (axes: PhaseAxis[], of: "count" | "taps") =>
    Math.max(...axes.map((axis) => axis[of]));
  const { rows, columns } = geometry;
  return {
    rows: batch * most(rows, "count") * most(columns, "count"),
    columns: geometry.result.channels,
    depth: most(rows, "taps") * most(columns, "taps") * geometry.source.channels,
  };
}

/**
 * Inputs: source `[n, h, w, c]`, filter `[kh, kw, c, channels]`, bias if asked for. Output: the
 * result `[n, h', w', channels]`, or `splits` of them. Parameters: images, workgroups. Workgroups:
 * along x and y those of the largest phase, along z phases x splits.
 */
export function gatherShader(geometry: GatherGeometry, options: GatherOptions): Shader {
  return {
    name: "Gather",
    key: JSON.stringify([geometry, options]),
    code: () => gatherCode(geometry, options),
  };
}

function gatherCode(
  geometry: GatherGeometry,
  { tile, splits, bias, activation }: GatherOptions,
): string {
  const { source, result, sourceStep, resultStep, filterWidth } = geometry;
  const channels = source.channels;
  // Whole vec4 along the channels, or single numbers where channels are no multiple of four.
  const wide = channels % 4 === 0;
  const wideColumns = result.channels % 4 === 0;
  const type = (wide: boolean) => wide ? "vec4<f32>" : "f32";
  const columnTiles = Math.ceil(result.channels / tile.columns);
  const stepsPerTap = Math.ceil(channels / tile.depth);
  const onePhase = geometry.rows.length * geometry.columns.length === 1;
  const integer = (value: number) => value < 0 ? `(${value})` : `${value}`;
  const values = {
    rowStart: (row: PhaseAxis) => row.start,
    rowCount: (row: PhaseAxis) => row.count,
    rowTaps: (row: PhaseAxis) => row.taps,
    rowFilter: (row: PhaseAxis) => row.filterFirst,
    rowSource: (row: PhaseAxis) => row.sourceFirst,
  };
  const phaseNames = Object.keys(values).flatMap((name) => [name, name.replace("row", "column")]);
  const assignments = (row: PhaseAxis, column: PhaseAxis, keyword: string) =>
    Object.entries(values).map(([name, of]) =>
      `${keyword}${name} = ${integer(of(row))}; ` +
      `${keyword}${name.replace("row", "column")} = ${integer(of(column))};`
    ).join("\n");
  const phases = geometry.rows.flatMap((row) => geometry.columns.map((column) => [row, column]));
  const choosePhase = onePhase
    ? assignments(geometry.rows[0]!, geometry.columns[0]!, "let ")
    : `${phaseNames.map((name) => `var ${name}: i32;`).join(" ")}
  switch (phase) {
    ${
      phases.map(([row, column], index) =>
        `case ${index === phases.length - 1 ? "default" : index}: {
      ${assignments(row!, column!, "")} }`
      ).join("\n")
    }
  }`;
  const { filterStep, sourceTap } = geometry.rows[0]!;
  const columnAxis = geometry.columns[0]!;

  const tapAt = (tap: string) =>
    `let tapRow = ${tap} / columnTaps; let tapColumn = ${tap} % columnTaps;
     let filterTap = (rowFilter + tapRow * ${filterStep}) * ${filterWidth}
       + columnFilter + tapColumn * ${columnAxis.filterStep};`;
  const inside = `u32(y) < ${source.height}u && u32(x) < ${source.width}u`;
  const declarations = `
struct Params { batch: u32, workgroups: u32 }
@group(0) @binding(0) var<storage, read> source: array<${type(wide)}>;
@group(0) @binding(1) var<storage, read> filter_: array<${type(wideColumns)}>;
${bias ? `@group(0) @binding(2) var<storage, read> bias: array<${type(wideColumns)}>;` : ""}
@group(0) @binding(${bias ? 3 : 2}) var<storage, read_write> result: array<${type(wideColumns)}>;
@group(0) @binding(${bias ? 4 : 3}) var<uniform> params: Params;
${
    wide ? "" : `
fn sourceAt(k: i32, base: i32, y0: i32, x0: i32, columnTaps: i32) -> f32 {
  let tap = k / ${channels};
  let y = y0 + (tap / columnTaps) * ${sourceTap};
  let x = x0 + (tap % columnTaps) * ${columnAxis.sourceTap};
  if (${inside}) { return source[base + (y * ${source.width} + x) * ${channels} + k % ${channels}]; }
  return 0.0;
}`
  }`;

  const begin = `
  if (number >= i32(params.workgroups)) { return; }
  let phase = part / ${splits};
  let split = part % ${splits};
  ${choosePhase}
  let pixels = i32(params.batch) * rowCount * columnCount;
  if (row0 >= pixels) { return; }
  let taps = rowTaps * columnTaps;
  let depth = taps * ${channels};
  let steps = ${wide ? `taps * ${stepsPerTap}` : `(depth + ${tile.depth - 1}) / ${tile.depth}`};
  let splitSteps = (steps + ${splits - 1}) / ${splits};
  let firstStep = split * splitSteps;
  let endStep = min(steps, firstStep + splitSteps);
  ${wide ? "var filterRow = 0;" : ""}`;

  const perPixel = wide ? channels / 4 : channels;
  const leftBegin = (slot: number, { major }: TilePosition) => `
  let pixel${slot} = row0 + ${major};
  let image${slot} = pixel${slot} / (rowCount * columnCount);
  let inImage${slot} = pixel${slot} % (rowCount * columnCount);
  // A row beyond the last pixel reads as if it lay far outside its image.
  let y${slot} = select(-1000000,
    (inImage${slot} / columnCount) * ${sourceStep.height} + rowSource, pixel${slot} < pixels);
  let x${slot} = (inImage${slot} % columnCount) * ${sourceStep.width} + columnSource;
  let base${slot} = image${slot} * ${source.height * source.width * perPixel};
  ${wide ? `var at${slot} = -1;` : ""}`;
  const depthQuarter = tile.depth / 4;
  // Where a tap's pixel lies is found once for all its channels: -1 if that is outside the source.
  // Unsigned: dividing a signed number by a constant takes twice the instructions.
  const tapBegin = (slots: readonly number[]) => `
  let chunk = i32(u32(step) % ${stepsPerTap}u);
  if (chunk == 0 || step == firstStep) {
    let tap = i32(u32(step) / ${stepsPerTap}u);
    ${tapAt("tap")}
    filterRow = filterTap * ${channels};
    ${
    slots.map((slot) =>
      `{
      let y = y${slot} + tapRow * ${sourceTap};
      let x = x${slot} + tapColumn * ${columnAxis.sourceTap};
      let at = base${slot} + (y * ${source.width} + x) * ${perPixel} + thread % ${depthQuarter};
      at${slot} = select(-1, at, ${inside});
    }`
    ).join("\n")
  }
  }
  let channel0 = chunk * ${tile.depth};
  let quarter0 = chunk * ${depthQuarter};`;
  // Whether a tile's last channels are beyond those of the source.
  const partial = channels % tile.depth !== 0;
  const leftLoad = wide
    ? (slot: number) => `loadSource(at${slot}, quarter0, thread % ${depthQuarter})`
    : (slot: number, { minor }: TilePosition) => {
      const at = (e: number) =>
        `sourceAt(step * ${tile.depth} + (${minor}) * 4 + ${e}, base${slot}, y${slot}, x${slot}, ` +
        `max(columnTaps, 1))`;
      return `vec4<f32>(${[0, 1, 2, 3].map(at).join(", ")})`;
    };
  const wideLoad = `
fn loadSource(at: i32, quarter0: i32, quarter: i32) -> vec4<f32> {
  if (at >= 0${partial ? ` && quarter0 + quarter < ${channels / 4}` : ""}) {
    return source[at + quarter0];
  }
  return vec4<f32>();
}`;
  const loadFilter = wideColumns
    ? `
fn loadFilter(row: i32, column: i32, within: bool) -> vec4<f32> {
  if (within && column < ${result.channels}) {
    return filter_[row * ${result.channels / 4} + column / 4];
  }
  return vec4<f32>();
}`
    : `
fn loadFilter(row: i32, column: i32, within: bool) -> vec4<f32> {
  var loaded = vec4<f32>();
  if (within) {
    let at = row * ${result.channels} + column;
    ${
      [0, 1, 2, 3].map((e) =>
        `if (column + ${e} < ${result.channels}) { loaded.${"xyzw"[e]} = filter_[at + ${e}]; }`
      ).join("\n")
    }
  }
  return loaded;
}`;
  const rightLoad = (_slot: number, { major, minor }: TilePosition) =>
    wide
      ? `loadFilter(filterRow + channel0 + ${major}, column0 + (${minor}) * 4, ` +
        `${partial ? `channel0 + ${major} < ${channels}` : "true"})`
      : `loadFilterAt(step * ${tile.depth} + ${major}, column0 + (${minor}) * 4, depth, ` +
        `max(columnTaps, 1), rowFilter, columnFilter)`;
  const flatFilter = wide ? wideLoad : `
fn loadFilterAt(
  k: i32, column: i32, depth: i32, columnTaps: i32, rowFilter: i32, columnFilter: i32,
) -> vec4<f32> {
  let tap = k / ${channels};
  ${tapAt("tap")}
  return loadFilter(filterTap * ${channels} + k % ${channels}, column, k < depth);
}`;

  const flat = resultStep.height === 1 && resultStep.width === 1;
  const total = result.height * result.width * result.channels;
  const target = flat ? "let target_ = row;" : `
    let image = row / (rowCount * columnCount);
    let inImage = row % (rowCount * columnCount);
    let target_ = (image * ${result.height}
      + (inImage / columnCount) * ${resultStep.height} + rowStart) * ${result.width}
      + (inImage % columnCount) * ${resultStep.width} + columnStart;`;
  const finish = (value: string) =>
    activation === "relu" ? `max(${value}, ${type(wideColumns)}())` : value;
  const store = (_row: string, column: string, value: string) => {
    const offset = splits === 1 ? "" : `split * i32(params.batch) * ${total} + `;
    const address = `${offset}target_ * ${result.channels} + ${column}`;
    if (wideColumns) {
      const biased = bias ? `(${value} + bias[${column} / 4])` : value;
      return `if (row < pixels && ${column} < ${result.channels}) {
        ${target} result[(${address}) / 4] = ${finish(biased)}; }`;
    }
    return `if (row < pixels) { ${target}
      ${
      [0, 1, 2, 3].map((e) => {
        const one = `${value}.${"xyzw"[e]}`;
        const biased = bias ? `(${one} + bias[${column} + ${e}])` : one;
        return `if (${column} + ${e} < ${result.channels}) {
          result[${address} + ${e}] = ${finish(biased)}; }`;
      }).join("\n")
    } }`;
  };
  return productCode(tile, columnTiles, {
    declarations: [declarations, loadFilter, flatFilter].join("\n"),
    left: "rowsFirst",
    begin,
    leftBegin,
    leftLoad,
    rightLoad,
    stepBegin: wide ? tapBegin : () => "",
    store,
  });
}
