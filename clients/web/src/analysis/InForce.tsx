import type { Analysis, FiltersInForce, Provenance } from "../api/types";
import { localTime, plural } from "../words";
import { isClassic } from "./score";

/** Every filter in force, none hidden, and what the ranking rests on. */
export function InForce({
  analysis,
  filters,
  provenance,
  own,
}: {
  analysis: Analysis;
  filters: FiltersInForce;
  provenance: Provenance;
  /** Filters that were set on this page, in words. */
  own: readonly string[];
}) {
  const all = [...demanded(analysis, filters), ...own];
  return (
    <div className="in-force">
      <p>
        <span className="unseen">Filters in force: </span>
        {all.map((filter) => (
          <span className="filter" key={filter}>
            {filter}
          </span>
        ))}
      </p>
      <p className="muted">{restsOn(provenance)}</p>
    </div>
  );
}

function demanded(analysis: Analysis, { analysis: gates, request }: FiltersInForce): string[] {
  const unit = isClassic(analysis) ? "" : "×";
  return [
    `score ≥ ${gates.min_score}${unit}`,
    ...(gates.above_score === null ? [] : [`score > ${gates.above_score}`]),
    ...(gates.min_brand_fit === null ? [] : [`brand fit ≥ ${gates.min_brand_fit}`]),
    ...(gates.above_brand_fit === null ? [] : [`brand fit > ${gates.above_brand_fit}`]),
    `the best ${gates.max_results}`,
    request.excluded === "all" ? "covered topics too" : "no covered topics",
  ];
}

function restsOn(provenance: Provenance): string {
  const { channels_read: read, channels_selected: selected, searches } = provenance;
  const when =
    provenance.observed_until === null ? "" : `, read ${localTime(provenance.observed_until)}`;
  const whole = provenance.complete ? "" : " · not complete";
  return `${read} of ${plural(selected, "channel")} from ${plural(searches.length, "search")}${when}${whole}`;
}
