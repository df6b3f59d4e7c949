import { type FormEvent, useId, useState } from "react";
import { isClassic } from "../analysis/score";
import { ask, Problem } from "../api/ask";
import type { Analysis, Recordings, Result } from "../api/types";
import { useAnswer } from "../api/useAnswer";
import { scoreOf } from "../live/known";
import { Choices } from "../parts/Choices";
import { TextField } from "../parts/TextField";
import { addressOf } from "../route";
import { USUAL_MIN_SCORE } from "../start/request";
import { localTime, plural } from "../words";

/** Judges the recording of an analysis anew under other settings: a new analysis, and no quota is spent. */
export function RescorePanel({
  analysis,
  found,
}: {
  analysis: Analysis;
  found: readonly Result[];
}) {
  const id = useId();
  const { answer: recorded, problem } = useAnswer<Recordings>(`/analyses/${analysis.id}/rescore`);
  const [method, setMethod] = useState(analysis.spec.method);
  const [minScore, setMinScore] = useState(String(analysis.spec.min_score));
  const [minFit, setMinFit] = useState(String(analysis.spec.min_brand_fit ?? ""));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      const anew = await ask<Analysis>("POST", `/analyses/${analysis.id}/rescore`, {
        method,
        min_score: Number(minScore),
        ...(minFit.trim() === "" ? {} : { min_brand_fit: Number(minFit) }),
      });
      location.hash = addressOf(anew.id);
    } catch (error) {
      setRefused(error instanceof Problem ? error : new Problem(0, String(error)));
      setBusy(false);
    }
  }

  const gone = problem !== null || recorded?.channels === 0 || recorded?.recorded_from === null;
  return (
    <form className="card rescore" aria-labelledby={id} onSubmit={submit} noValidate>
      <h2 id={id}>Judge it anew</h2>
      <p className="muted" role="status">
        {recorded === null
          ? (problem?.message ?? "Looking what is recorded…")
          : gone
            ? "Its recording is gone; ask the same again instead."
            : `${plural(recorded.channels, "channel")} as they were recorded${until(recorded)}. No quota is spent.`}
      </p>
      <div className="rescore-fields">
        <Choices
          legend="Score"
          choices={[
            { value: "adjusted", label: "Times the normal" },
            { value: "classic", label: "Views per subscriber" },
          ]}
          value={method}
          onChange={(chosen) => {
            setMethod(chosen);
            setMinScore(USUAL_MIN_SCORE[chosen]);
          }}
        />
        <TextField
          label="Counts as an outlier from"
          unit={method === "classic" ? "views per 100 subscribers" : "× the channel’s normal"}
          inputMode="decimal"
          value={minScore}
          onChange={setMinScore}
          hint={preview(analysis, found, method, Number(minScore))}
          error={refused?.fields.min_score}
        />
        {method === "adjusted" && (
          <TextField
            label="Brand fit at least"
            unit="of 10"
            inputMode="decimal"
            value={minFit}
            onChange={setMinFit}
            hint="Empty: not asked for."
            error={refused?.fields.min_brand_fit}
          />
        )}
      </div>
      {refused !== null && Object.keys(refused.fields).length === 0 && (
        <p className="error" role="alert">
          {refused.message}
        </p>
      )}
      <button className="button button-accent" type="submit" disabled={busy || gone}>
        {busy ? "Judging…" : "Judge anew"}
      </button>
    </form>
  );
}

function until(recorded: Recordings): string {
  return recorded.expires_at === null ? "" : `, kept until ${localTime(recorded.expires_at)}`;
}

/** How many of the outliers now shown would stay: known before, as long as only the bound is raised. */
function preview(
  analysis: Analysis,
  found: readonly Result[],
  method: string,
  minScore: number,
): string {
  if (method !== (isClassic(analysis) ? "classic" : "adjusted"))
    return "Every video is scored anew.";
  if (!(minScore >= 0)) return "Write a number, 0 or more.";
  if (minScore < analysis.spec.min_score)
    return `All ${found.length} now shown stay; more may come.`;
  const stay = found.filter((result) => scoreOf(result) >= minScore).length;
  return `${stay} of the ${found.length} now shown would stay.`;
}
