import { type FormEvent, useState } from "react";
import type { Analysis } from "../api/types";
import { useAction } from "../parts/useAction";
import { annotate } from "./actions";

const LONGEST = 120;

/** Gives an analysis a name; an empty one takes it away. */
export function Rename({
  analysis,
  onDone,
}: {
  analysis: Analysis;
  onDone: (renamed?: Analysis) => void;
}) {
  const [name, setName] = useState(analysis.name ?? "");
  const { busy, problem, run } = useAction();

  function submit(event: FormEvent): void {
    event.preventDefault();
    run(async () => onDone(await annotate(analysis.id, { name })));
  }

  return (
    <form className="rename" onSubmit={submit}>
      <input
        className="plain-input"
        aria-label="Name of the analysis"
        value={name}
        maxLength={LONGEST}
        // biome-ignore lint/a11y/noAutofocus: it replaces the button that was just pressed
        autoFocus
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onDone()}
      />
      <button className="button" type="submit" disabled={busy}>
        Save
      </button>
      <button className="link" type="button" onClick={() => onDone()}>
        Never mind
      </button>
      {problem !== null && (
        <span className="error" role="alert">
          {problem}
        </span>
      )}
    </form>
  );
}
