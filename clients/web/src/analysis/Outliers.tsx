import { useState } from "react";
import type { Analysis, Result } from "../api/types";
import { Choices } from "../parts/Choices";
import { OutlierCard } from "./OutlierCard";
import { arranged, countsOf, type Order, type Shown } from "./order";
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
  const [shown, setShown] = useState<Shown>("all");
  const [order, setOrder] = useState<Order>("score");
  const [covered, setCovered] = useState(false);
  const [limit, setLimit] = useState(AT_ONCE);
  const kept = useRanking(analysis.id, ended, covered);
  const results = kept ?? found;
  const counts = countsOf(results);
  const rows = arranged(results, shown, order);

  return (
    <section className="outliers" aria-label="Outliers">
      <div className="toolbar">
        <Choices
          legend="Format"
          hideLegend
          choices={[
            { value: "all", label: `All ${counts.all}` },
            { value: "long", label: `Long ${counts.long}` },
            { value: "short", label: `Shorts ${counts.short}` },
            ...(counts.live > 0 ? [{ value: "live" as const, label: `Live ${counts.live}` }] : []),
          ]}
          value={shown}
          onChange={setShown}
        />
        <label className="sort">
          <span className="unseen">Sort by</span>
          <select value={order} onChange={(event) => setOrder(event.target.value as Order)}>
            <option value="score">Highest score</option>
            <option value="views">Most views</option>
            <option value="newest">Newest</option>
            <option value="fit">Best fit</option>
          </select>
        </label>
        {ended && (
          <label className="check">
            <input
              type="checkbox"
              checked={covered}
              onChange={(event) => setCovered(event.target.checked)}
            />
            Show covered topics too
          </label>
        )}
      </div>
      {rows.length === 0 ? (
        <Nothing ended={ended} filtered={results.length > 0} />
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

function Nothing({ ended, filtered }: { ended: boolean; filtered: boolean }) {
  if (filtered) return <p className="nothing">None of this format.</p>;
  if (!ended) return <p className="nothing">Outliers appear here as they are found.</p>;
  return (
    <div className="nothing">
      <p>No video stands out.</p>
      <p className="muted">Try a lower score, a longer window or a wider range of channels.</p>
    </div>
  );
}
