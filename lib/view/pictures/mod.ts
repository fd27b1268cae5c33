/** Galleries of photos and feature maps. */

export { boardSheet, cropSteps, type ShownBoard, storeBoards } from "./boards.ts";
export { imageAt } from "./encode.ts";
export { type LayerOutput, layerSheet, vectorMaps } from "./feature_maps.ts";
export { type Photo, storePhotos } from "./photo.ts";
export { photoGrid, photoSheet, type SheetBlock, type SheetRow } from "./sheet.ts";
