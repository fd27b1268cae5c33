import assert from "node:assert/strict";
import { neighbourRows } from "../../../lib/view/pictures/neighbours.ts";

const image = new Uint8Array(128 * 128 * 3).fill(100);

Deno.test("neighbourRows() shows a query and a row for every model, in order, with distances", async () => {
  const { markup, text } = await neighbourRows([{
    query: { image, alt: "q.jpg", caption: "dress" },
    results: [
      {
        model: "A",
        neighbours: [
          { image, alt: "1.jpg", caption: "dress", distance: 1.23456, frame: "hit" },
          { image, alt: "2.jpg", caption: "hat", distance: 2, frame: "miss" },
        ],
      },
      { model: "<B>", neighbours: [] },
    ],
  }], { title: "Nearest" });
  const order = [
    "Nearest",
    "Query",
    "q.jpg",
    ">A<",
    "1.jpg",
    "distance 1.235",
    "2.jpg",
    "&lt;B&gt;",
    "nothing found",
  ];
  const start = markup.indexOf("</style>");
  const at = order.map((words) => markup.indexOf(words, start));
  assert.ok(at.every((place, i) => place > (at[i - 1] ?? 0)), at.join(" "));
  assert.equal(
    text,
    "Nearest\nquery q.jpg, dress\n  A: 1.jpg (distance 1.235, hit); 2.jpg (distance 2, miss)\n  <B>: nothing found",
  );
});

Deno.test("neighbourRows() takes no queries", async () => {
  assert.equal((await neighbourRows([])).text, "");
});
