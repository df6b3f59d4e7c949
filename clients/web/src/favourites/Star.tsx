import type { FavouriteKind } from "../api/types";
import { useAction } from "../parts/useAction";
import { useKept } from "./useFavourites";

/** Keeps a channel or a video among the favourites, or drops it. */
export function Star({ kind, id, title }: { kind: FavouriteKind; id: string; title: string }) {
  const kept = useKept();
  const { busy, problem, run } = useAction();
  if (kept === null) return null;
  const on = kept.has(kind, id);
  return (
    <button
      className="star"
      type="button"
      aria-pressed={on}
      aria-label={`Favourite ${kind}: ${title}`}
      title={problem ?? (on ? "Among your favourites" : "Keep among your favourites")}
      disabled={busy}
      onClick={() => run(() => kept.toggle(kind, id, title))}
    >
      <span aria-hidden="true">{on ? "★" : "☆"}</span>
    </button>
  );
}
