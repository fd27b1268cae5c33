/** The models of a run: architecture, objective and initial weights under one name. */

import { join } from "node:path";
import { PROJECT_ROOT } from "../io/paths.ts";
import type { ArchitectureName } from "../model/architecture.ts";
import type { ObjectiveName } from "../model/objectives/objective.ts";

/** Names of the presets, as MODELS takes them. */
export const MODEL_NAMES = [
  "baseline",
  "plus_layer",
  "contrastive",
  "supervised",
  "pretrained",
  "pretrained_baseline",
] as const;
/** Name of a preset. */
export type ModelName = typeof MODEL_NAMES[number];

/** A model that a run compares. */
export interface Preset {
  /** For people: "+Layer (512-d)". */
  title: string;
  architecture: ArchitectureName;
  objective: ObjectiveName;
  /** Path of its weights, if they come with the project: no run trains it. */
  checkpoint?: string;
}

/** The presets by name. */
export const PRESETS: Readonly<Record<ModelName, Preset>> = {
  baseline: {
    title: "Baseline (4096-d)",
    architecture: "baseline",
    objective: "reconstruction",
  },
  plus_layer: {
    title: "+Layer (512-d)",
    architecture: "plus_layer",
    objective: "reconstruction",
  },
  contrastive: {
    title: "Contrastive (512-d)",
    architecture: "plus_layer",
    objective: "contrastive",
  },
  supervised: {
    title: "Supervised (512-d)",
    architecture: "plus_layer",
    objective: "supervised",
  },
  pretrained: {
    title: "Pretrained +Layer (512-d)",
    architecture: "plus_layer",
    objective: "reconstruction",
    checkpoint: join(PROJECT_ROOT, "data", "models", "plus_layer.safetensors"),
  },
  pretrained_baseline: {
    title: "Pretrained Baseline (4096-d)",
    architecture: "baseline",
    objective: "reconstruction",
    checkpoint: join(PROJECT_ROOT, "data", "models", "baseline.safetensors"),
  },
};

/** The presets that a run trains. */
export const TRAINED_NAMES: readonly ModelName[] = MODEL_NAMES.filter((name) =>
  !PRESETS[name].checkpoint
);
