import type { Analysis } from "../api/types";
import { cancel, remove, retry } from "../library/actions";
import { hasEnded } from "../live/known";
import { ConfirmButton } from "../parts/ConfirmButton";
import { useAction } from "../parts/useAction";
import { againAddressOf, HISTORY } from "../route";
import { ExportLinks } from "./ExportLinks";

/** What can be done with an analysis: stopped while it runs; asked again, judged anew, deleted when it has ended. */
export function Actions({
  analysis,
  rescoring,
  onRescore,
}: {
  analysis: Analysis;
  rescoring: boolean;
  onRescore: () => void;
}) {
  const { busy, problem, run } = useAction();
  const { id } = analysis;
  return (
    <div className="actions">
      {problem !== null && (
        <span className="error" role="alert">
          {problem}
        </span>
      )}
      {hasEnded(analysis) ? (
        <>
          <button className="button" type="button" aria-expanded={rescoring} onClick={onRescore}>
            Judge anew
          </button>
          <button
            className="button"
            type="button"
            disabled={busy}
            onClick={() => run(() => retry(id))}
          >
            Ask again
          </button>
          <a className="button" href={againAddressOf(id)}>
            Change and run
          </a>
        </>
      ) : (
        <button
          className="button"
          type="button"
          disabled={busy}
          onClick={() => run(() => cancel(id))}
        >
          {busy ? "Cancelling…" : "Cancel"}
        </button>
      )}
      <ExportLinks id={id} />
      <ConfirmButton
        className="button"
        label="Delete"
        question="Delete for good?"
        onConfirm={() =>
          run(async () => {
            await remove(id);
            location.hash = HISTORY;
          })
        }
      />
    </div>
  );
}
