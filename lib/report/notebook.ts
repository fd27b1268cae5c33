/** The content of a notebook, and the check that no output got lost. */

/** One thing a cell shows (nbformat 4). */
export interface Output {
  output_type: "stream" | "display_data" | "execute_result" | "error";
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  execution_count?: number | null;
  ename?: string;
  evalue?: string;
}

/** What the runner notes in a notebook. */
export interface Execution {
  seconds: number;
  /** Time of the start, ISO 8601. */
  started?: string;
  /** The project's commit. */
  commit?: string | null;
}

/** The parts of a notebook the runner reads. */
export interface Notebook {
  /** The source is one string, whichever way the file has it. */
  cells: { cell_type: RawCell["cell_type"]; source: string; outputs: Output[]; tags: string[] }[];
  /** When and how long it ran; undefined for a notebook the runner did not execute. */
  execution: Execution | undefined;
}

/** A cell that did not do what it should. */
export interface CellFault {
  /** Position in the notebook, from 0, all kinds of cell counted. */
  index: number;
  /** Its first lines. */
  head: string;
  /** What is wrong, in words. */
  problem: string;
}

/** A notebook as it is in its file (nbformat 4). */
export interface RawNotebook {
  cells: RawCell[];
  metadata?: { lookalike?: Execution };
}

/** A cell as it is in its file. */
export interface RawCell {
  cell_type: "code" | "markdown" | "raw";
  source: string | string[];
  execution_count?: number | null;
  outputs?: Output[];
  metadata?: { tags?: string[] };
}

/** The source of a cell as one string. */
export const sourceOf = ({ source }: RawCell) => [source].flat().join("");

/**
 * Read the text of an .ipynb file.
 *
 * @throws SyntaxError when it is not JSON or has no cells
 */
export function parseNotebook(text: string): Notebook {
  const raw: RawNotebook | null = JSON.parse(text);
  if (!Array.isArray(raw?.cells)) throw new SyntaxError("Cannot read notebook as it has no cells");
  return {
    cells: raw.cells.map((cell) => {
      const { cell_type, outputs = [], metadata: { tags = [] } = {} } = cell;
      return { cell_type, source: sourceOf(cell), outputs, tags };
    }),
    execution: raw.metadata?.lookalike,
  };
}

/** The first heading of a notebook, without Markdown's marks; undefined when it has none. */
export function titleOf({ cells }: Notebook): string | undefined {
  for (const { cell_type, source } of cells) {
    const heading = cell_type === "markdown" ? /^#{1,6}\s+(.+?)\s*#*\s*$/m.exec(source) : null;
    if (heading) return heading[1]!.replace(/[*_`]/g, "");
  }
  return undefined;
}

/** Whether a notebook shows something in the form `type` that contains `text`. */
export function holds({ cells }: Notebook, type: string, text = ""): boolean {
  return cells.some(({ outputs }) =>
    outputs.some(({ data = {} }) => type in data && [data[type]].flat().join("").includes(text))
  );
}

/** Whether a notebook shows a Plotly figure. */
export function hasPlotly(notebook: Notebook): boolean {
  return holds(notebook, "application/vnd.plotly.v1+json");
}

/** The first three lines of a cell's source that hold anything. */
export function cellHead(source: string): string {
  const written = source.split(/\r?\n/).filter((line) => line.trim());
  return written.slice(0, 3).join("\n") + (written.length > 3 ? "\n..." : "");
}

/**
 * The cells of an executed notebook that failed, or that show nothing though they do in `source`, the
 * notebook as it is kept with its outputs.
 *
 * A cell's last output can get lost between the kernel and its client; an exit code of 0 is no
 * proof. Cells with the tag `raises-exception` may fail.
 */
export function findFaults({ cells }: Notebook, source?: Notebook): CellFault[] {
  return cells.flatMap(({ cell_type, source: text, outputs, tags }, index) => {
    if (cell_type !== "code") return [];
    const fault = (problem: string) => [{ index, head: cellHead(text), problem }];
    const error = outputs.find(({ output_type }) => output_type === "error");
    if (error && !tags.includes("raises-exception")) {
      return fault(`${error.ename ?? "Error"}: ${error.evalue ?? ""}`);
    }
    const shows = (source?.cells[index]?.outputs.length ?? 0) > 0;
    return shows && outputs.length === 0 ? fault("its output is missing") : [];
  });
}
