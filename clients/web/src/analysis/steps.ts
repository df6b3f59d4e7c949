/** Where an analysis is, as the steps a person follows. Pure. */

import type { Analysis } from "../api/types";
import { plural } from "../words";

export const STEPS = ["Exclusion channels", "Topics", "Search", "Choice", "Scores"] as const;

const STAGES: readonly Analysis["progress"]["stage"][] = [
  "exclusion",
  "topics",
  "candidates",
  "qualification",
  "channels",
];

/** How many steps are done: the step with that index is the current one. */
export function stepsDone(analysis: Analysis): number {
  if (analysis.state === "completed") return STEPS.length;
  if (analysis.counts.channels_selected > 0) return STEPS.length - 1;
  return Math.max(0, STAGES.indexOf(analysis.progress.stage));
}

/** What is being done, in a sentence. */
export function doing(analysis: Analysis): string {
  const { counts } = analysis;
  if (analysis.state === "queued") return "Waiting for its turn";
  if (analysis.state === "paused" && counts.channels_selected === 0) return "Paused";
  if (counts.channels_selected > 0) {
    const done = counts.channels_scored + counts.channels_skipped;
    return analysis.state === "paused"
      ? `Paused after ${done} of ${plural(counts.channels_selected, "channel")}`
      : `Scoring channel ${Math.min(done + 1, counts.channels_selected)} of ${counts.channels_selected}`;
  }
  switch (stepsDone(analysis)) {
    case 0:
      return "Reading what the exclusion channels made";
    case 1:
      return "Finding the topics they have covered";
    case 2:
      return analysis.topics.length === 0
        ? "Searching for channels like them"
        : `Searching for channels like them, on ${plural(analysis.topics.length, "topic")}`;
    default:
      return "Choosing the channels worth a look";
  }
}
