/** What a notebook runs with, as a table: `settingsTable`. */

import type { Backend } from "../backend/mod.ts";
import type { Settings } from "../experiment.ts";
import { type Table, table } from "./table.ts";

/** The settings in force and, where one is in use, the backend. Only the data set's name is shown. */
export function settingsTable(settings: Settings, backend?: Backend): Table {
  const rows = [
    { setting: "DATASET", value: settings.dataset.split(/[\\/]/).findLast(Boolean) ?? "" },
    { setting: "PROFILE", value: settings.profile },
    {
      setting: "BACKEND",
      value: backend ? `${backend.name} on ${backend.device}` : settings.backend,
    },
    { setting: "RUN", value: settings.run },
    { setting: "SEED", value: String(settings.seed) },
    ...(backend?.advice ? [{ setting: "note", value: backend.advice }] : []),
  ];
  return table(rows, ["setting", "value"]);
}
