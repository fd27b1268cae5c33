import assert from "node:assert/strict";
import {
  unpackFloats,
  unpackPlaces,
  unpackWholes,
} from "../../../lib/view/explorer/client/unpack.ts";
import { packFloats, packMap, packModel, packWholes } from "../../../lib/view/explorer/pack.ts";

Deno.test("packWholes() reads back the same in one, two and four bytes", () => {
  for (const [max, bytes] of [[255, 1], [65535, 2], [70000, 4]] as const) {
    const packed = packWholes([0, max, 7], max);
    assert.equal(atob(packed).length, 3 * bytes);
    assert.deepEqual([...unpackWholes(packed, 3)], [0, max, 7]);
  }
});

Deno.test("packFloats() reads back the same", () => {
  assert.deepEqual([...unpackFloats(packFloats([0.5, -3, 1e9]))], [0.5, -3, 1e9]);
});

Deno.test("packMap() centres each component and lets the widest span -1 to 1", () => {
  // Components 10 to 14 and 5 to 6: middles 12 and 5.5, half of the widest spread 2.
  const points = Float32Array.of(10, 5, 14, 6, 12, 5.5);
  const { points: back } = unpackPlaces(packMap({ name: "m", components: 2, points }, 3), 3);
  [-1, -0.25, 1, 0.25, 0, 0].forEach((place, i) =>
    assert.ok(Math.abs(back[i]! - place) < 1e-4, `${back}`)
  );
});

Deno.test("packMap() takes no item, one item, and refuses what is no place", () => {
  const map = { name: "m", components: 2 as const, points: new Float32Array() };
  assert.equal(packMap(map, 0).points, "");
  const one = unpackPlaces(packMap({ ...map, points: Float32Array.of(3, 4) }, 1), 1);
  assert.ok(one.points.every((place) => Math.abs(place) < 1e-4));
  assert.throws(() => packMap({ ...map, points: Float32Array.of(3, NaN) }, 1), {
    name: "RangeError",
    message: /places must be finite numbers: current value is NaN/,
  });
  assert.throws(() => packMap(map, 1), { message: /points of "m" must have 2 elements/ });
});

Deno.test("packModel() keeps the first k neighbours, n stands for none", () => {
  const indices = Int32Array.of(1, 2, 0, 2, 1, -1);
  const distances = Float32Array.of(1, 2, 1, 3, 2, Infinity);
  const model = { name: "A", indices, distances };
  const one = packModel(model, { n: 3, k: 1, color: "#000000" });
  assert.deepEqual([...unpackWholes(one.neighbours, 3)], [1, 0, 1]);
  assert.deepEqual([...unpackFloats(one.distances)], [1, 1, 2]);
  const all = packModel(model, { n: 3, k: 5, color: "#000000" });
  assert.equal(all.k, 2);
  assert.deepEqual([...unpackWholes(all.neighbours, 6)], [1, 2, 0, 2, 1, 3]);
  assert.throws(() => packModel(model, { n: 4, k: 1, color: "#000000" }), RangeError);
});
