import { useState } from "react";
import type { Analysis } from "../api/types";
import { cancel, remove, retry } from "../library/actions";
import { Rename } from "../library/Rename";
import { hasEnded } from "../live/known";
import { ConfirmButton } from "../parts/ConfirmButton";
import { StatePill } from "../parts/StatePill";
import { useAction } from "../parts/useAction";
import { addressOf } from "../route";
import { localTime, plural } from "../words";
import { nameOf } from "./History";

/** One analysis, and what can be done with it without opening it. */
export function HistoryRow({
  analysis,
  chosen,
  onChoose,
  onChanged,
  onRemoved,
}: {
  analysis: Analysis;
  chosen: boolean;
  onChoose: (wanted: boolean) => void;
  onChanged: (analysis: Analysis) => void;
  onRemoved: () => void;
}) {
  const [naming, setNaming] = useState(false);
  const { busy, problem, run } = useAction();
  const name = nameOf(analysis);

  return (
    <li className="history-row">
      <input
        type="checkbox"
        aria-label={`Compare ${name}`}
        checked={chosen}
        onChange={(event) => onChoose(event.target.checked)}
      />
      <div className="history-told">
        {naming ? (
          <Rename
            analysis={analysis}
            onDone={(renamed) => {
              setNaming(false);
              if (renamed !== undefined) onChanged(renamed);
            }}
          />
        ) : (
          <a className="history-name" href={addressOf(analysis.id)}>
            {name}
          </a>
        )}
        <p className="history-line">
          <StatePill analysis={analysis} />
          <span className="muted">
            {plural(analysis.counts.outliers, "outlier")} of{" "}
            {plural(analysis.counts.channels_scored, "channel")} · {localTime(analysis.created_at)}
            {analysis.source_analysis_id !== null && " · judged anew"}
          </span>
        </p>
        {analysis.notes && <p className="history-notes">{analysis.notes}</p>}
        {problem !== null && (
          <p className="error" role="alert">
            {problem}
          </p>
        )}
      </div>
      <div className="history-actions">
        <button className="link" type="button" onClick={() => setNaming(true)}>
          Rename
        </button>
        {hasEnded(analysis) ? (
          <button
            className="link"
            type="button"
            disabled={busy}
            onClick={() => run(() => retry(analysis.id))}
          >
            Ask again
          </button>
        ) : (
          <button
            className="link"
            type="button"
            disabled={busy}
            onClick={() => run(() => cancel(analysis.id).then(onChanged))}
          >
            Cancel
          </button>
        )}
        <ConfirmButton
          className="link"
          label="Delete"
          question="Delete for good?"
          onConfirm={() => run(() => remove(analysis.id).then(onRemoved))}
        />
      </div>
    </li>
  );
}
