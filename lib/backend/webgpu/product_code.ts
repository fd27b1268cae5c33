/**
 * WGSL of a tiled matrix product, the common part of every convolution kernel: `productCode`.
 *
 * Loops over anything but the depth are unrolled here, as the shader compiler does not, and adds a
 * counter to each loop that it finds.
 */

import { threadsOf, type Tile } from "./tiles.ts";

/** What a kernel adds to the product: where its numbers come from and go to. */
export interface ProductParts {
  /** Bindings and functions. */
  declarations: string;
  /**
   * How the left tile lies in workgroup memory: `rows` first, each vec4 along the depth; or the
   * depth first, each vec4 along the rows.
   */
  left: "rowsFirst" | "depthFirst";
  /**
   * Statements that run once, after `row0` and `column0` (first row and column of this workgroup),
   * `part` and `thread`. They must declare `firstStep` and `endStep`, the steps along the depth,
   * and may return.
   */
  begin: string;
  /**
   * Expression (vec4) of one number of the left tile at the current `step`; `slot` numbers this
   * thread's loads. Statements that need to run once for the slot are in `leftBegin`.
   */
  leftBegin: (slot: number, at: TilePosition) => string;
  leftLoad: (slot: number, at: TilePosition) => string;
  rightLoad: (slot: number, at: TilePosition) => string;
  /** Statements that run at every step, before the loads; `slots` numbers those of the left tile. */
  stepBegin: (slots: readonly number[]) => string;
  /** Statements that store `value` (vec4) at row `row` and columns from `column` on (WGSL names). */
  store: (row: string, column: string, value: string) => string;
}

/** Where in a tile a slot lies: WGSL expressions. */
export interface TilePosition {
  /** Position along the tile's first axis. */
  major: string;
  /** Position along its second axis, in units of vec4. */
  minor: string;
}

/** The statements `make(0)`, `make(1)`, ... `make(count - 1)`. */
export function unrolled(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join("\n");
}

/**
 * WGSL type of nested arrays of vec4, the last size the innermost. The compiler keeps every index
 * that it does not know inside its array, by an instruction each: nested by how they are read, the
 * tiles' arrays have one such index for all reads of a thread, and the others are constants.
 */
function arrayOf(...sizes: number[]): string {
  return sizes.reduceRight((of, size) => `array<${of}, ${size}>`, "vec4<f32>");
}

