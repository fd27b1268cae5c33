/**
 * A catalogue of products that may be larger than memory and changes while it is searched: kept in a
 * folder or on S3 with LanceDB. `FlatIndex` is for what fits in memory and stays as it is.
 */

export { Catalogue } from "./catalogue.ts";
export type { CatalogueResult, CatalogueSearchOptions } from "./catalogue.ts";
export type { CatalogueAbout } from "./about.ts";
export type { CatalogueItem } from "./items.ts";
export { CatalogueError } from "./errors.ts";
