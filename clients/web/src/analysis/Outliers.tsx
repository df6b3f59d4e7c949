import { useState } from "react";
import type { Analysis, Result } from "../api/types";
import { InForce } from "./InForce";
import { NextSteps } from "./NextSteps";
import { OutlierCard } from "./OutlierCard";
import { arranged, FIRST_VIEW, ownFilters } from "./order";
import { Toolbar } from "./Toolbar";
import { useRanking } from "./useRanking";

const AT_ONCE = 50;

/** The ranking: what the live socket brought while it runs, what the gateway keeps once it has ended. */
export function Outliers({
  analysis,
  found,
  ended,
}: {
  analysis: Analysis;
  found: readonly Result[];
  ended: boolean;
}) {
  const [view, setView] = useState(FIRST_VIEW);
  const [limit, setLimit] = useState(AT_ONCE);
  const kept = useRanking(analysis.id, ended, view.covered);
  const results = kept?.rows ?? found;
  const rows = arranged(results, view);

  return (
    <section className="outliers" aria-label="Outliers">
      <Toolbar results={results} view={view} onChange={setView} ended={ended} />
      {kept !== null && (
        <InForce
          analysis={analysis}
          filters={kept.filters}
          provenance={kept.provenance}
          own={ownFilters(view)}
        />
      )}
      {rows.length === 0 ? (
        <Nothing analysis={analysis} ended={ended} filtered={results.length > 0} />
      ) : (
        <ol className="ranking">
          {rows.slice(0, limit).map((result, index) => (
            <OutlierCard
              key={result.video_id}
              rank={index + 1}
              result={result}
              analysis={analysis}
            />
          ))}
        </ol>
      )}
      {rows.length > limit && (
        <button className="button more" type="button" onClick={() => setLimit(limit + AT_ONCE)}>
          Show {Math.min(AT_ONCE, rows.length - limit)} more of {rows.length}
        </button>
      )}
    </section>
  );
}

function Nothing({
  analysis,
  ended,
  filtered,
}: {
  analysis: Analysis;
  ended: boolean;
  filtered: boolean;
}) {
  if (filtered) return <p className="nothing">None of those found passes the filters above.</p>;
  if (!ended) return <p className="nothing">Outliers appear here as they are found.</p>;
  return (
    <div className="nothing">
      <p>
        {analysis.error === null ? "No video stands out." : "Nothing was found before it failed."}
      </p>
      <NextSteps analysis={analysis} />
    </div>
  );
}
