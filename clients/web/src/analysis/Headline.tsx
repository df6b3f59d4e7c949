import { useState } from "react";
import { ask, Problem } from "../api/ask";
import type { Analysis } from "../api/types";
import { nameOf } from "../history/History";
import { hasEnded } from "../live/known";
import { StatePill } from "../parts/StatePill";
import { againAddressOf } from "../route";
import { plural, short } from "../words";
import { isClassic } from "./score";

/** What was asked for, and what can be done with it. */
export function Headline({ analysis }: { analysis: Analysis }) {
  const { spec } = analysis;
  const least = isClassic(analysis)
    ? `${spec.min_score} views per 100 subscribers`
    : `${spec.min_score}× normal`;
  return (
    <div className="headline">
      <div>
        <p className="kicker">
          <a href="#/">Analyses</a>
          <StatePill analysis={analysis} />
        </p>
        <h1>
          <span className="muted">Beyond</span> {nameOf(analysis)}
        </h1>
        <p className="muted">
          {short(spec.min_subscribers)} to {short(spec.max_subscribers)} subscribers · last{" "}
          {plural(spec.window_days, "day")} · from {least}
        </p>
      </div>
      <div className="actions">
        {hasEnded(analysis) ? (
          <a className="button" href={againAddressOf(analysis.id)}>
            Run again
          </a>
        ) : (
          <Cancel id={analysis.id} />
        )}
        <ExportLinks id={analysis.id} />
      </div>
    </div>
  );
}

function ExportLinks({ id }: { id: string }) {
  const address = `/api/v1/analyses/${id}/export?format=`;
  return (
    <span className="button-group">
      <a className="button" href={`${address}csv`} download>
        Export CSV
      </a>
      <a className="button" href={`${address}xlsx`} download>
        Excel
      </a>
    </span>
  );
}

function Cancel({ id }: { id: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function cancel(): Promise<void> {
    setBusy(true);
    try {
      await ask("POST", `/analyses/${id}/cancel`);
    } catch (error) {
      setProblem(error instanceof Problem ? error.message : String(error));
      setBusy(false);
    }
  }

  return (
    <>
      {problem !== null && (
        <span className="error" role="alert">
          {problem}
        </span>
      )}
      <button className="button" type="button" onClick={cancel} disabled={busy}>
        {busy ? "Cancelling…" : "Cancel"}
      </button>
    </>
  );
}
