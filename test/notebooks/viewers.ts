/** What others that show a notebook make of its outputs: `undrawnOutputs`, `strayValues`. */

/** A program that shows notebooks. */
interface Viewer {
  /** Forms it draws, the one it likes best first. */
  readonly draws: readonly string[];
  /** Whether scripts in markup run. */
  readonly scripts: boolean;
}

/**
 * VS Code with its Jupyter extension, by the order in that extension's source; GitHub, which draws
 * what nbconvert's plain page does, its markup without scripts and styles.
 */
const VIEWERS: Readonly<Record<string, Viewer>> = {
  "VS Code": {
    draws: [
      "application/vnd.plotly.v1+json",
      "text/html",
      "text/latex",
      "text/markdown",
      "image/png",
      "image/svg+xml",
      "image/jpeg",
      "text/plain",
    ],
    scripts: true,
  },
  "VS Code without extensions": {
    draws: ["text/html", "image/svg+xml", "text/markdown", "image/png", "image/jpeg", "text/plain"],
    scripts: true,
  },
  GitHub: {
    draws: [
      "text/html",
      "text/markdown",
      "image/svg+xml",
      "image/png",
      "image/jpeg",
      "text/latex",
      "text/plain",
    ],
    scripts: false,
  },
};

/** A notebook as far as its outputs go. */
interface ShownNotebook {
  cells: { outputs?: { output_type: string; data?: Record<string, unknown> }[] }[];
}

const textOf = (form: unknown) => Array.isArray(form) ? form.join("") : String(form);

/**
 * The outputs that a viewer would show as plain text though they are more, or as markup that is
 * empty without its script, in words.
 */
export function undrawnOutputs({ cells }: ShownNotebook): string[] {
  return cells.flatMap(({ outputs = [] }, cell) =>
    outputs.flatMap(({ data }) => data === undefined ? [] : [data]).flatMap((data) =>
      Object.entries(VIEWERS).flatMap(([name, { draws, scripts }]) => {
        const chosen = draws.find((form) => form in data);
        const place = `cell ${cell + 1} in ${name}`;
        if (chosen === undefined) return [`${place}: nothing of ${Object.keys(data).join(", ")}`];
        if (chosen === "text/plain" && Object.keys(data).length > 1) {
          return [`${place}: no more than text of ${Object.keys(data).join(", ")}`];
        }
        const needsScript = chosen === "text/html" && /<script\b/i.test(textOf(data[chosen]));
        return needsScript && !scripts ? [`${place}: a script that does not run`] : [];
      })
    )
  );
}

/** Values of a cell's last statement that nobody meant to show, in words. */
export function strayValues({ cells }: ShownNotebook): string[] {
  return cells.flatMap(({ outputs = [] }, cell) =>
    outputs.filter((output) => output.output_type === "execute_result")
      .map(({ data = {} }) => `cell ${cell + 1}: ${textOf(data["text/plain"]).slice(0, 80)}`)
  );
}
