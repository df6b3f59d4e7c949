/** Which results are shown, and in which order. Pure. */

import type { Format, Result } from "../api/types";
import { scoreOf } from "../live/known";

export type Order = "score" | "views" | "newest" | "fit";
export type Shown = "all" | Format;

const BY: Readonly<Record<Order, (result: Result) => number>> = {
  score: scoreOf,
  views: (result) => result.view_count ?? -1,
  newest: (result) => (result.published_at === null ? 0 : Date.parse(result.published_at)),
  fit: (result) => result.brand_fit ?? -1,
};

/** The results of one format, largest first; equal ones stay as the gateway ranked them. */
export function arranged(results: readonly Result[], shown: Shown, order: Order): Result[] {
  const by = BY[order];
  return results
    .filter((result) => shown === "all" || result.format === shown)
    .sort((one, other) => by(other) - by(one));
}

/** How many results there are of each format. */
export function countsOf(results: readonly Result[]): Readonly<Record<Shown, number>> {
  const counts = { all: results.length, short: 0, long: 0, live: 0 };
  for (const result of results) counts[result.format] += 1;
  return counts;
}
