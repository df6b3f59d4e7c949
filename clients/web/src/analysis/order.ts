/** Which results are shown, and in which order. Pure. */

import type { Format, Result } from "../api/types";
import { scoreOf } from "../live/known";

export type Order = "score" | "views" | "newest" | "fit";
export type Shown = "all" | Format;

/** What a person has chosen to see. */
export interface View {
  readonly shown: Shown;
  readonly order: Order;
  /** Words that the title must have, all of them. */
  readonly words: string;
  readonly covered: boolean;
}

export const FIRST_VIEW: View = { shown: "all", order: "score", words: "", covered: false };

const BY: Readonly<Record<Order, (result: Result) => number>> = {
  score: scoreOf,
  views: (result) => result.view_count ?? -1,
  newest: (result) => (result.published_at === null ? 0 : Date.parse(result.published_at)),
  fit: (result) => result.brand_fit ?? -1,
};

/** The results that a view shows, largest first; equal ones stay as the gateway ranked them. */
export function arranged(results: readonly Result[], view: View): Result[] {
  const by = BY[view.order];
  const words = wordsOf(view);
  return results
    .filter((result) => view.shown === "all" || result.format === view.shown)
    .filter((result) => words.every((word) => result.title.toLowerCase().includes(word)))
    .sort((one, other) => by(other) - by(one));
}

/** The filters of a view, in words. */
export function ownFilters(view: View): string[] {
  const words = wordsOf(view);
  return [
    ...(view.shown === "all" ? [] : [`format: ${view.shown}`]),
    ...(words.length === 0 ? [] : [`title has: ${words.join(", ")}`]),
  ];
}

function wordsOf(view: View): string[] {
  return view.words.toLowerCase().split(/\s+/).filter(Boolean);
}

/** How many results there are of each format. */
export function countsOf(results: readonly Result[]): Readonly<Record<Shown, number>> {
  const counts = { all: results.length, short: 0, long: 0, live: 0 };
  for (const result of results) counts[result.format] += 1;
  return counts;
}
