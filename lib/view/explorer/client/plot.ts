/// <reference lib="dom" />
/** The map on its canvas: `Plot`. Every item is drawn at its place; nothing is thinned out. */

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

/** A map on a canvas. It reads the scene anew each time it draws. */
export class Plot {
  camera: Camera;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #scene: () => Scene;
  readonly #album: PhotoAlbum;
  #projected = emptyProjection(0);
  #order = new Uint32Array();
  #components: 2 | 3;
  #waiting = false;
  #stamps: Stamp[][] = [];
  #stampsOf: unknown[] = [];

  constructor(canvas: HTMLCanvasElement, scene: () => Scene, album: PhotoAlbum) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d")!;
    this.#scene = scene;
    this.#album = album;
    this.#components = scene().places.components;
    this.camera = createCamera(this.#components);
  }

  /** The first look again. */
  reset(): void {
    this.#components = this.#scene().places.components;
    this.camera = createCamera(this.#components);
    this.redraw();
  }

  /** Draw anew with the next frame. */
  redraw(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#draw();
    });
  }

  /** The item at a place, -1 for none. */
  at(x: number, y: number): number {
    return nearestItem(this.#projected, { x, y, reach: 10, shown: this.#scene().shown });
  }

  /** Where an item is. */
  place(row: number): Point {
    return { x: this.#projected.x[row]!, y: this.#projected.y[row]! };
  }

  size(): Viewport {
    return { width: this.#canvas.clientWidth, height: this.#canvas.clientHeight };
  }

  #draw(): void {
    const viewport = this.size();
    if (viewport.width === 0) return;
    const now = this.#scene();
    const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
    const [width, height] = [viewport.width * ratio, viewport.height * ratio].map(Math.round);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      [this.#canvas.width, this.#canvas.height] = [width!, height!];
    }
    const n = now.places.points.length / this.#components;
    if (this.#projected.x.length !== n) {
      this.#projected = emptyProjection(n);
      this.#order = new Uint32Array(n);
    }
    project(now.places.points, { ...now, camera: this.camera, viewport, to: this.#projected });
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.clearRect(0, 0, viewport.width, viewport.height);
    const ink = getComputedStyle(this.#canvas).color;
    const corners = this.#components === 3 ? this.#drawBox(now.places, viewport) : undefined;
    this.#drawItems(now, n, ratio, viewport);
    if (corners) this.#nameEdges(corners, ink);
    else this.#nameAxes(viewport, ink);
    this.#drawMarks(now, ink);
    if (now.outline.length > 1) this.#drawOutline(now.outline, ink);
    this.#canvas.dataset.drawn = String(n);
  }

  #drawItems(
    { coloring, codes, shown, picked }: Scene,
    n: number,
    ratio: number,
    { width, height }: Viewport,
  ): void {
    const radius = markerRadius(n) * Math.min(2.2, Math.max(1, this.camera.zoom ** 0.35));
    const key = [coloring, ratio, radius];
    if (key.some((part, i) => part !== this.#stampsOf[i])) {
      this.#stampsOf = key;
      this.#stamps = coloring.values.map((value) =>
        Array.from(
          { length: this.#components === 3 ? SIZES : 1 },
          (_, i) =>
            createStamp(value, radius * (this.#components === 3 ? 0.75 + 0.1 * i : 1), ratio),
        )
      );
    }
    sortByNearness(this.#projected.near, this.#order);
    const visible = Array.from(this.#order).filter((row) => {
      const { x, y } = this.place(row);
      return shown[row] === 1 && x > -9 && y > -9 && x < width + 9 && y < height + 9;
    });
    const opacity = n > 2000 ? 0.85 : 0.95;
    const side = Math.min(
      PHOTO_SIDES.most,
      Math.sqrt(COVERED * width * height / Math.max(1, visible.length)),
    );
    this.#canvas.dataset.photos = String(side >= PHOTO_SIDES.least ? visible.length : 0);
    for (const row of visible) {
      const { x, y } = this.place(row);
      this.#context.globalAlpha = picked?.[row] === 0 ? DIMMED : opacity;
      if (
        side >= PHOTO_SIDES.least && this.#drawPhoto(row, side, coloring.values[codes[row]!]!.color)
      ) {
        continue;
      }
      const sizes = this.#stamps[codes[row]!]!;
      const level = Math.floor((this.#projected.near[row]! + 1) / 2 * sizes.length);
      const { canvas: image, reach } = sizes[Math.min(sizes.length - 1, Math.max(0, level))]!;
      this.#context.drawImage(image, x - reach, y - reach, 2 * reach, 2 * reach);
    }
    this.#context.globalAlpha = 1;
  }

  /** The photo of an item in a frame of its value's colour; false where it is not there yet. */
  #drawPhoto(row: number, size: number, color: string): boolean {
    const { x, y } = this.place(row);
    if (!this.#album.draw(this.#context, row, { x, y, size }, () => this.redraw())) return false;
    this.#context.strokeStyle = color;
    this.#context.lineWidth = 2;
    this.#context.strokeRect(x - size / 2, y - size / 2, size, size);
    return true;
  }

  /** Draw a line of one colour along what `trace` traces. */
  #stroke(color: string, width: number, trace: (context: CanvasRenderingContext2D) => void): void {
    this.#context.beginPath();
    trace(this.#context);
    this.#context.strokeStyle = color;
    this.#context.lineWidth = width;
    this.#context.stroke();
  }

  #drawOutline(outline: readonly Point[], ink: string): void {
    this.#context.setLineDash([5, 4]);
    this.#stroke(ink, 1.5, (context) => {
      for (const { x, y } of outline) context.lineTo(x, y);
      context.closePath();
    });
    this.#context.setLineDash([]);
  }

  /** Lines from the chosen item to those found for it, and rings around what is pointed at. */
  #drawMarks({ found, chosen, pointed, coloring, codes }: Scene, ink: string): void {
    const radius = markerRadius(this.#projected.x.length) + 3;
    const again = (row: number, radius: number) =>
      drawMarker(this.#context, coloring.values[codes[row]!]!, { ...this.place(row), radius });
    for (const { row, color } of found) {
      this.#stroke(color, 1.5, (context) => {
        for (const { x, y } of [this.place(chosen), this.place(row)]) context.lineTo(x, y);
      });
    }
    for (const { row, color } of found) {
      again(row, radius - 1);
      this.#ring(row, radius + 1, color);
    }
    for (const row of [chosen, pointed]) {
      if (row < 0) continue;
      again(row, radius);
      this.#ring(row, radius + 3, ink);
    }
  }

  #ring(row: number, radius: number, color: string): void {
    const { x, y } = this.place(row);
    this.#stroke(color, 2, (context) => context.arc(x, y, radius, 0, 2 * Math.PI));
  }

  /** The edges of the box that a map in space lies in; gives its corners. */
  #drawBox(places: Places, viewport: Viewport): Projected {
    const corners = emptyProjection(8);
    project(boxCorners(places), { places, camera: this.camera, viewport, to: corners });
    this.#stroke("rgba(128,128,128,0.4)", 1, (context) => {
      for (const [from, to] of EDGES) {
        context.moveTo(corners.x[from]!, corners.y[from]!);
        context.lineTo(corners.x[to]!, corners.y[to]!);
      }
    });
    return corners;
  }

  /** The names of the three axes, below edges of the box and above the items. */
  #nameEdges(corners: Projected, ink: string): void {
    for (let axis = 0; axis < 3; axis++) {
      const to = 1 << axis;
      const x = (corners.x[0]! + corners.x[to]!) / 2;
      const y = (corners.y[0]! + corners.y[to]!) / 2;
      this.#write(`UMAP ${axis + 1}`, { x, y: y + 14, ink });
    }
  }

  /** The names of a flat map's axes, along the lower and the left edge. */
  #nameAxes({ width, height }: Viewport, ink: string): void {
    this.#write("UMAP 1", { x: width / 2, y: height - 6, ink });
    this.#context.save();
    this.#context.translate(14, height / 2);
    this.#context.rotate(-Math.PI / 2);
    this.#write("UMAP 2", { x: 0, y: 0, ink });
    this.#context.restore();
  }

  #write(text: string, { x, y, ink }: { x: number; y: number; ink: string }): void {
    this.#context.fillStyle = ink;
    this.#context.font = "11px system-ui, sans-serif";
    this.#context.textAlign = "center";
    this.#context.fillText(text, x, y);
  }
}
