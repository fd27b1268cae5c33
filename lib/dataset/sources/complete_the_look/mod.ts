/** Complete The Look: a table of boards and boxes, the boards from the web, and their crops. */

export { type BoardFile, cropsSource, SPLIT_NAMES, type SplitName } from "./crops.ts";
export {
  type MalformedLine,
  readTable,
  type Table,
  type TableReport,
  type TableRow,
} from "./read_table.ts";
export { COLUMNS, shortenLabel } from "./row.ts";
export { boardFile, BOARDS_URL, boardUrl } from "./signature.ts";
export {
  completeTheLookNotice,
  type CompleteTheLookOptions,
  type CompleteTheLookReport,
  completeTheLookSource,
  ORIGINAL_ROWS,
} from "./source.ts";
