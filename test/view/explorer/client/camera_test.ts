import assert from "node:assert/strict";
import {
  boxCorners,
  createCamera,
  emptyProjection,
  nearestItem,
  pan,
  placesOf,
  project,
  sortByNearness,
  turn,
  zoomBy,
} from "../../../../lib/view/explorer/client/camera.ts";

const VIEW = { width: 300, height: 200 };

function near(actual: number, expected: number, message?: string): void {
  assert.ok(Math.abs(actual - expected) < 1e-3, message ?? `${actual} in place of ${expected}`);
}

Deno.test("project() fits a flat map into the viewport, y upwards, shape kept", () => {
  // 2 wide and 1 high in 300 x 200: the width limits, 0.9 * 300 / 2 = 135 pixels a unit.
  const points = Float32Array.of(-1, -0.5, 1, 0.5, 0, 0);
  const to = emptyProjection(3);
  project(points, { places: placesOf(points, 2), camera: createCamera(2), viewport: VIEW, to });
  [15, 285, 150].forEach((x, i) => near(to.x[i]!, x));
  [167.5, 32.5, 100].forEach((y, i) => near(to.y[i]!, y));
});

Deno.test("project() keeps all of a map in space inside, and puts the near in front", () => {
  const points = Float32Array.of(-1, -1, -0.4, 1, 1, 0.4, 0.2, -1, 0.4, -0.3, 1, -0.4);
  const places = placesOf(points, 3);
  const to = emptyProjection(4);
  const camera = createCamera(3);
  project(points, { places, camera, viewport: VIEW, to });
  for (const x of to.x) assert.ok(x > 0 && x < 300, `${x}`);
  for (const y of to.y) assert.ok(y > 0 && y < 200, `${y}`);
  // Seen from the side of the lower second component, and from above.
  assert.ok(to.near[2]! > to.near[3]!);
  // A quarter turn puts what was left behind or in front; half a turn swaps near and far.
  const before = to.near[2]!;
  camera.yaw += Math.PI;
  project(points, { places, camera, viewport: VIEW, to });
  assert.ok(to.near[2]! < before);
});

Deno.test("boxCorners() gives every corner once", () => {
  const corners = boxCorners(placesOf(Float32Array.of(0.5, -1, 0.25), 3));
  const texts = Array.from({ length: 8 }, (_, i) => corners.subarray(3 * i, 3 * i + 3).join());
  assert.equal(new Set(texts).size, 8);
  assert.ok(texts.includes("0.5,1,0.25") && texts.includes("-0.5,-1,-0.25"));
});

Deno.test("a map of one point is drawn in the middle", () => {
  const points = Float32Array.of(0, 0);
  const to = emptyProjection(1);
  project(points, { places: placesOf(points, 2), camera: createCamera(2), viewport: VIEW, to });
  assert.deepEqual([to.x[0], to.y[0]], [150, 100]);
});

Deno.test("zoomBy() keeps the place under the pointer, within its limits", () => {
  const points = Float32Array.of(-1, -0.5, 1, 0.5);
  const places = placesOf(points, 2);
  const camera = createCamera(2);
  const to = emptyProjection(2);
  project(points, { places, camera, viewport: VIEW, to });
  const [x, y] = [to.x[1]!, to.y[1]!];
  zoomBy(camera, 3, { x, y, ...VIEW });
  project(points, { places, camera, viewport: VIEW, to });
  near(to.x[1]!, x);
  near(to.y[1]!, y);
  zoomBy(camera, 1e9, { x, y, ...VIEW });
  assert.equal(camera.zoom, 40);
  pan(camera, 20, -10, VIEW);
  const old = [to.x[1]!, to.y[1]!];
  project(points, { places, camera, viewport: VIEW, to });
  near(to.x[1]!, old[0]! + 20);
  near(to.y[1]!, old[1]! - 10);
});

Deno.test("turn() stops at straight up and straight down", () => {
  const camera = createCamera(3);
  turn(camera, 0, 1e6);
  assert.equal(camera.pitch, Math.PI / 2);
  turn(camera, 0, -1e6);
  assert.equal(camera.pitch, -Math.PI / 2);
});

Deno.test("nearestItem() takes the nearest in reach, the one in front of two, none that is hidden", () => {
  const places = {
    x: Float32Array.of(10, 14, 14, 90),
    y: Float32Array.of(10, 10, 10, 90),
    near: Float32Array.of(0, -1, 1, 0),
  };
  const shown = Uint8Array.of(1, 1, 1, 1);
  const at = (x: number, y: number) => nearestItem(places, { x, y, reach: 5, shown });
  assert.equal(at(9, 10), 0);
  assert.equal(at(15, 10), 2);
  assert.equal(at(50, 50), -1);
  shown[2] = 0;
  assert.equal(at(15, 10), 1);
});

Deno.test("sortByNearness() puts the far first and keeps every item", () => {
  const order = new Uint32Array(4);
  sortByNearness(Float32Array.of(0.9, -1, 1, -0.2), order);
  assert.deepEqual([...order], [1, 3, 0, 2]);
});
