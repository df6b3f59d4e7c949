import type { Funnel as Told } from "../api/types";
import { full, plural, spoken } from "../words";

/** How many channels were found, and why those that fell out did. */
export function Funnel({ funnel }: { funnel: Told | null }) {
  if (funnel === null || funnel.candidates === 0) return null;
  const reasons = Object.entries(funnel.rejected).sort((one, other) => other[1] - one[1]);
  return (
    <section className="card" aria-labelledby="funnel-title">
      <h2 id="funnel-title">Channels</h2>
      <p className="muted">
        {plural(funnel.candidates, "channel")} found, {full(funnel.accepted)} looked into
      </p>
      <ul className="funnel">
        <FunnelRow label="looked into" count={funnel.accepted} of={funnel.candidates} kept />
        {reasons.map(([reason, count]) => (
          <FunnelRow key={reason} label={spoken(reason)} count={count} of={funnel.candidates} />
        ))}
      </ul>
    </section>
  );
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
