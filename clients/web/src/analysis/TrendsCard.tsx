import type { Analysis, Trends } from "../api/types";
import { useAnswer } from "../api/useAnswer";
import { plural } from "../words";
import { isClassic, scoreText } from "./score";

const SHOWN = 6;

/** Topics that stand out on several channels: one channel may be luck, three are a signal. */
export function TrendsCard({ analysis }: { analysis: Analysis }) {
  const { answer } = useAnswer<Trends>(`/analyses/${analysis.id}/trends?limit=${SHOWN}`);
  if (answer === null || answer.items.length === 0) return null;
  return (
    <section className="card" aria-labelledby="trends-title">
      <h2 id="trends-title">On several channels</h2>
      <ul className="trends">
        {answer.items.map((trend) => (
          <li key={trend.name}>
            <span>{trend.name}</span>
            <span className={`badge badge-${trend.strength}`}>{trend.strength}</span>
            <span className="muted">
              {plural(trend.channels.length, "channel")}, in the middle{" "}
              {scoreText(trend.median_score, isClassic(analysis))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
