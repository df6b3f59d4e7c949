import { useState } from "react";
import { compareAddressOf } from "../route";
import { HistoryRow } from "./HistoryRow";
import { useHistory } from "./useHistory";

/** Every analysis: named, compared, asked again, deleted. */
export function HistoryPage() {
  const { analyses, problem, more, changed, removed } = useHistory();
  const [chosen, setChosen] = useState<readonly string[]>([]);

  /** Two can be compared: a third takes the place of the first. */
  function choose(id: string, wanted: boolean): void {
    setChosen(wanted ? [...chosen, id].slice(-2) : chosen.filter((other) => other !== id));
  }

  // The list is newest first. The older one comes first in the comparison: what only the second has is then new.
  const [newer, older] = analyses?.filter((one) => chosen.includes(one.id)) ?? [];
  return (
    <div className="page">
      <div className="headline">
        <h1>Your analyses</h1>
        <div className="actions">
          {newer !== undefined && older !== undefined ? (
            <a className="button" href={compareAddressOf(older.id, newer.id)}>
              Compare these two
            </a>
          ) : (
            <span className="muted">Tick two to compare them</span>
          )}
          <a className="button button-accent" href="#/">
            New analysis
          </a>
        </div>
      </div>
      {problem !== null && (
        <p className="error" role="alert">
          {problem.message}
        </p>
      )}
      {analyses?.length === 0 && (
        <p className="nothing">
          None yet. <a href="#/">Start the first</a>; it takes a minute.
        </p>
      )}
      <ul className="history-rows">
        {analyses?.map((analysis) => (
          <HistoryRow
            key={analysis.id}
            analysis={analysis}
            chosen={chosen.includes(analysis.id)}
            onChoose={(wanted) => choose(analysis.id, wanted)}
            onChanged={changed}
            onRemoved={() => {
              choose(analysis.id, false);
              removed(analysis.id);
            }}
          />
        ))}
      </ul>
      {more !== null && (
        <button className="button more" type="button" onClick={more}>
          Show older ones
        </button>
      )}
    </div>
  );
}
