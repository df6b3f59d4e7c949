import type { Analysis } from "../api/types";

const NAMES: Readonly<Record<Analysis["state"], string>> = {
  queued: "Queued",
  searching: "Searching",
  scoring: "Scoring",
  paused: "Paused",
  completed: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** The state of an analysis in one word. */
export function StatePill({ analysis }: { analysis: Analysis }) {
  return <span className={`pill pill-${analysis.state}`}>{NAMES[analysis.state]}</span>;
}
