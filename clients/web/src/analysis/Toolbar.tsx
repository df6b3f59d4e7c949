import type { Result } from "../api/types";
import { Choices } from "../parts/Choices";
import { countsOf, type Order, type View } from "./order";

/** Which of the results are shown, and in which order. */
export function Toolbar({
  results,
  view,
  onChange,
  ended,
}: {
  results: readonly Result[];
  view: View;
  onChange: (view: View) => void;
  ended: boolean;
}) {
  const counts = countsOf(results);
  return (
    <div className="toolbar">
      <Choices
        legend="Format"
        hideLegend
        choices={[
          { value: "all", label: `All ${counts.all}` },
          { value: "long", label: `Long ${counts.long}` },
          { value: "short", label: `Shorts ${counts.short}` },
          ...(counts.live > 0 ? [{ value: "live" as const, label: `Live ${counts.live}` }] : []),
        ]}
        value={view.shown}
        onChange={(shown) => onChange({ ...view, shown })}
      />
      <label className="sort">
        <span className="unseen">Sort by</span>
        <select
          value={view.order}
          onChange={(event) => onChange({ ...view, order: event.target.value as Order })}
        >
          <option value="score">Highest score</option>
          <option value="views">Most views</option>
          <option value="newest">Newest</option>
          <option value="fit">Best fit</option>
        </select>
      </label>
      <input
        className="plain-input words"
        type="search"
        aria-label="Words in the title"
        placeholder="Words in the title"
        value={view.words}
        onChange={(event) => onChange({ ...view, words: event.target.value })}
      />
      {ended && (
        <label className="check">
          <input
            type="checkbox"
            checked={view.covered}
            onChange={(event) => onChange({ ...view, covered: event.target.checked })}
          />
          Show covered topics too
        </label>
      )}
    </div>
  );
}
