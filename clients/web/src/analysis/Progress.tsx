import type { Analysis } from "../api/types";
import { hasEnded } from "../live/known";
import { plural } from "../words";
import { doing, STEPS, stepsDone } from "./steps";

/** How far the analysis is; when it has ended, what came of it in numbers. */
export function Progress({ analysis }: { analysis: Analysis }) {
  return hasEnded(analysis) ? <Totals analysis={analysis} /> : <Running analysis={analysis} />;
}

function Running({ analysis }: { analysis: Analysis }) {
  const done = stepsDone(analysis);
  const percent = Math.round(analysis.progress.percent);
  const found = analysis.counts.outliers;
  return (
    <section className="card progress" aria-label="Progress">
      <div className="progress-line">
        <p>
          <span
            className={analysis.state === "paused" ? "pulse pulse-still" : "pulse"}
            aria-hidden="true"
          />
          <span aria-live="polite">{doing(analysis)}</span>
        </p>
        <p className="muted">{found > 0 ? `${plural(found, "outlier")} so far` : `${percent} %`}</p>
      </div>
      <progress className="bar" value={percent} max={100} aria-label={`${percent} percent`} />
      <ol className="steps">
        {STEPS.map((step, index) => (
          <li key={step} className={index < done ? "done" : index === done ? "now" : "later"}>
            <span className="unseen">
              {index < done ? "Done: " : index === done ? "Now: " : "Later: "}
            </span>
            {step}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Totals({ analysis }: { analysis: Analysis }) {
  const { counts } = analysis;
  return (
    <dl className="totals" aria-label="Totals">
      <Total label="outliers" value={counts.outliers} strong />
      <Total label="videos judged" value={counts.videos_scored} />
      <Total label="channels scored" value={counts.channels_scored} />
      <Total label="channels skipped" value={counts.channels_skipped} />
      <Total label="channels found" value={counts.channels_found} />
    </dl>
  );
}

function Total({
  label,
  value,
  strong = false,
}: {
  label: string;
  value: number;
  strong?: boolean;
}) {
  return (
    <div className={strong ? "total total-strong" : "total"}>
      <dd>{value.toLocaleString("en")}</dd>
      <dt>{label}</dt>
    </div>
  );
}
