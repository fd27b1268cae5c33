/** Galleries of photos and feature maps. */

export { boardGrid, type ShownBoard, storeBoards } from "./boards.ts";
export { imageAt, mosaic } from "./encode.ts";
export {
  channelMap,
  featureMapGrid,
  featureMapRow,
  type LayerOutput,
  strongestChannels,
} from "./feature_maps.ts";
export type { Photo } from "./gallery.ts";
export { imageGrid, type ReconstructionColumn, reconstructionGrid } from "./grid.ts";
export {
  type Neighbour,
  type NeighbourQuery,
  type NeighbourResult,
  neighbourRows,
} from "./neighbours.ts";
export { type PhotoPair, photoPairs } from "./pairs.ts";
export {
  layerBlocks,
  neighbourBlocks,
  photoSheet,
  reconstructionBlocks,
  type SheetBlock,
} from "./sheet.ts";
export { storePhotos } from "./store_photos.ts";
