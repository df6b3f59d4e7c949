import { useSyncExternalStore } from "react";

/** Where the page is. The address keeps it, so that a link can be sent on. */
export type Route =
  | { readonly page: "start"; readonly from: string | null }
  | { readonly page: "analysis"; readonly id: string }
  | { readonly page: "history" }
  | { readonly page: "favourites" }
  | { readonly page: "compare"; readonly first: string; readonly second: string };

export function routeOf(hash: string): Route {
  if (hash === HISTORY) return { page: "history" };
  if (hash === FAVOURITES) return { page: "favourites" };
  const analysis = /^#\/analyses\/([\w-]+)$/.exec(hash);
  if (analysis?.[1] !== undefined) return { page: "analysis", id: analysis[1] };
  const [, first, second] = /^#\/compare\/([\w-]+)\/([\w-]+)$/.exec(hash) ?? [];
  if (first !== undefined && second !== undefined) return { page: "compare", first, second };
  const from = /^#\/\?from=([\w-]+)$/.exec(hash);
  return { page: "start", from: from?.[1] ?? null };
}

export const HISTORY = "#/analyses";
export const FAVOURITES = "#/favourites";

export function addressOf(id: string): string {
  return `#/analyses/${id}`;
}

export function againAddressOf(id: string): string {
  return `#/?from=${id}`;
}

export function compareAddressOf(first: string, second: string): string {
  return `#/compare/${first}/${second}`;
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(onHash, currentHash));
}

function onHash(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

function currentHash(): string {
  return location.hash;
}
