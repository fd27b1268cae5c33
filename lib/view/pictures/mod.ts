/** Galleries of photos and feature maps. */

export { boardSheet, cropSteps, type ShownBoard, storeBoards } from "./boards.ts";
export { imageAt, mosaic } from "./encode.ts";
export {
  channelMap,
  featureMapGrid,
  featureMapRow,
  layerBlocks,
  type LayerOutput,
  strongestChannels,
} from "./feature_maps.ts";
export { imageGrid, reconstructionGrid } from "./grid.ts";
export { neighbourRows } from "./neighbours.ts";
export { type PhotoPair, photoPairs } from "./pairs.ts";
export { type Photo, storePhotos } from "./photo.ts";
export {
  type Neighbour,
  neighbourBlocks,
  type NeighbourQuery,
  type NeighbourResult,
  photoBlocks,
  photoSheet,
  reconstructionBlocks,
  type ReconstructionColumn,
  type SheetBlock,
  type SheetRow,
} from "./sheet.ts";
