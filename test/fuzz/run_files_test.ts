import assert from "node:assert/strict";
import { join } from "node:path";
import type { Dice } from "../../lib/boards/dice.ts";
import { checked } from "../../lib/io/json.ts";
import { HISTORY } from "../../lib/model/history.ts";
import { EXPERIMENT } from "../../lib/runs/experiment_record.ts";
import { compareSettings } from "../../lib/report/compare.ts";
import { recipeText, trainingOf } from "../../lib/report/facts.ts";
import type { RunFiles } from "../../lib/runs/run_files.ts";
import { METRICS, UMAP } from "../../lib/runs/results.ts";
import { writeRun } from "../report/made_run.ts";
import { assertRefusal, EXTREMES, fuzz, mutateText } from "./fuzz.ts";

const directory = await Deno.makeTempDir();
await writeRun(directory, "a", { hits: [5, 4, 0, 1] });
/** What a record holds, without its version and checksum. */
const text = async (...path: string[]) => {
  const { version: _, checksum: __, ...value } = JSON.parse(
    await Deno.readTextFile(join(directory, ...path)),
  );
  return JSON.stringify(value, null, 2);
};
const valid = {
  experiment: await text("baseline", "experiment.json"),
  history: await text("baseline", "history.json"),
  metrics: await text("metrics.json"),
  umap: await text("umap.json"),
};
await Deno.remove(directory, { recursive: true });

/** The text with a value somewhere in it replaced, or taken out, as JSON. */
function replaceValue(json: string, dice: Dice): string {
  const value = JSON.parse(json);
  let place = value;
  while (true) {
    const key = dice.pick(Object.keys(place));
    const child = place[key];
    if (typeof child === "object" && child !== null && dice.chance(0.9)) {
      if (Object.keys(child).length > 0) {
        place = child;
        continue;
      }
    }
    if (dice.chance(0.2)) delete place[key];
    else place[key] = dice.pick([null, "", "x", -1, 0, 0.5, 2 ** 53, true, {}, [], [1], "\ud800"]);
    return JSON.stringify(value).replace(
      "0.5",
      () => dice.chance(0.5) ? dice.pick(EXTREMES) : "0.5",
    );
  }
}

/** Whether `value` has, wherever `sample` has something, something of its kind: one rule for all. */
function isLike(value: unknown, sample: unknown, key = ""): boolean {
  // A mean of nothing is null.
  const means = "validationLoss macro micro recall interval perCategory trustworthiness".split(" ");
  if (typeof sample === "number" && means.includes(key) && value === null) return true;
  if (typeof sample === "number") return typeof value === "number" && Number.isFinite(value);
  if (Array.isArray(sample)) {
    return Array.isArray(value) && value.every((element) => isLike(element, sample[0], key));
  }
  if (typeof sample !== "object" || sample === null) return typeof value === typeof sample;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  // Names that a run chooses are no keys that must be there.
  if (["perCategory", "trustworthiness", "maps", "versions", "weights"].includes(key)) {
    const [first] = Object.values(sample);
    return isObject && Object.values(value).every((element) => isLike(element, first, key));
  }
  const optional = "hits codes origin of transform heldOut validation test copies told".split(" ");
  return isObject && Object.entries(sample).every(([name, part]) => {
    const own = (value as Record<string, unknown>)[name];
    return own === undefined ? optional.includes(name) : isLike(own, part, name);
  });
}

async function damage<T>(
  name: keyof typeof valid,
  check: (value: unknown) => T,
  seed: number,
  use: (value: T) => void,
): Promise<void> {
  const sample = JSON.parse(valid[name]);
  let accepted = 0;
  await fuzz({ seed, inputs: 10_000 }, (dice) => {
    const json = dice.chance(0.5) ? mutateText(valid[name], dice) : replaceValue(valid[name], dice);
    const value = tryParse(json);
    let read: T;
    try {
      read = check(value);
    } catch (error) {
      assertCondition(error);
      assert.notDeepEqual(value, sample, "refused what is as good as valid");
      return;
    }
    assert.ok(isLike(value, sample), `took ${json.slice(0, 500)}`);
    const again = JSON.stringify(read);
    assert.equal(JSON.stringify(check(JSON.parse(again))), again);
    use(read);
    accepted++;
  });
  assert.ok(accepted > 300 && accepted < 9000, `${accepted} accepted`);
}

/** What is refused is refused with a condition that reads on after "as". */
function assertCondition(error: unknown): void {
  if ((error as Error)?.constructor !== SyntaxError) throw error;
  assertRefusal(
    new SyntaxError(`Cannot read "file.json" as ${(error as Error).message}`),
    SyntaxError,
  );
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const files = (more: Partial<RunFiles>): RunFiles => ({
  run: "a",
  models: [],
  metrics: undefined,
  umap: undefined,
  ...more,
});

Deno.test("checked() takes or refuses 10,000 files experiment.json, and what it takes can be shown", async () => {
  await damage("experiment", checked(EXPERIMENT.schema), 8, (experiment) => {
    const name = "contrastive" as const;
    const model = { name, title: "C", parameters: 1, experiment, history: [] };
    const run = files({ models: [model] });
    assert.ok(compareSettings(run, files({})).every(({ first }) => typeof first === "string"));
    assert.match(recipeText(model), /^Adam .* epochs?/);
  });
});

Deno.test("checked() takes or refuses 10,000 files history.json, and what it takes can be shown", async () => {
  const experiment = checked(EXPERIMENT.schema)(JSON.parse(valid.experiment));
  await damage("history", checked(HISTORY.schema), 9, ({ epochs: history }) => {
    const training = trainingOf({
      name: "baseline",
      title: "B",
      parameters: 1,
      experiment,
      history,
    });
    assert.equal(training === undefined, history.length === 0);
  });
});

Deno.test("checked() takes or refuses 10,000 files metrics.json, whose lists fit together", async () => {
  await damage("metrics", checked(METRICS.schema), 10, ({ index, embeddings, k }) => {
    assert.equal(index.counts.length, index.categories.length);
    for (const code of index.codes) assert.equal(typeof index.categories[code], "string");
    for (const { hits } of embeddings) assert.ok(hits.every((n) => n >= 0 && n <= k));
  });
});

Deno.test("checked() takes or refuses 10,000 files umap.json, whose maps hold a place for each photo", async () => {
  await damage("umap", checked(UMAP.schema), 11, ({ ids, maps }) => {
    for (const points of Object.values(maps)) assert.equal(points.length % (ids.length || 1), 0);
  });
});
