import type { Quota } from "../api/types";
import { useAnswer } from "../api/useAnswer";
import { short } from "../words";

/** The name, and what is left of today's searches. */
export function TopBar() {
  return (
    <header className="topbar">
      <a className="brand" href="#/">
        <img src="/icon.svg" alt="" width="28" height="28" />
        Outlier
      </a>
      <QuotaLeft />
    </header>
  );
}

function QuotaLeft() {
  const { answer } = useAnswer<Quota>("/quota");
  if (answer === null) return null;
  const left = new Map(answer.buckets.map((bucket) => [bucket.bucket, bucket]));
  const search = left.get("search");
  const queries = left.get("queries");
  if (search === undefined || queries === undefined) return null;
  return (
    <p className="quota-left" title="YouTube’s quota; it fills again at midnight in Los Angeles.">
      <span className="quota-left-label">Left today </span>
      <b>{short(search.remaining)}</b> searches · <b>{short(queries.remaining)}</b> units
    </p>
  );
}
