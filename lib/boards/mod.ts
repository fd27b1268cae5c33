/** The embedded data set: fashion boards drawn by this project's own code. */

export { type Board, BOARD_SIZE, type BoardItem, boardSignature, drawBoard } from "./board.ts";
export { type ColourName, COLOURS } from "./colours.ts";
export {
  type BoardsProgress,
  generateBoards,
  type GenerateBoardsOptions,
  type GeneratedBoards,
  renderBoard,
} from "./generate.ts";
export { type Label, LABEL_COUNTS, LABELS, labelShare } from "./labels.ts";
export { type PatternName, PATTERNS } from "./patterns.ts";
export { wholeBoardSize } from "./whole_board.ts";
