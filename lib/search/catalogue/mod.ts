/**
 * A catalogue of products that may be larger than memory and changes while it is searched: kept in a
 * folder or on S3 with LanceDB. `FlatIndex` is for what fits in memory and stays as it is.
 */

export { Catalogue } from "./catalogue.ts";
export type { CatalogueFilter, CatalogueResult, CatalogueSearchOptions } from "./search.ts";
export type { CatalogueOptions } from "./storage.ts";
export type { CatalogueIndex, IndexOptions } from "./vector_index.ts";
export type { Recall, RecallOptions } from "./recall.ts";
export { INDEX_KINDS, type IndexKind } from "./index_kinds.ts";
export type { CatalogueAbout } from "./about.ts";
export type { CatalogueItem } from "./items.ts";
export { CatalogueError } from "./errors.ts";
export { type SearchWay, weighIndex } from "./weigh_index.ts";
