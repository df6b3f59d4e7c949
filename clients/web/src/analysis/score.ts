/** What a score means and how it is written, by the analysis' method. Pure. */

import type { Analysis, Result } from "../api/types";
import { digits } from "../words";

/** Whether a score is views / subscribers × 100 rather than a multiple of the channel's normal. */
export function isClassic(analysis: Analysis): boolean {
  return analysis.spec.method === "classic";
}

/** The score as it is shown: `11.4×`, in classic `842`. */
export function scoreText(score: number | null, classic: boolean): string {
  if (score === null) return classic ? "∞" : "–";
  return classic ? digits(score) : `${digits(score)}×`;
}

/** The 80 % interval; null where the method gives none. */
export function rangeText(result: Result): string | null {
  return result.low === null || result.high === null
    ? null
    : `${digits(result.low)} – ${digits(result.high)}`;
}

const LEAST = 0.5;
const MOST = 64;

/** Where a multiple lies on the bar, 0 to 100; logarithmic, half the normal at the left end, 64 times at the right. */
export function place(multiple: number): number {
  const within = Math.min(Math.max(multiple, LEAST), MOST);
  return (100 * Math.log(within / LEAST)) / Math.log(MOST / LEAST);
}
