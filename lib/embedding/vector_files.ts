/** Embeddings in files, of this or any other program: `readVectors`. */

import { Buffer } from "node:buffer";
import { basename, extname } from "node:path";
import pl, { type DataFrame } from "nodejs-polars";
import { decodeText } from "../io/decode_text.ts";
import { messageOf } from "../io/errors.ts";
import { ifExists } from "../io/files.ts";
import { readRegularFile } from "../io/regular_file.ts";
import { decodeNpy } from "../io/npy.ts";
import { otherFile } from "../io/other_file.ts";
import { firstRepeated } from "../io/repeated.ts";
import { decodeSafetensors, toFloat32 } from "../io/safetensors.ts";
import { checkScale, checkVectors } from "./check_vectors.ts";
import { type Embedding, VECTOR_FILES } from "./embedding.ts";

/** Names of the tensor or column with the vectors; another name will do where it is the only one. */
const VECTORS = ["vectors", "vector", "embeddings", "embedding"];
/** Names of the column with the ids, the first of them that a table has. */
const IDS = ["id", "ids", "file", "filename", "path"];

/** What a file holds; `ids` are missing where they lie in a file beside it. */
interface Content {
  shape: readonly number[];
  data: Float32Array;
  ids?: readonly string[];
}

/**
 * The embedding in a file:
 *
 * - `.safetensors`: a tensor `vectors` `[n, dim]`, or the only one of two axes; the ids as JSON in the
 *   metadata, under "ids", as `embeddings.safetensors` of a run and its exports have them;
 * - `.parquet`: a column `id` (or `file`), and a column `vector` of lists, or the only one of lists;
 * - `.npy`: an array `[n, dim]`.
 *
 * Ids that the file itself lacks are read from the file `<name>.ids.txt` beside it, one a line.
 * Float64, float16 and bfloat16 become float32.
 *
 * @returns its name is the file's without ending, and the dimensions: "clip (512-d)"
 * @throws {RangeError} if there is no such file, a value is not finite or an id stands twice
 * @throws {SyntaxError} if it cannot be read, saying why
 *
 * @example
 * ```ts ignore
 * import { FlatIndex, readVectors } from "lookalike";
 *
 * const { vectors, dim, ids } = await readVectors("data/runs/boards-quick/export/search.parquet");
 * const index = FlatIndex.build(vectors, dim, ids);
 * ```
 */
export async function readVectors(path: string): Promise<Embedding> {
  const isFile = (await ifExists(Deno.stat(path)))?.isFile;
  if (!isFile) throw new RangeError(`Cannot read vectors as there must be a file "${path}"`);
  const bytes = readRegularFile(path);
  const ending = extname(path);
  try {
    const { shape, data, ids = await idsBeside(path) } = contentOf(bytes, ending.toLowerCase());
    const [count = 0, dim = 0, ...others] = shape;
    if (others.length > 0 || count === 0 || dim === 0) {
      throw new SyntaxError(`vectors must be [n, dim]: current shape is [${shape.join(", ")}]`);
    }
    checkVectors(data, dim, "vectors", "read file");
    checkScale(data, "vectors", "read file");
    if (ids.length !== count) {
      throw new SyntaxError(`there must be an id for each of ${count} vectors: ${ids.length} are`);
    }
    const twice = firstRepeated(ids);
    if (twice !== undefined) throw new RangeError(`each id must stand once: "${twice}" is twice`);
    return { name: `${basename(path, ending)} (${dim}-d)`, dim, vectors: data, ids };
  } catch (error) {
    const Kind = error instanceof RangeError ? RangeError : SyntaxError;
    const other = otherFile(bytes);
    const reason = other ? `it is ${other}` : messageOf(error);
    throw new Kind(`Cannot use "${path}": ${reason}`, { cause: error });
  }
}

function contentOf(bytes: Uint8Array, ending: string): Content {
  if (ending === ".npy") return decodeNpy(bytes);
  if (ending === ".parquet") return fromParquet(bytes);
  if (ending === ".safetensors") return fromSafetensors(bytes);
  throw new RangeError(`its name must end with one of ${VECTOR_FILES.join(", ")}`);
}

async function idsBeside(path: string): Promise<string[]> {
  const beside = path.slice(0, -extname(path).length) + ".ids.txt";
  const bytes = await ifExists(Deno.readFile(beside));
  try {
    if (bytes) return decodeText(bytes).replace(/\n+$/, "").split("\n");
  } catch (error) {
    throw new SyntaxError(`Cannot read "${basename(beside)}" as ${messageOf(error)}`);
  }
  throw new SyntaxError(
    `it needs ids: write them into "${basename(beside)}" beside it, one a line`,
  );
}

function fromSafetensors(bytes: Uint8Array): Content {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const matrices = Object.keys(tensors).filter((name) => tensors[name]!.shape.length === 2);
  const tensor = tensors[chosen(matrices, "tensor of two axes")]!;
  const data = toFloat32(tensor);
  if (!data) throw new SyntaxError(`its vectors must be floats: they are ${tensor.dtype}`);
  if (metadata.ids === undefined) return { shape: tensor.shape, data };
  const ids: unknown = JSON.parse(metadata.ids);
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string")) {
    throw new SyntaxError(`"ids" in its metadata must be a list of texts`);
  }
  return { shape: tensor.shape, data, ids };
}

function fromParquet(bytes: Uint8Array): Content {
  const table = pl.readParquet(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const lists = table.columns.filter((name) => LISTS.includes(variantOf(table, name)));
  const name = chosen(lists, "column of lists");
  const idColumn = IDS.find((known) => table.columns.includes(known));
  const count = table.height;
  const values = table.getColumn(name).explode().cast(pl.Float32);
  if (values.nullCount() > 0 || values.length % count !== 0 || isRagged(table, name)) {
    throw new SyntaxError(`the lists of "${name}" must be of one length, without gaps`);
  }
  const data = Float32Array.from(values.toTypedArray() as Float32Array);
  const ids = idColumn && table.getColumn(idColumn).toArray().map(String);
  return { shape: [count, values.length / count], data, ...(ids && { ids }) };
}

const LISTS = ["List", "FixedSizeList"];

/** Kind of a column; lists of float16, which Polars for Node has no name for, are lists too. */
function variantOf(table: DataFrame, name: string): string {
  try {
    return table.getColumn(name).dtype.variant;
  } catch {
    return "List";
  }
}

function isRagged(table: DataFrame, name: string): boolean {
  if (variantOf(table, name) === "FixedSizeList") return false;
  const lengths = table.select(pl.col(name).lst.lengths()).getColumn(name).toArray();
  return lengths.some((length) => length !== lengths[0]);
}

/** The one of `names` that is named like vectors, or the only one. */
function chosen(names: readonly string[], what: string): string {
  const name = VECTORS.find((known) => names.includes(known)) ??
    (names.length === 1 ? names[0] : undefined);
  if (name !== undefined) return name;
  const found = names.length > 0 ? names.map((name) => `"${name}"`).join(", ") : "none";
  throw new SyntaxError(`it must have one ${what}, or one named "vectors": it has ${found}`);
}
