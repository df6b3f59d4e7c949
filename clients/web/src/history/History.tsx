import type { Analysis, AnalysisPage } from "../api/types";
import { useAnswer } from "../api/useAnswer";
import { StatePill } from "../parts/StatePill";
import { addressOf, HISTORY } from "../route";
import { localTime, plural } from "../words";

/** The newest analyses. */
export function History() {
  const { answer, problem } = useAnswer<AnalysisPage>("/analyses?limit=6");
  return (
    <section className="card" aria-labelledby="history-title">
      <h2 id="history-title">Your analyses</h2>
      {problem !== null && <p className="error">{problem.message}</p>}
      {answer?.items.length === 0 && <p className="muted">None yet. The first takes a minute.</p>}
      <ul className="history">
        {answer?.items.map((analysis) => (
          <li key={analysis.id}>
            <a href={addressOf(analysis.id)}>
              <span className="history-name">{nameOf(analysis)}</span>
              <span className="history-line">
                <StatePill analysis={analysis} />
                <span className="muted">
                  {plural(analysis.counts.outliers, "outlier")} · {localTime(analysis.created_at)}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {answer !== null && answer.next_cursor !== null && (
        <a className="link" href={HISTORY}>
          All analyses
        </a>
      )}
    </section>
  );
}

/** An analysis by its name, else by the channels it steers clear of. */
export function nameOf(analysis: Analysis): string {
  return (
    analysis.name ||
    analysis.spec.exclusion_channels.join(", ") ||
    analysis.spec.profile_name ||
    "No exclusion channels"
  );
}
