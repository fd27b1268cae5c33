/// <reference lib="dom" />
/** The map on its canvas: `createPlot`. Every item is drawn at its place; nothing is thinned out. */

import type { Coloring } from "../data.ts";
import {
  boxCorners,
  type Camera,
  createCamera,
  emptyProjection,
  nearestItem,
  type Places,
  project,
  type Projected,
  sortByNearness,
  type Viewport,
} from "./camera.ts";
import { createStamp, drawMarker, type Stamp } from "./markers.ts";
import type { Point } from "./matches.ts";
import type { PhotoAlbum } from "./photos.ts";
import { markerRadius } from "./symbols.ts";

/** What a plot draws. */
export interface Scene {
  places: Places;
  coloring: Coloring;
  /** Value of every item. */
  codes: ArrayLike<number>;
  /** 1 for items that are drawn. */
  shown: Uint8Array;
  /** 1 for items that a search or an outline has picked, the others are dimmed; undefined: all. */
  picked: Uint8Array | undefined;
  /** An outline that is being drawn, pixels. */
  outline: readonly Point[];
  /** Item pointed at and item chosen; -1 for none. */
  pointed: number;
  chosen: number;
  /** Items found for the chosen one, with their model's colour. */
  found: readonly { row: number; color: string }[];
}

/** A map on a canvas. */
export interface Plot {
  camera: Camera;
  /** The first look again. */
  reset(): void;
  /** Draw anew with the next frame. */
  redraw(): void;
  /** The item at a place, -1 for none. */
  at(x: number, y: number): number;
  /** Where an item is. */
  place(row: number): { x: number; y: number };
  size(): Viewport;
}

/** Steps of a marker's size from the farthest to the nearest. */
const SIZES = 6;

/** Which corners of a box its edges join. */
const EDGES = Array.from({ length: 24 }, (_, i) => [Math.floor(i / 3), 1 << (i % 3)] as const)
  .filter(([corner, axis]) => (corner & axis) === 0)
  .map(([corner, axis]) => [corner, corner | axis] as const);

/** Pixels of a photo on the map: smaller ones show nothing, larger ones hide their neighbours. */
const PHOTO_SIDES = { least: 24, most: 72 } as const;
/** Part of the window that photos may cover. */
const COVERED = 0.3;
/** How much is seen of items that are not picked. */
const DIMMED = 0.08;

