/** What a catalogue was made of, kept in its table: `CatalogueAbout`, `checkAbout`, `readAbout`. */

/** What every vector of a catalogue has in common. */
export interface CatalogueAbout {
  /** Numbers in a vector. */
  dim: number;
  /** Fingerprint of the data set that the items come from. */
  dataset: string;
  /** Fingerprint of the model that the vectors come from. */
  model: string;
  /** Name of the encoder that made the vectors, for people: "HOG, with pixels". */
  encoder: string;
}

/** The entry of the table's metadata that holds it. */
export const ABOUT_KEY = "lookalike-catalogue";

/** More makes LanceDB's pages huge; no model here comes near. */
const MAX_DIM = 65_536;

/** @throws {RangeError} if `dim` is no whole number from 1 to 65536 or a text is empty */
export function checkAbout({ dim, dataset, model, encoder }: CatalogueAbout): void {
  if (!Number.isInteger(dim) || dim < 1 || dim > MAX_DIM) {
    throw new RangeError(
      `Cannot create catalogue as dim must be a whole number from 1 to ${MAX_DIM}: ` +
        `current value is ${dim}`,
    );
  }
  for (const [name, value] of Object.entries({ dataset, model, encoder })) {
    if (typeof value !== "string" || value === "") {
      const kind = name === "encoder" ? "name" : "fingerprint";
      throw new RangeError(
        `Cannot create catalogue as ${name} must be a ${kind}: current value is "${value}"`,
      );
    }
  }
}

/** What a table's metadata says, or undefined if it is no catalogue's, or of an earlier version. */
export function readAbout(metadata: Map<string, string>): CatalogueAbout | undefined {
  try {
    const about = JSON.parse(metadata.get(ABOUT_KEY) ?? "");
    checkAbout(about);
    return about;
  } catch {
    return undefined;
  }
}

/** @throws {RangeError} if `about` differs from what is expected of it */
export function matchAbout(
  about: CatalogueAbout,
  expected: Partial<CatalogueAbout>,
  address: string,
): void {
  for (const name of ["encoder", "dim", "dataset", "model"] as const) {
    if (expected[name] === undefined || expected[name] === about[name]) continue;
    throw new RangeError(
      `Cannot open catalogue "${address}" as its ${name} must be ${expected[name]}: ` +
        `current value is ${about[name]}; build another catalogue for these vectors`,
    );
  }
}
