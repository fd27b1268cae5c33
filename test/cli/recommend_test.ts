import assert from "node:assert/strict";
import { readRecommendArgs } from "../../lib/cli/recommend.ts";

Deno.test("readRecommendArgs() reads options in any order, filters as often as they are given", () => {
  const words =
    "--k 5 mine --where colour=red --where category=Shoes --same category --format jsonl";
  assert.deepEqual(readRecommendArgs([...words.split(" "), "--min-probability=0.8"]), {
    run: "mine",
    format: "jsonl",
    options: {
      k: 5,
      minProbability: 0.8,
      diversity: 0,
      same: ["category"],
      where: { colour: "red", category: "Shoes" },
    },
  });
});

Deno.test("readRecommendArgs() says what is wrong, and how the task is called", () => {
  const cases: [string, RegExp][] = [
    ["", /^Cannot recommend as there must be one run \(npx .* recommend RUN \[--k 10\]/],
    ["a b", /as there must be one run \(/],
    ["a --format xls", /as format must be one of csv, parquet, jsonl: current value is "xls" \(/],
    ["a --where red", /as --where must be like colour=red: current value is "red" \(/],
    ["a --depth 3", /as Unknown option '--depth'.* \(npx/],
  ];
  for (const [words, message] of cases) {
    const args = words.split(" ").filter(Boolean);
    assert.throws(() => readRecommendArgs(args), { name: "RangeError", message });
  }
});
