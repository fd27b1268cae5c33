/** Showing things in a notebook: `show`, live progress, figures, galleries and tables. */

export { answer } from "./answer.ts";
export * from "./charts/mod.ts";
export * from "./explorer/mod.ts";
export { type EncodedFigure, encodeFigure, escapePlotly, type PlotlyFigure } from "./figure.ts";
export { figureHtml } from "./figure_html.ts";
export { formatDuration, formatNumber, formatRate } from "../io/format.ts";
export { escapeHtml, type Html, html, rawHtml } from "./html.ts";
export { inJupyter } from "../io/jupyter.ts";
export { type LiveFigure, liveFigure } from "./live_figure.ts";
export { type Markdown, markdown } from "./markdown.ts";
export { mimeBundle } from "./mime.ts";
export { plainText, type Showable } from "./plain_text.ts";
export { networkDrawing } from "./network.ts";
export { type CategoryStyle, createPalette, modelColor, type Palette } from "./palette.ts";
export { type Picture, picture } from "./picture.ts";
export * from "./pictures/mod.ts";
export { createProgress, type Progress, type ProgressExtra } from "./progress.ts";
export { show } from "./show.ts";
export { type Cell, type Column, type Row, type Table, table } from "./table.ts";
export { colorize, viridis } from "./viridis.ts";
