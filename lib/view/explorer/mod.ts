/** The explorer: a map of all items that shows photos and neighbours. */

export { explorer, type ExplorerInput } from "./explorer.ts";
export type { ExplorerMap, ExplorerModel } from "./pack.ts";
