import { useState } from "react";
import type { Analysis } from "../api/types";
import { nameOf } from "../history/History";
import { Rename } from "../library/Rename";
import { StatePill } from "../parts/StatePill";
import { compareAddressOf, HISTORY } from "../route";
import { plural, short } from "../words";
import { Actions } from "./Actions";
import { isClassic } from "./score";

/** What was asked for, and what can be done with it. */
export function Headline({
  analysis,
  rescoring,
  onRescore,
}: {
  analysis: Analysis;
  rescoring: boolean;
  onRescore: () => void;
}) {
  return (
    <div className="headline">
      <div>
        <p className="kicker">
          <a href={HISTORY}>Analyses</a>
          <StatePill analysis={analysis} />
        </p>
        <Title analysis={analysis} />
        <p className="muted">
          {asked(analysis)}
          {analysis.source_analysis_id !== null && (
            <>
              {" · judged anew, "}
              <a href={compareAddressOf(analysis.source_analysis_id, analysis.id)}>
                compare with the first
              </a>
            </>
          )}
        </p>
      </div>
      <Actions analysis={analysis} rescoring={rescoring} onRescore={onRescore} />
    </div>
  );
}

function Title({ analysis }: { analysis: Analysis }) {
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState<string | null>(null);
  if (naming) {
    return (
      <Rename
        analysis={analysis}
        onDone={(renamed) => {
          setNaming(false);
          if (renamed !== undefined) setName(nameOf(renamed));
        }}
      />
    );
  }
  return (
    <div className="title">
      <h1>
        {analysis.name === null && name === null && <span className="muted">Beyond </span>}
        {name ?? nameOf(analysis)}
      </h1>
      <button className="link" type="button" onClick={() => setNaming(true)}>
        Rename
      </button>
    </div>
  );
}

function asked(analysis: Analysis): string {
  const { spec } = analysis;
  const least = isClassic(analysis)
    ? `${spec.min_score} views per 100 subscribers`
    : `${spec.min_score}× normal`;
  const size = `${short(spec.min_subscribers)} to ${short(spec.max_subscribers)} subscribers`;
  const profile = spec.profile_name === null ? "" : ` · profile ${spec.profile_name}`;
  return `${size} · last ${plural(spec.window_days, "day")} · from ${least}${profile}`;
}
