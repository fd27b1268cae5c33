import assert from "node:assert/strict";
import * as v from "valibot";
import {
  byName,
  checked,
  Count,
  Mean,
  Numeral,
  Positive,
  resultsJson,
  Share,
  Text,
} from "../../lib/io/json.ts";

const schema = v.looseObject({
  name: Text,
  rows: v.optional(v.array(v.looseObject({ n: Positive, loss: v.nullable(Numeral) }))),
  kind: v.optional(v.picklist(["a", "b"])),
  share: v.optional(Share),
  count: v.optional(Count),
  yes: v.optional(v.boolean()),
  named: v.optional(byName(Text)),
  strict: v.optional(v.strictObject({})),
});

Deno.test("checked() gives what the text holds, more keys included", () => {
  const value = { name: "x", rows: [{ n: 1, loss: null }, { n: 2, loss: 0.5 }], more: [true] };
  assert.deepEqual(checked(schema)(value), value);
});

Deno.test("checked() says where something is wrong, and what stands there", () => {
  const cases: [text: string, condition: string][] = [
    ["null", "it must be an object: current value is null"],
    ["[]", "name must be there"],
    ["{}", "name must be there"],
    ['{"name":1}', "name must be a text: current value is 1"],
    ['{"name":"x","rows":{}}', "rows must be a list: current value is an object"],
    ['{"name":"x","rows":[{"n":0}]}', "rows.0.n must be at least 1: current value is 0"],
    ['{"name":"x","rows":[{"n":1.5}]}', "rows.0.n must be a whole number: current value is 1.5"],
    ['{"name":"x","rows":[{"n":1}]}', "rows.0.loss must be there"],
    [
      '{"name":"x","rows":[{"n":1,"loss":1e999}]}',
      "rows.0.loss must be a finite number: current value is Infinity",
    ],
    ['{"name":"x","kind":"c"}', 'kind must be one of a, b: current value is "c"'],
    ['{"name":"x","share":1.5}', "share must be at most 1: current value is 1.5"],
    ['{"name":"x","count":-1}', "count must be at least 0: current value is -1"],
    ['{"name":"x","yes":0}', "yes must be true or false: current value is 0"],
    ['{"name":"x","named":["y"]}', "named must be an object: current value is a list"],
    ['{"name":"x","named":{"y":1}}', "named.y must be a text: current value is 1"],
    ['{"name":"x","strict":{"more":1}}', "strict.more must not be there"],
  ];
  for (const [text, condition] of cases) {
    assert.throws(
      () => checked(schema)(JSON.parse(text)),
      { name: "SyntaxError", message: condition },
    );
  }
  const long = { name: "x", kind: "y".repeat(1000) };
  assert.throws(() => checked(schema)(long), ({ message }) => message.length < 150);
});

Deno.test("byName() keeps every name, whatever objects have of that name", () => {
  const json =
    '{"__proto__":0.5,"constructor":0.25,"prototype":1,"toString":0,"dress":0.4,"0":null}';
  const means = checked(byName(Mean))(JSON.parse(json));
  const names = ["0", "__proto__", "constructor", "prototype", "toString", "dress"];
  assert.deepEqual(Object.keys(means), names);
  assert.deepEqual(Object.values(means), [NaN, 0.5, 0.25, 1, 0, 0.4]);
  assert.equal(Object.getPrototypeOf(means), Object.prototype);
  assert.throws(() => checked(byName(Mean))(JSON.parse('{"a":1,"__proto__":2}')), {
    message: "__proto__ must be at most 1: current value is 2",
  });
  const nested = checked(byName(byName(Text)))(JSON.parse('{"a":{"constructor":"b"}}'));
  assert.deepEqual(Object.entries(nested.a!), [["constructor", "b"]]);
  assert.throws(() => checked(byName(Text))(null), { message: /must be an object/ });
});

Deno.test("checked() reads the mean of nothing as NaN", () => {
  assert.deepEqual(checked(v.array(Mean))([0, null, 1]), [0, NaN, 1]);
  assert.throws(() => checked(Mean)(1.5), /must be at most 1/);
});

Deno.test("resultsJson() writes a list of numbers on one line and reads back the same", () => {
  const results = {
    hits: [0, -1.5, 1e-7, null, 1e21],
    empty: [],
    names: ["[\n 1,\n 2\n]", "a"],
    rows: [{ a: [1] }, [2, [3]]],
  };
  const json = resultsJson(results);
  assert.deepEqual(JSON.parse(json), results);
  assert.match(json, /^ {2}"hits": \[0, -1\.5, 1e-7, null, 1e\+21\],$/m);
  assert.match(json, /^ {2}"names": \[$/m);
});
