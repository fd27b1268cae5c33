/** The start of the page's script, which `clientScript` wraps in a function of these two values. */

import type { ExplorerData } from "../data.ts";
import { startExplorer } from "./main.ts";

declare const explorerId: string;
declare const explorerData: ExplorerData;

startExplorer(explorerId, explorerData);
