/**
 * Safetensors files on the edges of the format, and what the reference implementation does with them:
 * recorded from the Python package `safetensors` 0.8.0 (`safetensors.deserialize`).
 */

/** A file: a header, then so many bytes of data. */
export interface RecordedCase {
  /** What is particular about it. */
  what: string;
  header: string;
  data: number;
  /** Whether the reference reads it. */
  read: boolean;
  /** For what Lookalike refuses all the same: part of the message that says why. */
  stricter?: string;
}

const DEEP = "[".repeat(200) + "]".repeat(200);

export const RECORDED: readonly RecordedCase[] = [
  {
    what: "a tensor twice",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: true,
    stricter: "each key once",
  },
  {
    what: "a tensor twice, spelt differently",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"\\u0061":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: true,
    stricter: "each key once",
  },
  {
    what: "a key of the metadata twice",
    header: '{"__metadata__":{"x":"1","x":"2"}}',
    data: 0,
    read: true,
    stricter: "each key once",
  },
  {
    what: "the metadata twice",
    header: '{"__metadata__":{"x":"1"},"__metadata__":{"x":"2"}}',
    data: 0,
    read: false,
  },
  {
    what: "a field twice",
    header: '{"a":{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a field that the format does not know",
    header: '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"x":1}}',
    data: 2,
    read: true,
    stricter: 'must not hold "x"',
  },
  {
    what: "a length with a point",
    header: '{"a":{"dtype":"U8","shape":[2.0],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a length with an exponent",
    header: '{"a":{"dtype":"U8","shape":[2e0],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "an offset with a sign",
    header: '{"a":{"dtype":"U8","shape":[2],"data_offsets":[-0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "metadata that is null",
    header: '{"__metadata__":null}',
    data: 0,
    read: true,
  },
  {
    what: "metadata that holds a number",
    header: '{"__metadata__":{"a":1}}',
    data: 0,
    read: false,
  },
  { what: "metadata that holds null", header: '{"__metadata__":{"a":null}}', data: 0, read: false },
  {
    what: "space before the header",
    header: " {}",
    data: 0,
    read: true,
    stricter: "must begin with {",
  },
  { what: "space after the header", header: "{}   ", data: 0, read: true },
  { what: "a line end after the header", header: "{}\n", data: 0, read: true },
  { what: "a zero after the header", header: "{}\u0000", data: 0, read: false },
  { what: "no header", header: "", data: 0, read: false },
  { what: "a header that is a list", header: "[]", data: 0, read: false },
  { what: "a header that is null", header: "null", data: 0, read: false },
  {
    what: "half a surrogate pair as a name",
    header: '{"\\ud800":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  { what: "a byte order mark", header: "\ufeff{}", data: 0, read: false },
  {
    what: "a tensor named __proto__",
    header: '{"__proto__":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: true,
  },
  {
    what: "an entry that is a list",
    header: '{"a":["U8",[2],[0,2]]}',
    data: 2,
    read: true,
    stricter: "must be an object",
  },
  {
    what: "a dtype that Lookalike does not read",
    header: '{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: true,
    stricter: 'dtype of "a" must be one of',
  },
  {
    what: "a dtype of half a byte",
    header: '{"a":{"dtype":"F4","shape":[4],"data_offsets":[0,2]}}',
    data: 2,
    read: true,
    stricter: 'dtype of "a" must be one of',
  },
  {
    what: "a dtype in small letters",
    header: '{"a":{"dtype":"u8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "an entry without offsets",
    header: '{"a":{"dtype":"U8","shape":[2]}}',
    data: 2,
    read: false,
  },
  {
    what: "an empty tensor within another",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}',
    data: 2,
    read: false,
  },
  {
    what: "an empty tensor after another",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[0],"data_offsets":[2,2]}}',
    data: 2,
    read: true,
  },
  {
    what: "an empty tensor beyond the data",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[0],"data_offsets":[3,3]}}',
    data: 2,
    read: false,
  },
  {
    what: "an empty tensor with an axis beyond 2^53",
    header: '{"b":{"dtype":"U8","shape":[0,9007199254740993],"data_offsets":[0,0]}}',
    data: 0,
    read: true,
    stricter: "whole numbers from 0 to 2^53",
  },
  {
    what: "a shape that overflows before an axis of 0",
    header: '{"b":{"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}',
    data: 0,
    read: false,
  },
  {
    what: "an axis of 0 before huge ones",
    header: '{"b":{"dtype":"U8","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}',
    data: 0,
    read: true,
  },
  {
    what: "a shape that overflows",
    header: '{"b":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}',
    data: 0,
    read: false,
  },
  {
    what: "a length beyond 2^64",
    header: '{"b":{"dtype":"U8","shape":[18446744073709551616],"data_offsets":[0,0]}}',
    data: 0,
    read: false,
  },
  {
    what: "a length below 0",
    header: '{"b":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}',
    data: 0,
    read: false,
  },
  {
    what: "offsets the wrong way round",
    header: '{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}',
    data: 1,
    read: false,
  },
  {
    what: "three offsets",
    header: '{"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}',
    data: 1,
    read: false,
  },
  {
    what: "a tensor without a name",
    header: '{"":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: true,
  },
  {
    what: "lists in lists",
    header: `{"a":${DEEP}}`,
    data: 0,
    read: false,
  },
  {
    what: "lists in lists, in an unknown field",
    header: `{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"x":${DEEP}}}`,
    data: 2,
    read: false,
  },
  {
    what: "a control character in a name",
    header: '{"a\n":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a single number",
    header: '{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}',
    data: 1,
    read: true,
  },
  {
    what: "a byte after the last tensor",
    header: '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 3,
    read: false,
  },
  {
    what: "a byte too few",
    header: '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 1,
    read: false,
  },
  {
    what: "an escape that JSON does not know",
    header: '{"\\x61":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a hole between tensors",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}',
    data: 5,
    read: false,
  },
  {
    what: "a hole before the first tensor",
    header: '{"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
    data: 3,
    read: false,
  },
  {
    what: "a tensor that does not lie aligned",
    header:
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"I64","shape":[1],"data_offsets":[1,9]}}',
    data: 9,
    read: true,
  },
  {
    what: "overlapping tensors",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
    data: 3,
    read: false,
  },
  {
    what: "two tensors in one place",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "tensors in another order than their offsets",
    header:
      '{"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 4,
    read: true,
  },
  {
    what: "offsets beyond the data",
    header:
      '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[9],"data_offsets":[2,11]}}',
    data: 4,
    read: false,
  },
  {
    what: "a shape larger than its bytes",
    header: '{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a dtype wider than its bytes",
    header: '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a sum of lengths that wraps around 2^64",
    header: '{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}',
    data: 4,
    read: false,
  },
  {
    what: "a comma too many",
    header: '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},}',
    data: 2,
    read: false,
  },
  {
    what: "a comment",
    header: '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}/**/}',
    data: 2,
    read: false,
  },
  {
    what: "single quotes",
    header: '{\'a\':{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a number with a leading zero",
    header: '{"a":{"dtype":"U8","shape":[02],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a hexadecimal number",
    header: '{"a":{"dtype":"U8","shape":[0x2],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "NaN",
    header: '{"a":{"dtype":"U8","shape":[NaN],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  {
    what: "a text in place of a length",
    header: '{"a":{"dtype":"U8","shape":["2"],"data_offsets":[0,2]}}',
    data: 2,
    read: false,
  },
  { what: "two headers", header: "{}{}", data: 0, read: false },
  { what: "nothing in it", header: "{}", data: 0, read: true },
];
