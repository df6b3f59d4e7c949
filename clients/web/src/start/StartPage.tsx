import { useEffect, useRef, useState } from "react";
import { Problem, start } from "../api/ask";
import type { Analysis, Profiles } from "../api/types";
import { useAnswer } from "../api/useAnswer";
import { History } from "../history/History";
import { Notice } from "../parts/Notice";
import { addressOf } from "../route";
import { Cost } from "./Cost";
import { EMPTY, type Fields, faults, fieldsOf, requestOf } from "./request";
import { StartForm } from "./StartForm";
import { usePlan } from "./usePlan";

/** The form, what it would cost, and the analyses before. `from`: an analysis whose settings to start with. */
export function StartPage({ from }: { from: string | null }) {
  const [fields, setFields] = useState<Fields>(EMPTY);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [pressed, setPressed] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = useRef("");
  const earlier = useAnswer<Analysis>(from && `/analyses/${from}`).answer;
  const profiles = useAnswer<Profiles>("/profiles").answer;
  const planned = usePlan(fields);

  useEffect(() => {
    if (earlier !== null) setFields(fieldsOf(earlier.spec));
  }, [earlier]);

  function change(next: Fields): void {
    setFields(next);
    setRefused(null);
    key.current = "";
  }

  async function begin(): Promise<void> {
    setPressed(true);
    if (Object.keys(faults(fields)).length > 0) return;
    // The same key while nothing changes: a start whose answer was lost is not started twice.
    key.current ||= crypto.randomUUID();
    setBusy(true);
    try {
      const analysis = await start<Analysis>(requestOf(fields), key.current);
      location.hash = addressOf(analysis.id);
    } catch (error) {
      setRefused(error instanceof Problem ? error : new Problem(0, String(error)));
      setBusy(false);
    }
  }

  const own = faults(fields);
  const errors = {
    ...planned.errors,
    ...refused?.fields,
    ...(pressed || own.max_subscribers ? own : {}),
  };
  return (
    <div className="page start">
      <div className="intro">
        <h1>Find what works next door</h1>
        <p>
          Videos that do far better than their channel’s normal, from channels like yours, on topics
          your competitors have not covered.
        </p>
      </div>
      <div className="start-form">
        {refused !== null && Object.keys(refused.fields).length === 0 && (
          <Notice kind="bad" title="It could not be started">
            {refused.message}
          </Notice>
        )}
        <StartForm
          fields={fields}
          onChange={change}
          errors={errors}
          profiles={profiles?.items.map((profile) => profile.name) ?? []}
          busy={busy}
          onStart={begin}
        />
      </div>
      <aside className="start-side">
        <Cost plan={planned.plan} stale={planned.stale} />
        <History />
      </aside>
    </div>
  );
}
