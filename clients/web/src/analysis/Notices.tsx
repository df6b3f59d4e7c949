import type { Analysis } from "../api/types";
import type { Link } from "../live/follow";
import { Notice } from "../parts/Notice";
import { localTime, spoken } from "../words";
import { NextSteps } from "./NextSteps";

const WAITS: Readonly<Record<string, string>> = {
  quota: "YouTube’s quota for today is used up",
  youtube_key: "YouTube refuses the API key",
  database: "The database is away",
  youtube_fetcher: "The service that asks YouTube is away",
};

/** What a person should know about how the analysis goes. */
export function Notices({ analysis, link }: { analysis: Analysis; link: Link }) {
  return (
    <>
      {link === "lost" && (
        <Notice kind="info" title="Connection lost">
          Reconnecting; the analysis goes on meanwhile.
        </Notice>
      )}
      {analysis.waiting_for !== null && (
        <Notice
          kind="warn"
          title={WAITS[analysis.waiting_for] ?? `Waiting: ${spoken(analysis.waiting_for)}`}
        >
          {analysis.paused_until === null
            ? goesOn(analysis.waiting_for)
            : `Paused until ${localTime(analysis.paused_until)}. It goes on by itself; what was found so far is below.`}
        </Notice>
      )}
      {analysis.error !== null && (
        <Notice kind="bad" title="The analysis failed">
          {analysis.error.detail || spoken(analysis.error.reason)}
          {analysis.counts.outliers > 0 && <NextSteps analysis={analysis} />}
        </Notice>
      )}
      {analysis.state === "cancelled" && (
        <Notice kind="info" title="Cancelled">
          What was found until then stays.
        </Notice>
      )}
      {analysis.funnel?.partial && (
        <Notice kind="warn" title="Not every search was made">
          Today’s quota ran out; these are the results of those that were.
        </Notice>
      )}
      {analysis.not_found.length > 0 && (
        <Notice
          kind="warn"
          title={`YouTube knows no channel named ${analysis.not_found.join(", ")}`}
        >
          The analysis went on without.
        </Notice>
      )}
    </>
  );
}

function goesOn(dependency: string): string {
  return dependency === "youtube_key"
    ? "Whoever runs this has to put the key right; then it goes on by itself."
    : "It goes on by itself as soon as it can.";
}
