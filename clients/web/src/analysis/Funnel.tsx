import type { Funnel as Told } from "../api/types";
import { full, plural, spoken } from "../words";

/** How many channels were found, why those that fell out did, and what kept the rest from a score. */
export function Funnel({
  funnel,
  skips,
}: {
  funnel: Told | null;
  skips: ReadonlyMap<string, number>;
}) {
  if (funnel === null || funnel.candidates === 0) return null;
  return (
    <section className="card" aria-labelledby="funnel-title">
      <h2 id="funnel-title">Channels</h2>
      <p className="muted">
        {plural(funnel.candidates, "channel")} found, {full(funnel.accepted)} looked into
      </p>
      <ul className="funnel">
        <FunnelRow label="looked into" count={funnel.accepted} of={funnel.candidates} kept />
        {largestFirst(Object.entries(funnel.rejected)).map(([reason, count]) => (
          <FunnelRow key={reason} label={spoken(reason)} count={count} of={funnel.candidates} />
        ))}
      </ul>
      {skips.size > 0 && (
        <>
          <h3 className="funnel-part-title">Looked into, but not scored</h3>
          <ul className="funnel">
            {largestFirst([...skips]).map(([reason, count]) => (
              <FunnelRow key={reason} label={spoken(reason)} count={count} of={funnel.accepted} />
            ))}
          </ul>
        </>
      )}
      {funnel.note !== "" && <p className="funnel-note">{funnel.note}</p>}
    </section>
  );
}

function largestFirst(counts: [string, number][]): [string, number][] {
  return counts.sort((one, other) => other[1] - one[1]);
}

function FunnelRow({
  label,
  count,
  of,
  kept = false,
}: {
  label: string;
  count: number;
  of: number;
  kept?: boolean;
}) {
  return (
    <li className={kept ? "kept" : undefined}>
      <span>{label}</span>
      <span className="figure">{full(count)}</span>
      <svg className="funnel-bar" aria-hidden="true">
        <rect className="funnel-part" width={`${(100 * count) / of}%`} height="4" rx="2" />
      </svg>
    </li>
  );
}
