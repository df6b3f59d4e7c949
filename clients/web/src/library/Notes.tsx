import { useState } from "react";
import type { Analysis } from "../api/types";
import { useAction } from "../parts/useAction";
import { annotate } from "./actions";

const LONGEST = 5_000;

/** What the owner notes about an analysis. */
export function Notes({ analysis }: { analysis: Analysis }) {
  const [kept, setKept] = useState(analysis.notes ?? "");
  const [notes, setNotes] = useState(kept);
  const { busy, problem, run } = useAction();

  return (
    <section className="card" aria-labelledby="notes-title">
      <h2 id="notes-title">Notes</h2>
      <textarea
        className="plain-input notes"
        aria-labelledby="notes-title"
        placeholder="What you make of it"
        rows={3}
        maxLength={LONGEST}
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
      />
      {problem !== null && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      {notes !== kept && (
        <button
          className="button"
          type="button"
          disabled={busy}
          onClick={() => run(() => annotate(analysis.id, { notes }).then(() => setKept(notes)))}
        >
          Save the notes
        </button>
      )}
    </section>
  );
}
