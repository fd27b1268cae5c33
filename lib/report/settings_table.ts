/** What a notebook runs with, as a table: `settingsTable`. */

import type { Backend } from "../backend/mod.ts";
import { originForPeople } from "../dataset/sources/named.ts";
import type { Settings } from "../runs/settings.ts";
import { type Table, table } from "../view/table.ts";

/** The settings in force and, where one is in use, the backend. Of paths only the names are shown. */
export function settingsTable(settings: Settings, backend?: Backend): Table {
  const { dataset, origin, split, embeddings, encoder } = settings;
  const fileName = (path: string) => path.split(/[\\/]/).findLast(Boolean) ?? "";
  const rows = [
    { setting: "DATASET", value: fileName(dataset) },
    { setting: "from", value: origin && originForPeople(origin) },
    { setting: "SPLIT", value: split === "rows" ? split : undefined },
    { setting: "PROFILE", value: settings.profile },
    { setting: "ENCODER", value: encoder && fileName(encoder) },
    { setting: "EMBEDDINGS", value: embeddings?.map(fileName).join(", ") },
    {
      setting: "BACKEND",
      value: backend ? `${backend.name} on ${backend.device}` : settings.backend,
    },
    { setting: "RUN", value: settings.run },
    { setting: "SEED", value: String(settings.seed) },
    { setting: "note", value: backend?.advice },
  ].filter(({ value }) => value !== undefined);
  return table(rows, ["setting", "value"]);
}
