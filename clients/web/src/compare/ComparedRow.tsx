import { isClassic, scoreText } from "../analysis/score";
import type { Analysis, Comparison } from "../api/types";

type Video = Comparison["items"][number];

/** Where one video stands in each of two analyses. */
export function ComparedRow({
  video,
  first,
  second,
}: {
  video: Video;
  first: Analysis;
  second: Analysis;
}) {
  return (
    <tr
      className={video.first === null ? "only-second" : video.second === null ? "only-first" : ""}
    >
      <th scope="row">
        <a
          href={`https://www.youtube.com/watch?v=${video.video_id}`}
          target="_blank"
          rel="noreferrer"
        >
          {video.title || video.video_id}
        </a>
        {video.first === null && <span className="badge badge-new">new in B</span>}
        {video.second === null && <span className="badge badge-gone">gone in B</span>}
      </th>
      <td>{placeText(video.first)}</td>
      <td>
        {placeText(video.second)} <Moved video={video} />
      </td>
      <td>{standingScore(video.first, first)}</td>
      <td>{standingScore(video.second, second)}</td>
    </tr>
  );
}

function Moved({ video }: { video: Video }) {
  const up = video.first && video.second ? video.first.rank - video.second.rank : 0;
  if (up === 0) return null;
  return (
    <span className={up > 0 ? "good" : "warn"}>
      <span aria-hidden="true">{up > 0 ? "▲" : "▼"}</span>
      <span className="unseen">{up > 0 ? "up" : "down"} by </span>
      {Math.abs(up)}
    </span>
  );
}

function placeText(standing: Video["first"]): string {
  return standing === null ? "–" : String(standing.rank);
}

function standingScore(standing: Video["first"], analysis: Analysis): string {
  return standing === null ? "–" : scoreText(standing.score, isClassic(analysis));
}