/** A plot of `scene`, which is read anew each time, on `canvas`. */
export function createPlot(
  canvas: HTMLCanvasElement,
  scene: () => Scene,
  album: PhotoAlbum,
): Plot {
  const context = canvas.getContext("2d")!;
  let projected = emptyProjection(0);
  let order = new Uint32Array();
  let { components } = scene().places;
  let waiting = false;
  let stamps: Stamp[][] = [];
  let stampsOf: unknown[] = [];

  const plot: Plot = {
    camera: createCamera(components),
    reset() {
      ({ components } = scene().places);
      plot.camera = createCamera(components);
      plot.redraw();
    },
    redraw() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        draw();
      });
    },
    at(x, y) {
      return nearestItem(projected, { x, y, reach: 10, shown: scene().shown });
    },
    place: (row) => ({ x: projected.x[row]!, y: projected.y[row]! }),
    size: () => ({ width: canvas.clientWidth, height: canvas.clientHeight }),
  };

  function draw(): void {
    const viewport = plot.size();
    if (viewport.width === 0) return;
    const now = scene();
    const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
    const [width, height] = [viewport.width * ratio, viewport.height * ratio].map(Math.round);
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width!, height!];
    }
    const n = now.places.points.length / components;
    if (projected.x.length !== n) {
      projected = emptyProjection(n);
      order = new Uint32Array(n);
    }
    project(now.places.points, { ...now, camera: plot.camera, viewport, to: projected });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, viewport.width, viewport.height);
    const ink = getComputedStyle(canvas).color;
    const corners = components === 3 ? drawBox(now.places, viewport) : undefined;
    drawItems(now, n, ratio, viewport);
    if (corners) nameEdges(corners, ink);
    else nameAxes(viewport, ink);
    drawMarks(now, ink);
    if (now.outline.length > 1) drawOutline(now.outline, ink);
    canvas.dataset.drawn = String(n);
  }

  function drawItems(
    { coloring, codes, shown, picked }: Scene,
    n: number,
    ratio: number,
    { width, height }: Viewport,
  ): void {
    const radius = markerRadius(n) * Math.min(2.2, Math.max(1, plot.camera.zoom ** 0.35));
    const key = [coloring, ratio, radius];
    if (key.some((part, i) => part !== stampsOf[i])) {
      stampsOf = key;
      stamps = coloring.values.map((value) =>
        Array.from(
          { length: components === 3 ? SIZES : 1 },
          (_, i) => createStamp(value, radius * (components === 3 ? 0.75 + 0.1 * i : 1), ratio),
        )
      );
    }
    sortByNearness(projected.near, order);
    const visible = Array.from(order).filter((row) => {
      const [x, y] = [projected.x[row]!, projected.y[row]!];
      return shown[row] === 1 && x > -9 && y > -9 && x < width + 9 && y < height + 9;
    });
    const opacity = n > 2000 ? 0.85 : 0.95;
    const side = Math.min(
      PHOTO_SIDES.most,
      Math.sqrt(COVERED * width * height / Math.max(1, visible.length)),
    );
    canvas.dataset.photos = String(side >= PHOTO_SIDES.least ? visible.length : 0);
    for (const row of visible) {
      const [x, y] = [projected.x[row]!, projected.y[row]!];
      context.globalAlpha = picked?.[row] === 0 ? DIMMED : opacity;
      if (side >= PHOTO_SIDES.least && drawPhoto(row, side, coloring.values[codes[row]!]!.color)) {
        continue;
      }
      const sizes = stamps[codes[row]!]!;
      const level = Math.floor((projected.near[row]! + 1) / 2 * sizes.length);
      const { canvas: image, reach } = sizes[Math.min(sizes.length - 1, Math.max(0, level))]!;
      context.drawImage(image, x - reach, y - reach, 2 * reach, 2 * reach);
    }
    context.globalAlpha = 1;
  }

  /** The photo of an item in a frame of its value's colour; false where it is not there yet. */
  function drawPhoto(row: number, size: number, color: string): boolean {
    const { x, y } = plot.place(row);
    if (!album.draw(context, row, { x, y, size }, plot.redraw)) return false;
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.strokeRect(x - size / 2, y - size / 2, size, size);
    return true;
  }

  function drawOutline(outline: readonly Point[], ink: string): void {
    context.beginPath();
    for (const { x, y } of outline) context.lineTo(x, y);
    context.closePath();
    context.setLineDash([5, 4]);
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    context.stroke();
    context.setLineDash([]);
  }

  /** Lines from the chosen item to those found for it, and rings around what is pointed at. */
  function drawMarks({ found, chosen, pointed, coloring, codes }: Scene, ink: string): void {
    const radius = markerRadius(projected.x.length) + 3;
    const again = (row: number, size: number) =>
      drawMarker(context, coloring.values[codes[row]!]!, { ...plot.place(row), radius: size });
    for (const { row, color } of found) {
      const [from, to] = [plot.place(chosen), plot.place(row)];
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.strokeStyle = color;
      context.lineWidth = 1.5;
      context.stroke();
    }
    for (const { row, color } of found) {
      again(row, radius - 1);
      ring(row, radius + 1, color);
    }
    for (const row of [chosen, pointed]) {
      if (row < 0) continue;
      again(row, radius);
      ring(row, radius + 3, ink);
    }
  }

  function ring(row: number, radius: number, color: string): void {
    const { x, y } = plot.place(row);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.stroke();
  }

  /** The edges of the box that a map in space lies in; gives its corners. */
  function drawBox(places: Places, viewport: Viewport): Projected {
    const corners = emptyProjection(8);
    project(boxCorners(places), { places, camera: plot.camera, viewport, to: corners });
    context.strokeStyle = "rgba(128,128,128,0.4)";
    context.lineWidth = 1;
    context.beginPath();
    for (const [from, to] of EDGES) {
      context.moveTo(corners.x[from]!, corners.y[from]!);
      context.lineTo(corners.x[to]!, corners.y[to]!);
    }
    context.stroke();
    return corners;
  }

  /** The names of the three axes, below edges of the box and above the items. */
  function nameEdges(corners: Projected, ink: string): void {
    for (let axis = 0; axis < 3; axis++) {
      const to = 1 << axis;
      const x = (corners.x[0]! + corners.x[to]!) / 2;
      const y = (corners.y[0]! + corners.y[to]!) / 2;
      write(`UMAP ${axis + 1}`, { x, y: y + 14, ink });
    }
  }

  /** The names of a flat map's axes, along the lower and the left edge. */
  function nameAxes({ width, height }: Viewport, ink: string): void {
    write("UMAP 1 (no unit)", { x: width / 2, y: height - 6, ink });
    context.save();
    context.translate(14, height / 2);
    context.rotate(-Math.PI / 2);
    write("UMAP 2 (no unit)", { x: 0, y: 0, ink });
    context.restore();
  }

  function write(text: string, { x, y, ink }: { x: number; y: number; ink: string }): void {
    context.fillStyle = ink;
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    context.fillText(text, x, y);
  }

  return plot;
}
