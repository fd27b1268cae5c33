/** That a run uses fewer photos than there are: `sampleText`. */

import { formatNumber } from "../io/format.ts";
import { PROFILES } from "../runs/profiles.ts";

/** `700 of 3,410 photos are used: PROFILE=long takes up to 5,000, PROFILE=paper all`; undefined if all are. */
export function sampleText(
  { count, skipped = 0, available = 0, profile }: {
    count: number;
    /** How many more were read and could not be used. @default 0 */
    skipped?: number;
    /** Undefined if all are used. */
    available?: number | undefined;
    profile: string;
  },
): string | undefined {
  if (available <= count + skipped) return undefined;
  const most = PROFILES.long.photos;
  const long = count < most && profile !== "long"
    ? `PROFILE=long takes up to ${formatNumber(most)}, `
    : "";
  return `${formatNumber(count)} of ${formatNumber(available)} photos are used: ` +
    `${long}PROFILE=paper takes all`;
}
