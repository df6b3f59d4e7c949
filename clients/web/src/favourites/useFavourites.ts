import { createContext, useContext, useMemo, useState } from "react";
import { ask } from "../api/ask";
import type { FavouriteKind, Favourites } from "../api/types";
import { useAnswer } from "../api/useAnswer";

type Item = Favourites["items"][number];

export interface Kept {
  readonly items: readonly Item[];
  readonly has: (kind: FavouriteKind, id: string) => boolean;
  /** Keep or drop one; what the gateway refuses is shown as it was before. */
  readonly toggle: (kind: FavouriteKind, id: string, title: string) => Promise<void>;
}

/** The favourites that the page around knows. */
export const FavouritesContext = createContext<Kept | null>(null);

export function useKept(): Kept | null {
  return useContext(FavouritesContext);
}

/** The owner's favourites, as they are changed here. */
export function useFavourites(): Kept {
  const { answer } = useAnswer<Favourites>("/favourites");
  const [changes, setChanges] = useState<ReadonlyMap<string, Item | null>>(new Map());

  return useMemo(() => {
    const all = new Map((answer?.items ?? []).map((item) => [keyOf(item.kind, item.id), item]));
    for (const [key, item] of changes) {
      if (item === null) all.delete(key);
      else all.set(key, item);
    }
    const has = (kind: FavouriteKind, id: string) => all.has(keyOf(kind, id));

    async function toggle(kind: FavouriteKind, id: string, title: string): Promise<void> {
      const address = `/favourites/${kind}/${encodeURIComponent(id)}`;
      const item = has(kind, id)
        ? await ask<undefined>("DELETE", address)
        : await ask<Item>("PUT", address, { title: title.slice(0, 200) });
      setChanges((before) => new Map(before).set(keyOf(kind, id), item ?? null));
    }

    return { items: [...all.values()], has, toggle };
  }, [answer, changes]);
}

function keyOf(kind: FavouriteKind, id: string): string {
  return `${kind}/${id}`;
}
