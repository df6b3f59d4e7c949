import type { Analysis, Result } from "../api/types";
import { Star } from "../favourites/Star";
import { age, daysBetween, short } from "../words";
import { FormatBadge } from "./FormatBadge";
import { MultipleBar } from "./MultipleBar";
import { isClassic, rangeText, scoreText } from "./score";
import { Thumbnail } from "./Thumbnail";

/** One video of the ranking: what it is, how far above its channel's normal, and why we say so. */
export function OutlierCard({
  rank,
  result,
  analysis,
}: {
  rank: number;
  result: Result;
  analysis: Analysis;
}) {
  const days = result.evidence.age_days ?? daysBetween(result.published_at, analysis.as_of);
  return (
    <li className={result.excluded_by === null ? "outlier" : "outlier outlier-covered"}>
      <span className="rank" aria-hidden="true">
        {rank}
      </span>
      <Thumbnail result={result} />
      <div className="outlier-text">
        <div className="outlier-title">
          <h3>
            <a href={result.url} target="_blank" rel="noreferrer">
              {result.title || result.video_id}
            </a>
          </h3>
          <Star kind="video" id={result.video_id} title={result.title || result.video_id} />
        </div>
        <p className="outlier-channel">
          <a
            href={`https://www.youtube.com/channel/${result.channel_id}`}
            target="_blank"
            rel="noreferrer"
          >
            {result.channel_title || result.channel_id}
          </a>
          <Star
            kind="channel"
            id={result.channel_id}
            title={result.channel_title || result.channel_id}
          />
          <span className="muted"> · {short(result.subscriber_count)} subscribers</span>
        </p>
        <p className="outlier-facts">
          <FormatBadge format={result.format} />
          <span>
            <b>{short(result.view_count)}</b> views
          </span>
          <span>{age(days)} old</span>
          {result.brand_fit !== null && (
            <span title="How well it fits the content profile, 0 to 10">
              fit {result.brand_fit.toFixed(1)}/10
            </span>
          )}
          {result.excluded_by !== null && (
            <span className="covered">Covered: {result.excluded_by}</span>
          )}
          {result.excluded_by === null && result.coverage === "maybe" && (
            <span className="covered">Perhaps covered</span>
          )}
        </p>
        {result.evidence.sentence !== "" && <p className="why">{result.evidence.sentence}</p>}
      </div>
      <Score result={result} classic={isClassic(analysis)} />
    </li>
  );
}

function Score({ result, classic }: { result: Result; classic: boolean }) {
  const range = rangeText(result);
  return (
    <div className="score">
      <p className="score-value">{scoreText(result.score, classic)}</p>
      {result.score !== null && !classic && (
        <MultipleBar score={result.score} low={result.low} high={result.high} />
      )}
      <p className="score-note">
        {classic
          ? "views per 100 subscribers"
          : range === null
            ? "the channel’s normal"
            : `80 %: ${range}`}
      </p>
    </div>
  );
}
