import type { Spent as Told } from "../api/types";
import { full } from "../words";

/** What the analysis spent of YouTube's daily quota. */
export function Spent({ quota }: { quota: Told }) {
  return (
    <section className="card" aria-labelledby="spent-title">
      <h2 id="spent-title">Quota spent</h2>
      <dl className="spent">
        <Row label="searches" count={quota.search} />
        <Row label="units" count={quota.queries} />
        <Row label="statistics calls" count={quota.batch_stats} />
        <Row label="answered by the cache" count={quota.cached} />
      </dl>
    </section>
  );
}

function Row({ label, count }: { label: string; count: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="figure">{full(count)}</dd>
    </div>
  );
}