/** The whole shader: entry point `main`, workgroups numbered along x and y, parts along z. */
export function productCode(tile: Tile, columnTiles: number, parts: ProductParts): string {
  const { rows, columns, depth, threadRows, threadColumns, prefetch } = tile;
  const threads = threadsOf(tile);
  const threadsAcross = columns / threadColumns;
  const threadsDown = rows / threadRows;
  const rowsFirst = parts.left === "rowsFirst";
  const leftMinor = (rowsFirst ? depth : rows) / 4;
  const leftSize = (rows * depth) / 4;
  const rightMinor = columns / 4;
  const rightSize = (depth * columns) / 4;
  const slots = (size: number) => Math.ceil(size / threads);
  const position = (slot: number, minor: number): TilePosition => {
    // Where whole rows of threads are loaded, all slots of a thread have one minor position.
    if (threads % minor === 0) {
      return {
        major: `(thread / ${minor} + ${slot * threads / minor})`,
        minor: `(thread % ${minor})`,
      };
    }
    const index = `(thread + ${slot * threads})`;
    return { major: `(${index} / ${minor})`, minor: `(${index} % ${minor})` };
  };
  // The last slot of a tile that the threads do not divide is not everyone's.
  const guarded = (slot: number, size: number, statement: string) =>
    (slot + 1) * threads <= size
      ? statement
      : `if (thread + ${slot * threads} < ${size}) { ${statement} }`;

  const leftPlace = ({ major, minor }: TilePosition) =>
    rowsFirst
      ? `leftTile[${major} / ${threadsDown}][${major} % ${threadsDown}][${minor}]`
      : `leftTile[${major}][${minor} / ${threadsDown}][${minor} % ${threadsDown}]`;
  const rightPlace = ({ major, minor }: TilePosition) =>
    `rightTile[${major}][${minor} / ${threadsAcross}][${minor} % ${threadsAcross}]`;

  const loads = [
    unrolled(
      slots(leftSize),
      (slot) => `nextLeft${slot} = ${parts.leftLoad(slot, position(slot, leftMinor))};`,
    ),
    unrolled(
      slots(rightSize),
      (slot) => `nextRight${slot} = ${parts.rightLoad(slot, position(slot, rightMinor))};`,
    ),
  ].join("\n");
  const stores = [
    unrolled(
      slots(leftSize),
      (slot) =>
        guarded(slot, leftSize, `${leftPlace(position(slot, leftMinor))} = nextLeft${slot};`),
    ),
    unrolled(
      slots(rightSize),
      (slot) =>
        guarded(
          slot,
          rightSize,
          `${rightPlace(position(slot, rightMinor))} = nextRight${slot};`,
        ),
    ),
  ].join("\n");
  const stepBegin = parts.stepBegin([...Array(slots(leftSize)).keys()]);
  const load = `{ ${stepBegin}\n${loads} }`;

  const across = threadColumns / 4;
  const sum = (row: number, column: number) => `sum${row}_${column}`;
  const multiply = (left: (row: number) => string, depthIndex: number) =>
    unrolled(
      across,
      (column) => `right${column} = rightTile[${depthIndex}][${column}][across];`,
    ) + "\n" +
    unrolled(threadRows, (row) =>
      unrolled(across, (column) =>
        `${sum(row, column)} = fma(vec4<f32>(${left(row)}), right${column}, ${
          sum(row, column)
        });`));
  const component = (index: number) => "xyzw"[index]!;
  const compute = rowsFirst
    ? unrolled(depth / 4, (quarter) =>
      unrolled(
        threadRows,
        (row) => `left${row} = leftTile[${row}][down][${quarter}];`,
      ) + "\n" +
      unrolled(4, (k) => multiply((row) => `left${row}.${component(k)}`, quarter * 4 + k)))
    : unrolled(depth, (k) =>
      unrolled(
        threadRows / 4,
        (row) => `left${row} = leftTile[${k}][${row}][down];`,
      ) + "\n" +
      multiply((row) => `left${Math.floor(row / 4)}.${component(row % 4)}`, k));

  const rowOf = (row: number) =>
    rowsFirst
      ? `row0 + down + ${row * threadsDown}`
      : `row0 + (down + ${Math.floor(row / 4) * threadsDown}) * 4 + ${row % 4}`;
  return `${parts.declarations}
var<workgroup> leftTile: ${
    rowsFirst
      ? arrayOf(threadRows, threadsDown, leftMinor)
      : arrayOf(depth, threadRows / 4, threadsDown)
  };
var<workgroup> rightTile: ${arrayOf(depth, across, threadsAcross)};

@compute @workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(num_workgroups) workgroups: vec3<u32>,
  @builtin(local_invocation_index) invocation: u32,
) {
  let number = i32(workgroup.y * workgroups.x + workgroup.x);
  let row0 = (number / ${columnTiles}) * ${rows};
  let column0 = (number % ${columnTiles}) * ${columns};
  let part = i32(workgroup.z);
  let thread = i32(invocation);
  let across = thread % ${threadsAcross};
  let down = thread / ${threadsAcross};
  ${parts.begin}
  ${unrolled(slots(leftSize), (slot) => parts.leftBegin(slot, position(slot, leftMinor)))}
  ${unrolled(slots(leftSize), (slot) => `var nextLeft${slot} = vec4<f32>();`)}
  ${unrolled(slots(rightSize), (slot) => `var nextRight${slot} = vec4<f32>();`)}
  ${unrolled(rowsFirst ? threadRows : threadRows / 4, (row) => `var left${row}: vec4<f32>;`)}
  ${unrolled(across, (column) => `var right${column}: vec4<f32>;`)}
  ${
    unrolled(threadRows, (row) =>
      unrolled(across, (column) => `var ${sum(row, column)} = vec4<f32>();`))
  }
  ${prefetch ? `if (firstStep < endStep) { let step = firstStep; ${load} }` : ""}
  for (var step_ = firstStep; step_ < endStep; step_++) {
    ${prefetch ? "" : `{ let step = step_; ${load} }`}
    workgroupBarrier();
    ${stores}
    workgroupBarrier();
    ${prefetch ? `if (step_ + 1 < endStep) { let step = step_ + 1; ${load} }` : ""}
    ${compute}
  }
  ${
    unrolled(threadRows, (row) =>
      `{ let row = ${rowOf(row)};\n` +
      unrolled(across, (column) =>
        `{ let column = column0 + (across + ${column * threadsAcross}) * 4;
           ${parts.store("row", "column", sum(row, column))} }`) +
      "}")
  }
}
`;
}
