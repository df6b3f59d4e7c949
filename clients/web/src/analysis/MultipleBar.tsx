import { place } from "./score";

/** A multiple and its 80 % interval against the channel's normal (1×), on a logarithmic scale. */
export function MultipleBar({
  score,
  low,
  high,
}: {
  score: number;
  low: number | null;
  high: number | null;
}) {
  const from = place(low ?? score);
  const to = place(high ?? score);
  return (
    <svg className="multiple-bar" aria-hidden="true">
      <line className="axis" x1="0%" x2="100%" y1="8" y2="8" />
      <line className="normal" x1={`${place(1)}%`} x2={`${place(1)}%`} y1="2" y2="14" />
      <text className="normal-label" x={`${place(1)}%`} y="26">
        1×
      </text>
      <rect className="range" x={`${from}%`} width={`${to - from}%`} y="4" height="8" rx="4" />
      <circle className="point" cx={`${place(score)}%`} cy="8" r="4.5" />
    </svg>
  );
}
