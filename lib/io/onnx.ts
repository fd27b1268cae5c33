/** ONNX files: `OnnxGraph`, to which nodes and weights are added, and its bytes. */

import { concatBytes } from "./bytes.ts";
import { float, type Message, nested, text, whole } from "./protobuf.ts";

// Fields by their numbers in onnx.proto.
const IR_VERSION = 8;
const OPSET = 17;
const TYPES = { float: 1, int64: 7 };
const ATTRIBUTE = { float: 1, int: 2, ints: 7 };

/** Attributes of a node, all whole numbers but `epsilon`. */
export type OnnxAttributes = Readonly<Record<string, number | readonly number[]>>;

/** A tensor that comes in or out: its name, and its shape, in which a name stands for any length. */
export interface OnnxValue {
  name: string;
  shape: readonly (number | string)[];
}

/** A network as a list of operators of ONNX, opset 17, each fed by those before it. */
export class OnnxGraph {
  readonly #nodes: Message[] = [];
  readonly #weights: Message[] = [];
  #values = 0;

  /** Add an operator. @returns the name of its output */
  add(type: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    const output = `${type.toLowerCase()}_${this.#values++}`;
    this.#nodes.push([
      ...inputs.flatMap((input) => text(1, input)),
      ...text(2, output),
      ...text(4, type),
      ...Object.entries(attributes).flatMap((attribute) => nested(5, attributeOf(attribute))),
    ]);
    return output;
  }

  /** Give a value the name that it has outside. */
  rename(value: string, name: string): void {
    this.#nodes.push([...text(1, value), ...text(2, name), ...text(4, "Identity")]);
  }

  /** Add a weight, float32. @returns its name */
  weight(name: string, shape: readonly number[], data: Float32Array): string {
    return this.#tensor(name, "float", shape, data);
  }

  /** Add a list of whole numbers, such as a shape. @returns its name */
  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    return this.#tensor(`integers_${this.#values++}`, "int64", [values.length], data);
  }

  /**
   * The bytes of the file.
   *
   * @param about texts by name, as the file's metadata
   */
  encode(
    input: OnnxValue,
    output: OnnxValue,
    about: Readonly<Record<string, string>> = {},
  ): Uint8Array<ArrayBuffer> {
    const graph = [
      ...this.#nodes.flatMap((node) => nested(1, node)),
      ...text(2, "lookalike"),
      ...this.#weights.flatMap((tensor) => nested(5, tensor)),
      ...nested(11, valueOf(input)),
      ...nested(12, valueOf(output)),
    ];
    return concatBytes([
      ...whole(1, IR_VERSION),
      ...text(2, "lookalike"),
      ...nested(7, graph),
      ...nested(8, [...text(1, ""), ...whole(2, OPSET)]),
      ...Object.entries(about).flatMap(([key, value]) => {
        return nested(14, [...text(1, key), ...text(2, value)]);
      }),
    ]);
  }

  #tensor(
    name: string,
    type: keyof typeof TYPES,
    shape: readonly number[],
    { buffer, byteOffset, byteLength }: Float32Array | BigInt64Array,
  ): string {
    this.#weights.push([
      ...shape.flatMap((length) => whole(1, length)),
      ...whole(2, TYPES[type]),
      ...text(8, name),
      ...nested(9, [new Uint8Array(buffer, byteOffset, byteLength)]),
    ]);
    return name;
  }
}

function attributeOf([name, value]: [string, number | readonly number[]]): Message {
  const named = text(1, name);
  if (name === "epsilon") {
    return [...named, ...float(2, value as number), ...whole(20, ATTRIBUTE.float)];
  }
  if (typeof value === "number") return [...named, ...whole(3, value), ...whole(20, ATTRIBUTE.int)];
  return [...named, ...value.flatMap((one) => whole(8, one)), ...whole(20, ATTRIBUTE.ints)];
}

function valueOf({ name, shape }: OnnxValue): Message {
  const dimensions = shape.flatMap((length) => {
    return nested(1, typeof length === "number" ? whole(1, length) : text(2, length));
  });
  const tensor = [...whole(1, TYPES.float), ...nested(2, dimensions)];
  return [...text(1, name), ...nested(2, nested(1, tensor))];
}
