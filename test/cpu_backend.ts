/**
 * The backend of this machine that computes on the CPU, when it is called: `cpuBackend`. What others
 * are compared with, and what tests name that count steps and batches.
 */

import { availableBackends } from "./available_backends.ts";

export const cpuBackend = (await availableBackends()).includes("tensorflow") ? "tensorflow" : "cpu";
