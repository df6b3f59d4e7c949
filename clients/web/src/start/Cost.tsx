import type { Plan } from "../api/types";
import { full, localTime } from "../words";

/** What the analysis would cost, before it starts. */
export function Cost({ plan, stale }: { plan: Plan | null; stale: boolean }) {
  return (
    <section className={stale ? "card cost cost-stale" : "card cost"} aria-labelledby="cost-title">
      <h2 id="cost-title">What it would cost</h2>
      {plan === null ? (
        <p className="muted">Shown as soon as the form is filled in.</p>
      ) : (
        <>
          <dl className="figures">
            <Figure
              label="searches"
              expected={plan.searches.expected}
              worst={plan.searches.worst}
            />
            <Figure label="units" expected={plan.queries.expected} worst={plan.queries.worst} />
          </dl>
          {plan.affordable ? (
            <p className="good">Today’s quota covers it.</p>
          ) : (
            <p className="warn">
              Today’s quota does not cover it
              {plan.waits_until && `: it would wait until ${localTime(plan.waits_until)}`}.
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Figure({ label, expected, worst }: { label: string; expected: number; worst: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <b>{full(expected)}</b>
        {worst > expected && <span className="muted"> at most {full(worst)}</span>}
      </dd>
    </div>
  );
}
