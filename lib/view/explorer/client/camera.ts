/**
 * Where items appear on the screen: `Camera`, `createCamera`, `placesOf`, `boxCorners`, `project`,
 * `turn`, `pan`, `zoomBy`, `nearestItem`, `sortByNearness`.
 */

/** How a map is looked at. */
export interface Camera {
  /** Radians about the third axis. */
  yaw: number;
  /** Radians from the plane of the first two axes; a right angle looks straight down on it. */
  pitch: number;
  /** 1 fits the map into the window. */
  zoom: number;
  /** Shift, as a share of the window's smaller side. */
  panX: number;
  panY: number;
}

/** A window in CSS pixels. */
export interface Viewport {
  width: number;
  height: number;
}

/** Places on the screen: pixels from the left and from the top, and nearness -1 (far) to 1. */
export interface Projected {
  x: Float32Array;
  y: Float32Array;
  near: Float32Array;
}

/** Distance from the eye to the centre of the map, in halves of its widest side. */
const EYE = 4.2;

/** The first look at a map: a flat one from straight above, one in space from a corner. */
export function createCamera(components: 2 | 3): Camera {
  const spatial = components === 3;
  return {
    yaw: spatial ? -0.7 : 0,
    pitch: spatial ? 0.45 : Math.PI / 2,
    zoom: 1,
    panX: 0,
    panY: 0,
  };
}

/** A map's places and how far it reaches from its centre in each component. */
export interface Places {
  /** `[n, components]`, about -1 to 1. */
  points: Float32Array;
  components: 2 | 3;
  /** Half of the widest spread, `[components]`. */
  extent: readonly number[];
}

/** Places with their extent. */
export function placesOf(points: Float32Array, components: 2 | 3): Places {
  const extent = Array.from({ length: components }, () => 1e-6);
  points.forEach((place, i) => {
    extent[i % components] = Math.max(extent[i % components]!, Math.abs(place));
  });
  return { points, components, extent };
}

/** The corners of the box that a map lies in: `[4 or 8, components]`. */
export function boxCorners({ components, extent }: Places): Float32Array {
  return Float32Array.from(
    { length: components * 2 ** components },
    (_, i) => {
      const [corner, component] = [Math.floor(i / components), i % components];
      return (((corner >> component) & 1) * 2 - 1) * extent[component]!;
    },
  );
}

/**
 * Project `points` (`[n, components]`) as parts of the map `places` into `to`: the map's box, seen as
 * at first, fills the viewport.
 *
 * A flat map keeps its shape; one in space is turned by yaw, then pitch, and seen in perspective.
 */
export function project(
  points: Float32Array,
  { places, camera, viewport, to }: {
    places: Places;
    camera: Camera;
    viewport: Viewport;
    to: Projected;
  },
): void {
  const { components } = places;
  const { width, height } = viewport;
  const corners = emptyProjection(2 ** components);
  view(boxCorners(places), components, createCamera(components), corners);
  const [left, right] = [Math.min(...corners.x), Math.max(...corners.x)];
  const [top, bottom] = [Math.min(...corners.y), Math.max(...corners.y)];
  const scale = camera.zoom * 0.9 * Math.min(width / (right - left), height / (bottom - top));
  const side = Math.min(width, height);
  const x = width / 2 + camera.panX * side - scale * (left + right) / 2;
  const y = height / 2 + camera.panY * side - scale * (top + bottom) / 2;
  view(points, components, camera, to);
  for (let i = 0; i < to.x.length; i++) {
    to.x[i] = x + scale * to.x[i]!;
    to.y[i] = y + scale * to.y[i]!;
  }
}

/** Room for `n` projected places. */
export function emptyProjection(n: number): Projected {
  return { x: new Float32Array(n), y: new Float32Array(n), near: new Float32Array(n) };
}

/** What the camera sees, in units of the map, y downwards. */
function view(points: Float32Array, components: 2 | 3, camera: Camera, to: Projected): void {
  const [sinYaw, cosYaw] = [Math.sin(camera.yaw), Math.cos(camera.yaw)];
  const [sinPitch, cosPitch] = [Math.sin(camera.pitch), Math.cos(camera.pitch)];
  for (let i = 0; i < to.x.length; i++) {
    const a = points[i * components]!;
    const b = points[i * components + 1]!;
    if (components === 2) {
      [to.x[i], to.y[i], to.near[i]] = [a, -b, 0];
      continue;
    }
    const c = points[i * 3 + 2]!;
    const across = a * cosYaw - b * sinYaw;
    const along = a * sinYaw + b * cosYaw;
    const toward = c * sinPitch - along * cosPitch;
    const perspective = EYE / (EYE - toward);
    to.x[i] = across * perspective;
    to.y[i] = -(c * cosPitch + along * sinPitch) * perspective;
    to.near[i] = toward / Math.sqrt(3);
  }
}

/** Turn a map in space by a drag of `dx`, `dy` pixels. */
export function turn(camera: Camera, dx: number, dy: number): void {
  camera.yaw += dx * 0.008;
  camera.pitch = Math.min(Math.PI / 2, Math.max(-Math.PI / 2, camera.pitch + dy * 0.008));
}

/** Shift the map by `dx`, `dy` pixels. */
export function pan(camera: Camera, dx: number, dy: number, { width, height }: Viewport): void {
  camera.panX += dx / Math.min(width, height);
  camera.panY += dy / Math.min(width, height);
}

/** Zoom by `factor` (0.5 to 40 times in all) so that the place at `x`, `y` stays where it is. */
export function zoomBy(
  camera: Camera,
  factor: number,
  { x, y, width, height }: Viewport & { x: number; y: number },
): void {
  const zoom = Math.min(40, Math.max(0.5, camera.zoom * factor));
  const change = zoom / camera.zoom;
  const side = Math.min(width, height);
  const [atX, atY] = [(x - width / 2) / side, (y - height / 2) / side];
  camera.panX = atX - (atX - camera.panX) * change;
  camera.panY = atY - (atY - camera.panY) * change;
  camera.zoom = zoom;
}

/**
 * The item at most `reach` pixels from `x`, `y`, the nearest on the screen, or -1. Hidden items are
 * passed over; of items at the same place the one in front is taken.
 */
export function nearestItem(
  { x: xs, y: ys, near }: Projected,
  { x, y, reach, shown }: { x: number; y: number; reach: number; shown: Uint8Array },
): number {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < xs.length; i++) {
    if (shown[i] === 0) continue;
    const distance = (xs[i]! - x) ** 2 + (ys[i]! - y) ** 2;
    // A pixel or so counts as the same place.
    const ahead = best >= 0 && Math.abs(distance - least) < 1 && near[i]! > near[best]!;
    if (distance < least || ahead) [best, least] = [i, Math.min(distance, least)];
  }
  return best;
}

/**
 * Rows from the farthest to the nearest into `order`, by counting: 512 steps are finer than the eye
 * sees, and take a tenth of the time of sorting.
 */
export function sortByNearness(near: Float32Array, order: Uint32Array): void {
  const starts = new Uint32Array(513);
  const step = (row: number) => Math.min(511, Math.max(0, Math.floor((near[row]! + 1) * 256)));
  for (let row = 0; row < near.length; row++) starts[step(row) + 1]! += 1;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  for (let row = 0; row < near.length; row++) order[starts[step(row)]!++] = row;
}
