import type { Analysis, Comparison } from "../api/types";
import { useAnswer } from "../api/useAnswer";
import { nameOf } from "../history/History";
import { Notice } from "../parts/Notice";
import { addressOf, compareAddressOf } from "../route";
import { localTime, plural } from "../words";
import { ComparedRow } from "./ComparedRow";

/** Two rankings side by side: of a re-score and its source, or of the same question on two days. */
export function ComparePage({ first, second }: { first: string; second: string }) {
  const compared = useAnswer<Comparison>(`/analyses/${first}/compare/${second}`);
  const one = useAnswer<Analysis>(`/analyses/${first}`).answer;
  const other = useAnswer<Analysis>(`/analyses/${second}`).answer;

  if (compared.problem !== null) {
    return (
      <div className="page">
        <Notice kind="bad" title="These cannot be compared">
          {compared.problem.message}
        </Notice>
      </div>
    );
  }
  const { answer } = compared;
  return (
    <div className="page">
      <h1>What has changed</h1>
      {answer !== null && one !== null && other !== null && (
        <>
          <dl className="sides">
            <Side letter="A" analysis={one} />
            <Side letter="B" analysis={other} />
          </dl>
          <p className="compared-sum">
            <b>{answer.in_both}</b> in both · <b>{answer.only_second}</b> only in B ·{" "}
            <b>{answer.only_first}</b> only in A ·{" "}
            <a href={compareAddressOf(second, first)}>the other way round</a>
          </p>
          {answer.items.length === 0 ? (
            <p className="nothing">Neither found an outlier.</p>
          ) : (
            <div className="scrolls">
              <table className="compared">
                <thead>
                  <tr>
                    <th scope="col">Video</th>
                    <th scope="col">Place in A</th>
                    <th scope="col">Place in B</th>
                    <th scope="col">Score in A</th>
                    <th scope="col">Score in B</th>
                  </tr>
                </thead>
                <tbody>
                  {answer.items.map((video) => (
                    <ComparedRow key={video.video_id} video={video} first={one} second={other} />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </div>
  );
}

function Side({ letter, analysis }: { letter: string; analysis: Analysis }) {
  return (
    <div className="card">
      <dt>{letter}</dt>
      <dd>
        <a href={addressOf(analysis.id)}>{nameOf(analysis)}</a>
        <span className="muted">
          {" "}
          {plural(analysis.counts.outliers, "outlier")} · {localTime(analysis.created_at)}
        </span>
      </dd>
    </div>
  );
}
